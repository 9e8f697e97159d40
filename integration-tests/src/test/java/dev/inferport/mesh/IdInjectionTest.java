package dev.inferport.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import dev.inferport.wire.inference.ModelInferRequest;
import java.util.List;
import org.junit.jupiter.api.Test;

class IdInjectionTest {

    private static final List<Integer> NAME = List.of(1);

    @Test
    void replacesTheNameAndKeepsTheRest() throws Exception {
        var request = ModelInferRequest.newBuilder()
                .setModelName("old name that is long")
                .setModelVersion("2")
                .setId("r")
                .addRawInputContents(ByteString.copyFrom(new byte[300]))
                .build();
        var injected = ModelInferRequest.parseFrom(IdInjection.inject(request.toByteArray(), NAME, "new"));
        assertThat(injected).isEqualTo(request.toBuilder().setModelName("new").build());
    }

    @Test
    void addsANameThatIsAbsent() throws Exception {
        var request = ModelInferRequest.newBuilder().setId("r").build();
        var injected = ModelInferRequest.parseFrom(IdInjection.inject(request.toByteArray(), NAME, "a"));
        assertThat(injected).isEqualTo(request.toBuilder().setModelName("a").build());
    }

    @Test
    void anEmptyMessageGetsTheNameOnly() throws Exception {
        assertThat(ModelInferRequest.parseFrom(IdInjection.inject(new byte[0], NAME, "módel")))
                .isEqualTo(ModelInferRequest.newBuilder().setModelName("módel").build());
    }

    @Test
    void ofTwoNamesOnlyTheFirstIsReplaced() throws Exception {
        var twice = UnknownFieldSet.newBuilder()
                .addField(
                        1,
                        Field.newBuilder()
                                .addLengthDelimited(utf8("a"))
                                .addLengthDelimited(utf8("b"))
                                .build())
                .build()
                .toByteArray();
        var injected = UnknownFieldSet.parseFrom(IdInjection.inject(twice, NAME, "mine"));
        assertThat(injected.getField(1).getLengthDelimitedList()).containsExactly(utf8("mine"), utf8("b"));
        assertThat(IdInjection.extract(twice, NAME)).contains("a");
    }

    @Test
    void writesIntoNestedMessagesAndMakesThoseThatAreMissing() throws Exception {
        var path = List.of(3, 200, 1);
        var made = IdInjection.inject(new byte[0], path, "deep");
        assertThat(IdInjection.extract(made, path)).contains("deep");
        var changed = IdInjection.inject(made, path, "x".repeat(500));
        assertThat(IdInjection.extract(changed, path)).contains("x".repeat(500));
        assertThat(UnknownFieldSet.parseFrom(changed).asMap()).containsOnlyKeys(3);
    }

    @Test
    void aFieldThatIsNoStringIsRefused() {
        var number = UnknownFieldSet.newBuilder()
                .addField(1, Field.newBuilder().addVarint(5).build())
                .build()
                .toByteArray();
        assertThatThrownBy(() -> IdInjection.inject(number, NAME, "a"))
                .hasMessage("UNKNOWN: proto message id field is not a string");
    }

    @Test
    void aTruncatedMessageIsRefused() {
        assertThatThrownBy(() -> IdInjection.inject(new byte[] {10, 50, 1}, NAME, "a"))
                .hasMessageStartingWith("UNKNOWN: proto parsing error");
    }

    private static ByteString utf8(String text) {
        return ByteString.copyFromUtf8(text);
    }
}
