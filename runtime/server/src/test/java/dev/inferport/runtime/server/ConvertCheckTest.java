package dev.inferport.runtime.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ConvertCheckTest {

    private static final Path IRIS = Path.of("../../deploy/examples/models/iris-classifier/model.json");

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void aModelThatAnswersTheSameIsEqual() throws IOException {
        Path inputs = write("x.csv", "a,b,c,d\n5.1,3.5,1.4,0.2\n6.9,3.2,5.7,2.3\n");
        Path expected = write("y.csv", "0\n2\n");

        assertThat(check(inputs, expected)).as(err.toString()).isZero();
        assertThat(out.toString()).startsWith("equal: 2 of 2 values agree");
    }

    @Test
    void aDifferenceIsShownWithItsRowAndBothValues() throws IOException {
        Path inputs = write("x.csv", "5.1,3.5,1.4,0.2\n6.9,3.2,5.7,2.3\n");
        Path expected = write("y.csv", "0\n1\n");

        assertThat(check(inputs, expected)).isEqualTo(ConvertCheck.DIFFERENT);
        assertThat(out.toString())
                .contains("different: 1 of 2 values agree")
                .contains("row 1, column 0: 2.0 (expected: 1.0)");
    }

    @Test
    void probabilitiesAreComparedWithinTheTolerance() throws IOException {
        Path inputs = write("x.csv", "5.1,3.5,1.4,0.2\n");
        Path expected = write("y.csv", "0.9531188,0.024485335,0.022395868\n");

        assertThat(check(inputs, expected, "--output", "predict_proba"))
                .as(out.toString())
                .isZero();
        assertThat(check(inputs, write("z.csv", "0.9531,0.0245,0.0224\n"), "--output", "predict_proba"))
                .isEqualTo(ConvertCheck.DIFFERENT);
    }

    @Test
    void arraysOfNumpyAreRead() throws IOException {
        Path inputs = numpy("x.npy", "<f4", "(1, 4)", "3333A340 00006040 3333B33F CDCC4C3E");
        Path expected = numpy("y.npy", "<i8", "(1,)", "0000000000000000");

        assertThat(check(inputs, expected)).as(err.toString() + out).isZero();
    }

    /** Such a graph takes nothing under another name, and no double precision. */
    @Test
    void theInputIsNamedAndTypedAsTheModelWantsIt() throws IOException {
        Path inputs = write("x.csv", "0.038,0.05,0.061,0.021,-0.044,-0.034,-0.043,-0.002,0.019,-0.017\n");
        Path graph = Path.of("../../deploy/examples/models/diabetes-linear/model.onnx");

        int result = new CommandLine(new ConvertCheck())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(
                        "--model", graph.toString(),
                        "--implementation", "onnx",
                        "--inputs", inputs.toString(),
                        "--expected", write("y.csv", "205.8\n").toString(),
                        "--rtol", "0.01");

        assertThat(result).as(err.toString() + out).isZero();
    }

    @Test
    void whatCannotBeReadIsNamed() throws IOException {
        Path expected = write("y.csv", "0\n");

        assertThat(check(write("x.csv", "1,2\n3\n"), expected)).isEqualTo(ConvertCheck.UNREADABLE);
        assertThat(err.toString()).contains("row 1 has 1 cells (expected: 2");
        assertThat(check(folder.resolve("none.csv"), expected)).isEqualTo(ConvertCheck.UNREADABLE);
        assertThat(check(write("x.csv", "1,2,3\n"), expected)).isEqualTo(ConvertCheck.UNREADABLE);
        assertThat(err.toString()).contains("4");
        Path columns = numpy("f.npy", "<f4", "(1, 1)", "00000000", "True");
        assertThatThrownBy(() -> NumpyFile.read(columns)).hasMessageContaining("column order");
        Path texts = numpy("s.npy", "<U3", "(1,)", "00");
        assertThatThrownBy(() -> NumpyFile.read(texts)).hasMessageContaining("elements of type U3");
        assertThatThrownBy(() -> NumpyFile.read(expected)).hasMessageContaining("not an array");
    }

    private int check(Path inputs, Path expected, String... more) {
        CommandLine command = new CommandLine(new ConvertCheck())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true));
        String[] arguments = {
            "--model",
            IRIS.toString(),
            "--implementation",
            "xgboost",
            "--inputs",
            inputs.toString(),
            "--expected",
            expected.toString()
        };
        String[] all = java.util.Arrays.copyOf(arguments, arguments.length + more.length);
        System.arraycopy(more, 0, all, arguments.length, more.length);
        return command.execute(all);
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private Path numpy(String name, String type, String shape, String hex) throws IOException {
        return numpy(name, type, shape, hex, "False");
    }

    private Path numpy(String name, String type, String shape, String hex, String fortran) throws IOException {
        String header = "{'descr': '" + type + "', 'fortran_order': " + fortran + ", 'shape': " + shape + ", }\n";
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) header.length(), 0});
        bytes.write(header.getBytes(StandardCharsets.US_ASCII));
        bytes.write(java.util.HexFormat.of().parseHex(hex.replace(" ", "")));
        return Files.write(folder.resolve(name), bytes.toByteArray());
    }
}
