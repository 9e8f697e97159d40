package dev.inferport.adapter.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.inferport.adapter.lifecycle.ModelSize.Origin;
import dev.inferport.adapter.storage.Cancellation;
import dev.inferport.adapter.storage.LoadException;
import io.grpc.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.helpers.MessageFormatter;

final class SizeEstimatorTest {

    private static final OptionalLong NONE = OptionalLong.empty();

    private final LifecycleFixture fixture;

    SizeEstimatorTest(@TempDir Path root) throws Exception {
        fixture = new LifecycleFixture(root);
    }

    @AfterEach
    void stop() throws Exception {
        fixture.close();
    }

    @Test
    void theBestFigureWins() throws Exception {
        assertThat(estimate(command(NONE), NONE, 0)).isEqualTo(new ModelSize(1_000_000, Origin.DEFAULT));
        assertThat(estimate(command(NONE), NONE, 1001)).isEqualTo(new ModelSize(1251, Origin.DISK));
        fixture.runtime.measured.put("a", 7000L);
        assertThat(estimate(command(NONE), NONE, 1000)).isEqualTo(new ModelSize(7000, Origin.MEASURED));
        assertThat(estimate(command(NONE), OptionalLong.of(8000), 1000))
                .isEqualTo(new ModelSize(8000, Origin.DECLARED));
        assertThat(estimate(command(OptionalLong.of(9000)), OptionalLong.of(8000), 1000))
                .isEqualTo(new ModelSize(9000, Origin.DECLARED));
    }

    @Test
    void theEstimateIsKeptBesideTheMeasurement() throws Exception {
        fixture.runtime.measured.put("a", 7000L);

        assertThat(report(command(OptionalLong.of(9000)), NONE, 1000, false))
                .isEqualTo(new SizeReport(
                        new ModelSize(9000, Origin.DECLARED), OptionalLong.of(1250), OptionalLong.of(7000)));
    }

    @Test
    void filesThatOnlyReferToAModelSayNothingOfItsSize() throws Exception {
        assertThat(report(command(NONE), NONE, 120, true).size()).isEqualTo(new ModelSize(1_000_000, Origin.DEFAULT));
    }

    @Test
    void aFormatMayHaveAFactorOfItsOwn() {
        var rules = new SizeRules(1000, 1.25, Map.of("xgboost", 3.0), LifecycleFixture.CAPACITY);

        assertThat(rules.fromDisk("xgboost", 1000)).isEqualTo(3000);
        assertThat(rules.fromDisk("sklearn", 1000)).isEqualTo(1250);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SizeRules(1000, 1.25, Map.of("xgboost", 0.0), 1))
                .withMessage("diskMultiplier of xgboost: 0.0 (expected: > 0)");
    }

    @Test
    void sizeNeverFallsBackSilently() throws Exception {
        var events = new ArrayList<String>();
        try (var ignored = new Listening(events)) {
            fixture.runtime.fail("ModelMetadata", Status.INTERNAL.withDescription("broken"));
            assertThat(estimate(command(NONE), NONE, 0).origin()).isEqualTo(Origin.DEFAULT);
            assertThat(ignored.logger).isNotNull();
        }

        assertThat(events).hasSize(2);
        assertThat(events.get(0)).contains("event=model_size_not_measured", "broken");
        assertThat(events.get(1)).contains("event=model_size_unknown", "default_bytes=1000000");
    }

    @Test
    void aSizeInTheSettingsIsRead() throws Exception {
        var folder = fixture.root.resolve("files/a");
        Files.createDirectories(folder);
        Files.writeString(
                folder.resolve("model-settings.json"), "{\"parameters\": {\"extra\": {\"size_in_bytes\": 12345}}}");

        var model = fixture.models
                .load(LifecycleFixture.command("a", folder.toString(), NONE, NONE), Cancellation.none())
                .get();

        assertThat(model.sizeInBytes()).isEqualTo(12345);
    }

    @Test
    void aModelInPlaceTakesTheSizeThatItsPullerMeasured() throws Exception {
        var file = Files.write(fixture.root.resolve("m.bst"), new byte[10]);

        var model = fixture.models
                .load(LifecycleFixture.command("a", file.toString(), OptionalLong.of(8000), NONE), Cancellation.none())
                .get();

        assertThat(model.sizeInBytes()).isEqualTo(10_000);
    }

    @Test
    void aModelAboveTheCapacityIsRefused() {
        assertThatExceptionOfType(LoadException.class)
                .isThrownBy(() -> estimate(command(OptionalLong.of(LifecycleFixture.CAPACITY + 1)), NONE, 0))
                .withMessageContaining("more than the 100000000 bytes for all models of this runtime");
    }

    @Test
    void predictionsAnswerFromWhatIsKnownBeforeThePull() throws Exception {
        assertThat(fixture.sizes.predict(command(NONE))).isEqualTo(1_000_000);
        assertThat(fixture.sizes.predict(LifecycleFixture.command("a", "p", OptionalLong.of(1000), NONE)))
                .isEqualTo(1250);
        assertThat(fixture.sizes.predict(command(OptionalLong.of(77)))).isEqualTo(77);

        fixture.runtime.measured.put("a", 4242L);
        estimate(command(NONE), NONE, 0);

        assertThat(fixture.sizes.predict(command(NONE))).isEqualTo(4242);
        assertThat(fixture.sizes.predict(LifecycleFixture.command("a", "another path", NONE, NONE)))
                .isEqualTo(1_000_000);
    }

    private ModelSize estimate(LoadCommand command, OptionalLong inSettings, long disk) throws LoadException {
        return report(command, inSettings, disk, false).size();
    }

    private SizeReport report(LoadCommand command, OptionalLong inSettings, long disk, boolean elsewhere)
            throws LoadException {
        return fixture.sizes.estimate(command, new PreparedModel(fixture.root, inSettings, elsewhere), disk);
    }

    private static LoadCommand command(OptionalLong declared) {
        return LifecycleFixture.command("a", "p", NONE, declared);
    }

    /** Collects what the estimator logs. */
    private static final class Listening extends Handler implements AutoCloseable {

        private final Logger logger = Logger.getLogger(SizeEstimator.class.getName());
        private final List<String> events;

        Listening(List<String> events) {
            this.events = events;
            logger.addHandler(this);
        }

        @Override
        public void publish(LogRecord event) {
            events.add(MessageFormatter.arrayFormat(event.getMessage(), event.getParameters())
                    .getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {
            logger.removeHandler(this);
        }
    }
}
