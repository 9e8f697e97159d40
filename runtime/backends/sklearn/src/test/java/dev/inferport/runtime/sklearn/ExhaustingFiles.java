package dev.inferport.runtime.sklearn;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.inferport.runtime.api.InferenceException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.DeflaterOutputStream;

/** Files that would use up a small heap, loaded one after the other in a process that ends where one does. */
final class ExhaustingFiles {

    private ExhaustingFiles() {}

    /** The argument is a folder; a line is printed for each file that was refused. */
    public static void main(String[] arguments) throws Exception {
        Path file = Path.of(arguments[0], "model.pkl");
        refuse("dictionaries", Files.write(file, zipped("\u0080\u0002]", "}a", 5_000_000)));
        refuse(
                "objects",
                Files.write(
                        file,
                        zipped(
                                "\u0080\u0002]csklearn.pipeline\nPipeline\nq\u0000" + "0",
                                "h\u0000)\u0081a",
                                1_000_000)));
        refuse("a stack", Files.write(file, ("\u0080\u0002(" + "}".repeat(2_000_000) + "l.").getBytes(ISO_8859_1)));
        refuse("a text that is mostly a hole", hole(file));
        refuse(
                "a sparse matrix",
                Files.write(
                        file,
                        Pickles.linear("(V_shape\n(I1\nI67108864\ntVindptr\n"
                                + Pickles.array("i8", "I2\n", "\0".repeat(16)) + "Vindices\n"
                                + Pickles.array("i8", "I0\n", "")
                                + "Vdata\n" + Pickles.array("f8", "I0\n", "") + "d")));
        System.exit(0);
    }

    private static void refuse(String what, Path file) throws IOException {
        try {
            Models.load(file);
        } catch (InferenceException e) {
            System.out.println(what + ": " + e.getMessage());
        }
    }

    private static byte[] zipped(String head, String body, int times) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (DeflaterOutputStream zlib = new DeflaterOutputStream(file)) {
            zlib.write(head.getBytes(ISO_8859_1));
            byte[] thousand = body.repeat(1000).getBytes(ISO_8859_1);
            for (int i = 0; i < times; i += 1000) {
                zlib.write(thousand);
            }
            zlib.write('.');
        }
        return file.toByteArray();
    }

    /** A text of 1 GiB in a file that has that length and no block on the disk. */
    private static Path hole(Path file) throws IOException {
        Files.write(file, "\u0080\u0002X\0\0\0@".getBytes(ISO_8859_1));
        try (RandomAccessFile longer = new RandomAccessFile(file.toFile(), "rw")) {
            longer.setLength((1L << 30) + 8);
        }
        return file;
    }
}
