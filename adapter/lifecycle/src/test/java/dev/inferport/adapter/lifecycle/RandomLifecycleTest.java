package dev.inferport.adapter.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.inferport.adapter.storage.CancellationSource;
import dev.inferport.adapter.storage.LoadException;
import dev.inferport.adapter.storage.LoadException.Reason;
import dev.inferport.adapter.storage.ModelId;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Loads, cancels, unloads, purges, failures and crashes of a runtime in a random order that a seed fixes, over real
 * sockets and files. Now and then everything comes to rest, and then the invariants of the package must hold.
 */
final class RandomLifecycleTest {

    private static final int STEPS = 10_000;
    private static final int REST_EVERY = 250;
    private static final int CRASH_EVERY = 1_250;
    private static final int MOST_PENDING = 24;
    private static final long SEED = 20_260_807;
    private static final List<String> MODELS =
            IntStream.range(0, 8).mapToObj(i -> "m" + i).toList();

    private static final ObjectMapper JSON = new ObjectMapper();

    private final LifecycleFixture fixture;
    private final RuntimeWatch watch;
    private final Random random = new Random(SEED);
    private final Map<String, LoadCommand> commands = new HashMap<>();

    /** What was asked last of each model. */
    private final Map<String, Step> last = new HashMap<>();

    private final Deque<Step> pending = new ArrayDeque<>();
    private int crashes;

    private record Step(boolean load, CancellationSource caller, CompletableFuture<?> outcome, int era) {}

    RandomLifecycleTest(@TempDir Path root) throws Exception {
        fixture = new LifecycleFixture(root, 3);
        watch = RuntimeWatch.start(
                fixture.channel, fixture.client, fixture.loaded, Duration.ofMillis(50), fixture.observer);
        for (var model : MODELS) {
            commands.put(model, fixture.model(model, 100));
        }
    }

    @AfterEach
    void stop() throws Exception {
        watch.close();
        fixture.close();
    }

    @Test
    void theInvariantsHoldWheneverEverythingIsAtRest() throws Exception {
        for (var step = 1; step <= STEPS; step++) {
            act(MODELS.get(random.nextInt(MODELS.size())));
            if (step % CRASH_EVERY == 0) {
                crash();
            }
            if (step % REST_EVERY == 0) {
                comeToRest();
                checkEverything();
                if (step % (4 * REST_EVERY) == 0) {
                    checkPurge();
                }
            }
        }
        await().until(() -> fixture.slots.occupied() == 0);
    }

    private void act(String model) throws Exception {
        var dice = random.nextInt(100);
        if (dice < 50) {
            load(model);
        } else if (dice < 80) {
            submit(
                    model,
                    new Step(false, new CancellationSource(), fixture.models.unload(new ModelId(model)), crashes));
        } else if (dice < 95) {
            pending.stream()
                    .skip(random.nextInt(pending.size() + 1))
                    .findFirst()
                    .ifPresent(step -> step.caller().cancel());
        } else {
            fixture.runtime.fail("load " + model, random.nextBoolean() ? Status.INTERNAL : Status.UNAVAILABLE);
        }
    }

    private void load(String model) throws Exception {
        var caller = new CancellationSource();
        submit(
                model,
                new Step(
                        true,
                        caller,
                        fixture.models.load(Objects.requireNonNull(commands.get(model)), caller.token()),
                        crashes));
    }

    private void submit(String model, Step step) throws Exception {
        last.put(model, step);
        pending.add(step);
        while (pending.size() > MOST_PENDING) {
            finish(pending.remove());
        }
    }

    private void comeToRest() throws Exception {
        while (!pending.isEmpty()) {
            finish(pending.remove());
        }
        await().until(() -> fixture.slots.occupied() == 0);
        fixture.runtime.journal.clear();
    }

    /** Nobody is ever left without an answer, and every failure has a reason that was asked for. */
    private static void finish(Step step) throws Exception {
        try {
            step.outcome().get(30, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            assertThat(e.getCause()).isInstanceOfSatisfying(LoadException.class, failure -> assertThat(failure.reason())
                    .as(failure.sentence())
                    .isIn(Reason.CANCELLED, Reason.INTERNAL, Reason.UNAVAILABLE, Reason.UNKNOWN));
        }
    }

    private void crash() throws Exception {
        crashes++;
        fixture.runtime.die();
        load(MODELS.get(0));
        fixture.runtime.comeBack();
        await().atMost(Duration.ofSeconds(20)).until(watch::up);
    }

    private void checkEverything() {
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            for (var model : MODELS) {
                check(model, last.get(model));
            }
        });
    }

    private void check(String model, @Nullable Step step) throws Exception {
        var claimed = fixture.models.loaded(new ModelId(model)).isPresent();
        var there = fixture.runtime.models.contains(model);
        assertThat(claimed)
                .as("%s is claimed exactly if it is in the runtime", model)
                .isEqualTo(there);
        if (step != null && !step.outcome().isCompletedExceptionally()) {
            if (!step.load()) {
                assertThat(there).as("%s was unloaded last", model).isFalse();
                assertThat(fixture.folder(model)).doesNotExist();
            } else if (step.era() == crashes) {
                assertThat(there).as("%s was loaded last", model).isTrue();
            }
        }
        if (there) {
            assertThat(fixture.folder(model)).exists();
        }
        checkFolder(fixture.folder(model));
    }

    /** What is there under its final name is complete. */
    private static void checkFolder(Path folder) throws IOException {
        if (Files.exists(folder)) {
            var settings = JSON.readTree(folder.resolve("model-settings.json").toFile());
            assertThat(Path.of(settings.at("/parameters/uri").textValue())).hasSize(100);
        }
    }

    private void checkPurge() throws Exception {
        var outcome = fixture.models.purge().get(30, TimeUnit.SECONDS);

        assertThat(outcome).isEqualTo(new RuntimePurge.Outcome.Empty("1.2.3"));
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(fixture.runtime.models).isEmpty());
        assertThat(fixture.loaded.ids()).isEmpty();
        assertThat(fixture.root.resolve("_mlserver_models")).isEmptyDirectory();
        last.clear();
    }
}
