package dev.inferport.adapter.proxy;

import static io.grpc.stub.ClientCalls.asyncBidiStreamingCall;
import static io.grpc.stub.ClientCalls.asyncClientStreamingCall;
import static io.grpc.stub.ClientCalls.blockingServerStreamingCall;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Streams in each direction: nothing stalls, and who doesn't read holds back who writes. */
class StreamingTest {

    private static final int MESSAGES = 500;
    private static final int MEBIBYTE = 1 << 20;

    private final ProxyRig rig = ProxyRig.overTcp();

    StreamingTest() throws Exception {}

    @AfterEach
    void close() {
        rig.close();
    }

    @RepeatedTest(3)
    void aClientStreamDoesNotStall() throws Exception {
        var answer = new Collected();
        var requests = asyncClientStreamingCall(rig.client.newCall(RawMethods.COLLECT, CallOptions.DEFAULT), answer);
        for (int i = 0; i < MESSAGES; i++) {
            requests.onNext(numbered(i));
        }
        requests.onCompleted();
        List<byte[]> messages = answer.await();
        assertThat(messages).hasSize(1);
        assertThat(new String(messages.get(0), StandardCharsets.UTF_8)).isEqualTo("500 messages, 512000 bytes");
    }

    @RepeatedTest(3)
    void aServerStreamDoesNotStall() {
        var messages = new ArrayList<byte[]>();
        blockingServerStreamingCall(rig.client, RawMethods.PRODUCE, soon(), RawRuntime.order(MESSAGES, 1024))
                .forEachRemaining(messages::add);
        assertInOrder(messages, MESSAGES);
    }

    @RepeatedTest(3)
    void aTwoWayStreamDoesNotStall() throws Exception {
        var answers = new Collected();
        var requests = asyncBidiStreamingCall(rig.client.newCall(RawMethods.CHAT, CallOptions.DEFAULT), answers);
        for (int i = 0; i < MESSAGES; i++) {
            requests.onNext(numbered(i));
        }
        requests.onCompleted();
        assertInOrder(answers.await(), MESSAGES);
    }

    @Test
    void aTwoWayStreamAnswersBeforeTheClientHasFinished() throws Exception {
        var answers = new Collected();
        var requests = asyncBidiStreamingCall(rig.client.newCall(RawMethods.CHAT, CallOptions.DEFAULT), answers);
        for (int i = 0; i < 20; i++) {
            requests.onNext(numbered(i));
            int expected = i + 1;
            await().until(() -> answers.messages.size() == expected);
        }
        requests.onCompleted();
        assertInOrder(answers.await(), 20);
    }

    @Test
    void aRuntimeThatDoesNotReadHoldsBackTheClient() throws Exception {
        ClientCall<byte[], byte[]> call = rig.client.newCall(RawMethods.SILENT, CallOptions.DEFAULT);
        var recorder = new Recorder();
        call.start(recorder, new Metadata());
        long sent = pushUntilHeldBack(call, 64L * MEBIBYTE);
        assertThat(sent).isBetween(64L * 1024, 8L * MEBIBYTE);
        assertThat(rig.buffers.metric().usedDirectMemory()).isBetween(1L, 8L * MEBIBYTE);

        call.cancel("enough", null);
        assertThat(recorder.awaitStatus().getCode()).isEqualTo(Status.Code.CANCELLED);
        assertThat(rig.raw.silentCancelled.await(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aClientThatDoesNotReadHoldsBackTheRuntime() throws Exception {
        int messages = 1024;
        ClientCall<byte[], byte[]> call = rig.client.newCall(RawMethods.PRODUCE, CallOptions.DEFAULT);
        var recorder = new Recorder();
        call.start(recorder, new Metadata());
        call.sendMessage(RawRuntime.order(messages, 64 * 1024));
        call.halfClose();

        int produced = awaitStandstill();
        assertThat(produced).isBetween(1, 128);
        assertThat(rig.buffers.metric().usedDirectMemory()).isBetween(1L, 8L * MEBIBYTE);

        call.request(messages + 1);
        assertThat(recorder.awaitStatus().isOk()).isTrue();
        assertInOrder(recorder.messages, messages);
    }

    private static CallOptions soon() {
        return CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS);
    }

    private int awaitStandstill() {
        var seen = new int[] {-1};
        await().pollInterval(Duration.ofMillis(300)).until(() -> {
            int before = seen[0];
            seen[0] = rig.raw.produced.get();
            return seen[0] > 0 && seen[0] == before;
        });
        return seen[0];
    }

    private static long pushUntilHeldBack(ClientCall<byte[], byte[]> call, long most) {
        byte[] block = new byte[16 * 1024];
        var sent = new long[1];
        // Held back means: nothing more could be sent for half a second.
        await().during(Duration.ofMillis(500)).atMost(Duration.ofSeconds(20)).until(() -> {
            long before = sent[0];
            while (call.isReady() && sent[0] < most) {
                call.sendMessage(block);
                sent[0] += block.length;
            }
            return sent[0] > 0 && sent[0] == before;
        });
        return sent[0];
    }

    private static byte[] numbered(int number) {
        return ByteBuffer.allocate(1024).putInt(number).array();
    }

    private static void assertInOrder(List<byte[]> messages, int count) {
        assertThat(messages).hasSize(count);
        for (int i = 0; i < count; i++) {
            assertThat(ByteBuffer.wrap(messages.get(i)).getInt()).isEqualTo(i);
        }
    }

    private static final class Collected implements StreamObserver<byte[]> {

        final List<byte[]> messages = new CopyOnWriteArrayList<>();
        private final CompletableFuture<List<byte[]>> end = new CompletableFuture<>();

        @Override
        public void onNext(byte[] message) {
            messages.add(message);
        }

        @Override
        public void onError(Throwable failure) {
            end.completeExceptionally(failure);
        }

        @Override
        public void onCompleted() {
            end.complete(messages);
        }

        List<byte[]> await() throws Exception {
            return end.get(20, TimeUnit.SECONDS);
        }
    }
}
