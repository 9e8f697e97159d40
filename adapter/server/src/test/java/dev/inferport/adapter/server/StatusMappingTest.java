package dev.inferport.adapter.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inferport.adapter.storage.LoadException;
import dev.inferport.adapter.storage.LoadException.Reason;
import io.grpc.Status;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class StatusMappingTest {

    @ParameterizedTest
    @EnumSource
    void everyReasonKeepsItsNameAndSentence(Reason reason) {
        var failure = new CompletionException(new LoadException(reason, "A sentence."));

        var status = StatusMapping.toGrpc(failure).getStatus();

        assertThat(status.getCode().name()).isEqualTo(reason.name());
        assertThat(status.getDescription()).isEqualTo("A sentence.");
        assertThat(status.getCode()).isNotEqualTo(Status.Code.UNIMPLEMENTED);
    }

    @Test
    void aDefectIsInternal() {
        var status = StatusMapping.toGrpc(new IllegalStateException("odd")).getStatus();

        assertThat(status.getCode()).isEqualTo(Status.Code.INTERNAL);
        assertThat(status.getDescription()).contains("odd");
    }
}
