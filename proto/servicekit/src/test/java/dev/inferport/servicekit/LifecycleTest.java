package dev.inferport.servicekit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LifecycleTest {

    private final List<String> events = new CopyOnWriteArrayList<>();
    private final Lifecycle lifecycle = new Lifecycle(Duration.ofSeconds(10));
    private final Warnings warnings = new Warnings();

    @BeforeEach
    void watchWarnings() {
        warnings.install();
    }

    @AfterEach
    void noUnexpectedWarning() {
        lifecycle.close();
        warnings.uninstall();
        assertThat(warnings.seen()).isEmpty();
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("lifecycle-")));
    }

    @Test
    void stepsStopInReverseOrder() throws Exception {
        assertThat(step("a")).isEqualTo("a");
        step("b");
        lifecycle.start("c", () -> (AutoCloseable) () -> events.add("-c"));

        lifecycle.stop();
        lifecycle.stop();
        assertThat(events).containsExactly("+a", "+b", "-c", "-b", "-a");
        assertThat(lifecycle.awaitTermination()).isEqualTo(ExitCodes.OK);
    }

    @Test
    void aFailingStepStopsWhatWasStarted() throws Exception {
        step("a");
        step("b");
        assertThatThrownBy(() -> lifecycle.start("c", () -> {
                    throw new CannotListenException("port 1 is in use", new IllegalStateException());
                }))
                .isInstanceOf(StartException.class)
                .hasMessage("could not start c: port 1 is in use")
                .hasCauseInstanceOf(CannotListenException.class);
        assertThat(events).containsExactly("+a", "+b", "-b", "-a");
    }

    @Test
    void aStepThatFailsToStopDoesNotKeepTheOthersRunning() throws Exception {
        warnings.expect("event=step_stop_failed");
        step("a");
        lifecycle.start("b", () -> "b", (started, budget) -> {
            throw new IllegalStateException("no");
        });
        step("c");

        lifecycle.stop();
        assertThat(events).containsExactly("+a", "+c", "-c", "-a");
        assertThat(warnings.all()).hasSize(1);
    }

    @Test
    void aStepThatNeverStopsIsGivenUpWhenTheBudgetIsUsedUp() throws Exception {
        warnings.expect("event=stop_budget_exceeded");
        var release = new CountDownLatch(1);
        var brief = new Lifecycle(Duration.ofMillis(100));
        brief.start("stuck", () -> "stuck", (started, budget) -> {
            assertThat(budget).isLessThanOrEqualTo(Duration.ofMillis(100));
            release.await();
        });

        brief.stop();
        assertThat(warnings.all()).anyMatch(line -> line.startsWith("event=stop_budget_exceeded"));
        release.countDown();
    }

    @Test
    void nothingStartsAfterStop() throws Exception {
        step("a");
        lifecycle.stop();
        assertThatThrownBy(() -> step("b")).isInstanceOf(StartException.class).hasMessageContaining("is stopping");
        assertThat(events).containsExactly("+a", "-a");
    }

    @Test
    void aStepThatWasStartingDuringStopIsStoppedToo() throws Exception {
        assertThatThrownBy(() -> lifecycle.start(
                        "slow",
                        () -> {
                            lifecycle.stop();
                            return "slow";
                        },
                        (started, budget) -> events.add("-slow")))
                .isInstanceOf(StartException.class);
        assertThat(events).containsExactly("-slow");
    }

    @Test
    void aFailureEndsTheProcessWithItsOwnCode() throws Exception {
        warnings.expect("event=process_failed");
        step("a");
        lifecycle.fail("the runtime is gone");
        assertThat(lifecycle.awaitTermination()).isEqualTo(ExitCodes.FAILED);
        assertThat(events).containsExactly("+a", "-a");
    }

    private String step(String name) throws StartException {
        return lifecycle.start(
                name,
                () -> {
                    events.add("+" + name);
                    return name;
                },
                (started, budget) -> events.add("-" + started));
    }
}
