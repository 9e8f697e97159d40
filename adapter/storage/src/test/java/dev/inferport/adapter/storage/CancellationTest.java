package dev.inferport.adapter.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.inferport.adapter.storage.LoadException.Reason;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class CancellationTest {

    private final CancellationSource source = new CancellationSource();
    private final AtomicInteger calls = new AtomicInteger();

    @Test
    void aListenerRunsOnce() {
        source.token().onCancel(calls::incrementAndGet);
        source.cancel();
        source.cancel();
        assertThat(calls).hasValue(1);
    }

    @Test
    void aListenerThatComesLateRunsAtOnce() {
        source.cancel();
        source.token().onCancel(calls::incrementAndGet);
        assertThat(calls).hasValue(1);
    }

    @Test
    void aWithdrawnListenerDoesNotRun() {
        var registration = source.token().onCancel(calls::incrementAndGet);
        registration.close();
        registration.close();
        source.cancel();
        assertThat(calls).hasValue(0);
    }

    @Test
    void theFirstReasonStays() throws LoadException {
        source.token().throwIfCancelled();
        assertThat(source.token().isCancelled()).isFalse();
        source.cancel(Reason.DEADLINE_EXCEEDED, "Too late.");
        source.cancel();
        assertThat(source.token().isCancelled()).isTrue();
        var failure = catchThrowableOfType(LoadException.class, source.token()::throwIfCancelled);
        assertThat(failure.reason()).isEqualTo(Reason.DEADLINE_EXCEEDED);
        assertThat(failure.sentence()).isEqualTo("Too late.");
    }

    @Test
    void noneIsNeverCancelled() throws LoadException {
        var none = Cancellation.none();
        none.onCancel(calls::incrementAndGet).close();
        none.throwIfCancelled();
        assertThat(none.isCancelled()).isFalse();
        assertThat(calls).hasValue(0);
    }

    @Test
    void aSentenceIsOneLine() {
        assertThat(new LoadException(Reason.NOT_FOUND, "no 'a\nevent=forged'").sentence())
                .isEqualTo("no 'a?event=forged'");
    }
}
