package dev.inferport.adapter.proxy;

import static io.grpc.stub.ClientCalls.futureUnaryCall;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.CallOptions;
import io.grpc.Metadata;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many calls at once: each gets its own answer, whatever happens to the others. */
class ConcurrencyTest {

    private static final int CALLS = 1000;

    private final ProxyRig rig = ProxyRig.overTcp();

    ConcurrencyTest() throws Exception {}

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void eachOfAThousandCallsGetsItsOwnAnswer() throws Exception {
        var answers = new ArrayList<Future<byte[]>>();
        for (int i = 0; i < CALLS; i++) {
            answers.add(futureUnaryCall(rig.client.newCall(RawMethods.ECHO, CallOptions.DEFAULT), marked(i)));
        }
        for (int i = 0; i < CALLS; i++) {
            assertThat(answers.get(i).get(20, TimeUnit.SECONDS)).isEqualTo(marked(i));
        }
    }

    @Test
    void callsThatAreCancelledDoNotDisturbTheOthers() throws Exception {
        var random = new Random(7);
        var answers = new ArrayList<Future<byte[]>>();
        for (int i = 0; i < CALLS; i++) {
            answers.add(futureUnaryCall(rig.client.newCall(RawMethods.ECHO, CallOptions.DEFAULT), marked(i)));
            if (i % 2 == 1) {
                answers.get(random.nextInt(i / 2 + 1) * 2 + 1).cancel(true);
                cancelAtABadMoment();
            }
        }
        for (int i = 0; i < CALLS; i += 2) {
            assertThat(answers.get(i).get(20, TimeUnit.SECONDS)).isEqualTo(marked(i));
        }
        // Closing the rig asserts that the cancelled calls left no buffer.
    }

    private void cancelAtABadMoment() {
        var stream = rig.client.newCall(RawMethods.CHAT, CallOptions.DEFAULT);
        stream.start(new Recorder(), new Metadata());
        stream.request(1);
        stream.sendMessage(new byte[30_000]);
        stream.sendMessage(new byte[30_000]);
        stream.cancel("at a bad moment", null);
    }

    /** The call's number, again and again, in a length of its own. */
    private static byte[] marked(int number) {
        ByteBuffer buffer = ByteBuffer.allocate(4 * (1 + number * 7919 % 4096));
        while (buffer.hasRemaining()) {
            buffer.putInt(number);
        }
        return buffer.array();
    }
}
