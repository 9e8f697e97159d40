package dev.inferport.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.inferport.mesh.FakeRuntime.PendingLoad;
import dev.inferport.wire.inference.ModelInferRequest;
import dev.inferport.wire.mmesh.DeleteVModelRequest;
import dev.inferport.wire.mmesh.GetVModelStatusRequest;
import dev.inferport.wire.mmesh.ModelStatusInfo.ModelStatus;
import dev.inferport.wire.mmesh.SetVModelRequest;
import dev.inferport.wire.mmesh.VModelStatusInfo;
import dev.inferport.wire.mmesh.VModelStatusInfo.VModelStatus;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VModelTest {

    private FakeRuntime runtime;
    private MeshFixture fixture;

    @BeforeEach
    void start() throws Exception {
        runtime = new FakeRuntime();
        fixture = new MeshFixture(runtime);
    }

    @AfterEach
    void stop() throws Exception {
        fixture.close();
        runtime.close();
    }

    @Test
    void anAliasIsCreatedWithItsModel() throws Exception {
        var status = set(aim("v", "m1").setSync(true));
        assertThat(status.getStatus()).isEqualTo(VModelStatus.DEFINED);
        assertThat(status.getActiveModelId()).isEqualTo("m1");
        assertThat(status.getActiveModelStatus().getStatus()).isEqualTo(ModelStatus.LOADED);
        assertThat(answeringModel()).isEqualTo("m1");
    }

    @Test
    void theOldModelServesUntilTheNewOneIsLoaded() throws Exception {
        set(aim("v", "m1").setSync(true));
        var held = new LinkedBlockingQueue<PendingLoad>();
        runtime.loads.put("m2", held::add);
        var moving = set(aim("v", "m2"));
        assertThat(moving.getStatus()).isEqualTo(VModelStatus.TRANSITIONING);
        assertThat(moving.getTargetModelStatus().getStatus()).isEqualTo(ModelStatus.LOADING);
        assertThat(answeringModel()).isEqualTo("m1");
        var load = Objects.requireNonNull(held.poll(5, TimeUnit.SECONDS));
        runtime.loaded.add("m2");
        load.succeed();
        await().until(() -> status("v").getStatus() == VModelStatus.DEFINED);
        assertThat(answeringModel()).isEqualTo("m2");
    }

    @Test
    void aModelThatLivedForItsAliasIsDeletedWithTheSwitch() {
        set(aim("v", "m1").setSync(true));
        set(aim("v", "m2").setSync(true));
        assertThat(fixture.status("m1").getStatus()).isEqualTo(ModelStatus.NOT_FOUND);
        await().until(() -> runtime.happened("unload m1"));
        assertThat(fixture.status("m2").getStatus()).isEqualTo(ModelStatus.LOADED);
    }

    @Test
    void aTargetThatDoesNotLoadLeavesTheAliasWhereItIs() throws Exception {
        set(aim("v", "m1").setSync(true));
        runtime.loads.put("m2", load -> load.observer().onError(Status.INTERNAL.asRuntimeException()));
        var status = set(aim("v", "m2").setSync(true));
        assertThat(status.getStatus()).isEqualTo(VModelStatus.TRANSITION_FAILED);
        assertThat(status.getTargetModelStatus().getStatus()).isEqualTo(ModelStatus.LOADING_FAILED);
        assertThat(answeringModel()).isEqualTo("m1");
        var repaired = set(aim("v", "m3").setSync(true));
        assertThat(repaired.getActiveModelId()).isEqualTo("m3");
        assertThat(fixture.status("m2").getStatus()).isEqualTo(ModelStatus.NOT_FOUND);
    }

    @Test
    void aModelWithAnAliasCannotBeUnregistered() {
        set(aim("v", "m1").setSync(true));
        assertThatThrownBy(() -> fixture.unregister("m1")).hasMessage("FAILED_PRECONDITION: Model m1 has referents");
        delete("v");
        assertThat(fixture.status("m1").getStatus()).isEqualTo(ModelStatus.NOT_FOUND);
        assertThat(status("v").getStatus()).isEqualTo(VModelStatus.NOT_FOUND);
    }

    @Test
    void aRegisteredModelOutlivesItsAlias() {
        fixture.load("m1");
        set(SetVModelRequest.newBuilder().setVModelId("v").setTargetModelId("m1"));
        delete("v");
        assertThat(fixture.status("m1").getStatus()).isEqualTo(ModelStatus.LOADED);
    }

    @Test
    void forceSwitchesAtOnce() {
        set(aim("v", "m1").setSync(true));
        runtime.loads.put("m2", load -> {});
        assertThat(set(aim("v", "m2").setForce(true)).getActiveModelId()).isEqualTo("m2");
    }

    @Test
    void expectationsAreChecked() {
        refuses(aim("v", "m1").setUpdateOnly(true), "NOT_FOUND: vmodel v not found");
        refuses(
                SetVModelRequest.newBuilder().setVModelId("v").setTargetModelId("m1"),
                "NOT_FOUND: Target model m1 not found");
        set(aim("v", "m1").setOwner("me"));
        refuses(
                aim("v", "m2").setExpectedTargetModelId("m9"),
                "FAILED_PRECONDITION: Existing target model m1 does not match expected m9");
        refuses(aim("v", "m2").setOwner("you"), "ALREADY_EXISTS: vmodel v already exists with different owner \"me\"");
    }

    @Test
    void anUnknownAliasIsNotFound() {
        var headers = new Metadata();
        headers.put(Metadata.Key.of("mm-vmodel-id", Metadata.ASCII_STRING_MARSHALLER), "v");
        assertThatThrownBy(() -> fixture.call(headers, MeshFixture.request("v")))
                .hasMessage("NOT_FOUND: vmodel not found");
    }

    private String answeringModel() throws Exception {
        var headers = new Metadata();
        headers.put(Metadata.Key.of("mm-vmodel-id", Metadata.ASCII_STRING_MARSHALLER), "v");
        return ModelInferRequest.parseFrom(fixture.call(headers, MeshFixture.request("v")))
                .getModelName();
    }

    private static SetVModelRequest.Builder aim(String id, String model) {
        return SetVModelRequest.newBuilder()
                .setVModelId(id)
                .setTargetModelId(model)
                .setModelInfo(MeshFixture.INFO)
                .setAutoDeleteTargetModel(true)
                .setLoadNow(true);
    }

    private VModelStatusInfo set(SetVModelRequest.Builder request) {
        return fixture.api().setVModel(request.build());
    }

    private void delete(String id) {
        var unused = fixture.api()
                .deleteVModel(DeleteVModelRequest.newBuilder().setVModelId(id).build());
    }

    private VModelStatusInfo status(String id) {
        return fixture.api()
                .getVModelStatus(
                        GetVModelStatusRequest.newBuilder().setVModelId(id).build());
    }

    private void refuses(SetVModelRequest.Builder request, String message) {
        assertThatThrownBy(() -> set(request)).hasMessage(message);
    }
}
