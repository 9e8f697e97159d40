package dev.inferport.runtime.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.InferenceException.Reason;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GrpcStatusTest {

    @ParameterizedTest
    @CsvSource({
        "INVALID_ARGUMENT, INVALID_ARGUMENT",
        "MODEL_NOT_FOUND, NOT_FOUND",
        "FAILED_PRECONDITION, FAILED_PRECONDITION",
        "NOT_READY, UNAVAILABLE",
        "OVERLOADED, RESOURCE_EXHAUSTED",
        "DEADLINE_EXCEEDED, DEADLINE_EXCEEDED",
        "CANCELLED, CANCELLED",
        "UNIMPLEMENTED, UNIMPLEMENTED",
        "INTERNAL, INTERNAL"
    })
    void everyReasonHasItsCode(Reason reason, Status.Code code) {
        Status status = GrpcStatus.of(new CompletionException(new InferenceException(reason, "text")));

        assertThat(status.getCode()).isEqualTo(code);
        assertThat(status.getDescription()).isEqualTo("text");
    }

    @Test
    void onlyAMissingModelIsDescribedAsNotFound() {
        assertThat(GrpcStatus.of(new InferenceException(Reason.MODEL_NOT_FOUND, "Model x not found"))
                        .getDescription())
                .isEqualTo("Model x not found");
        assertThat(GrpcStatus.of(new InferenceException("Model x not found")).getDescription())
                .isEqualTo("Model x not found.");
    }

    @Test
    void aDefectOfTheServerTellsTheClientNothing() {
        Status status = GrpcStatus.of(new IllegalStateException("password is 123"));

        assertThat(status.getCode()).isEqualTo(Status.Code.INTERNAL);
        assertThat(status.getDescription()).doesNotContain("123");
    }

    @Test
    void headersThatHttpDoesNotAllowAreDropped() {
        Metadata trailers = ResponseTrailers.of(Map.of(
                "X-Mixed", "kept",
                "with space", "a",
                "\u00fcmlaut", "b",
                "grpc-status", "5",
                "Connection", "close",
                "blob-bin", "c",
                "line", "a\nb",
                "", "d"));

        assertThat(trailers.keys()).containsExactly("x-mixed");
    }
}
