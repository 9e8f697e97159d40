package dev.inferport.adapter.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inferport.adapter.storage.ModelId;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class LoadedModelsTest {

    private final LoadedModels models = new LoadedModels();

    @Test
    void aModelThatIsMissingThoughNobodySawTheRuntimeGoIsNotClaimed() {
        add("lost");
        add("kept");

        assertThat(models.confirm(Set.of("kept"), models.registrations())).isOne();

        assertThat(models.ids()).containsExactly(new ModelId("kept"));
    }

    @Test
    void aModelThatWasLoadedWhileTheRuntimeAnsweredIsClaimed() {
        add("old");
        var asked = models.registrations();
        add("fresh");
        add("old");

        assertThat(models.confirm(Set.of(), asked)).isZero();

        assertThat(models.ids()).containsExactlyInAnyOrder(new ModelId("fresh"), new ModelId("old"));
    }

    @Test
    void suspectsAreClaimedAgainOnceTheRuntimeHasThem() {
        add("lost");
        add("kept");
        models.doubtAll();
        assertThat(models.ids()).isEmpty();
        assertThat(models.knows(new ModelId("kept"))).isTrue();

        assertThat(models.confirm(Set.of("kept"), models.registrations())).isOne();

        assertThat(models.ids()).containsExactly(new ModelId("kept"));
        assertThat(models.knows(new ModelId("lost"))).isFalse();
    }

    @Test
    void aLoadOfAnEarlierEraProvesNothing() {
        var era = models.era();
        models.doubtAll();

        assertThat(models.add(new LoadedModel(new ModelId("a"), 1, 0), era)).isFalse();
    }

    private void add(String id) {
        assertThat(models.add(new LoadedModel(new ModelId(id), 1, 0), models.era()))
                .isTrue();
    }
}
