package dev.inferport.runtime.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.inferport.runtime.api.CustomMetrics;
import dev.inferport.runtime.api.ModelSettings;
import dev.inferport.runtime.core.ModelKey;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import org.junit.jupiter.api.Test;

final class CustomModelMetricsTest {

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final CustomModelMetrics metrics = new CustomModelMetrics(registry);

    @Test
    void aModelThatUsesUpItsNamesLeavesOthersTheirs() {
        CustomMetrics greedy = of("greedy");
        for (int i = 0; i < CustomModelMetrics.MAX_NAMES; i++) {
            greedy.set("name_" + i, i);
        }

        assertThatIllegalArgumentException()
                .isThrownBy(() -> greedy.set("one_more", 1))
                .withMessageContaining("metric 'one_more': the model has 1000 metrics already");
        greedy.set("name_7", 8);
        of("modest").set("one_more", 1);
        of("modest").set("name_7", 1);
        assertThat(registry.scrape().size()).isEqualTo(CustomModelMetrics.MAX_NAMES + 1);
    }

    @Test
    void aNameIsFreeAgainWhenItsLastModelIsGone() {
        of("a").count("tokens", 1);
        of("b").count("tokens", 1);

        metrics.remove(new ModelKey("a", ""));
        assertThatIllegalArgumentException().isThrownBy(() -> of("a").set("tokens", 1));

        metrics.remove(new ModelKey("b", ""));
        assertThat(registry.scrape().size()).isZero();
        of("a").set("tokens", 1);
        assertThat(registry.scrape().size()).isEqualTo(1);
    }

    private CustomMetrics of(String model) {
        return metrics.of(ModelSettings.builder(model).build());
    }
}
