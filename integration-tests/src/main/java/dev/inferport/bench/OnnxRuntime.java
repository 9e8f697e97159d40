package dev.inferport.bench;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Set;

/**
 * ONNX Runtime's own library for Java, the one that the distribution has: from rows in memory outside the heap to a
 * copy of the output on the heap.
 */
final class OnnxRuntime extends JvmContender<FloatBuffer, ByteBuffer> {

    private final SampleModel model;
    private final OrtEnvironment environment;
    private final OrtSession session;

    private OnnxRuntime(SampleModel model, OrtEnvironment environment, OrtSession session) {
        super(model);
        this.model = model;
        this.environment = environment;
        this.session = session;
    }

    static OnnxRuntime load(SampleModel model) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            return new OnnxRuntime(
                    model, environment, environment.createSession(model.file().toString(), options));
        }
    }

    @Override
    public String name() {
        return "ONNX Runtime in Java";
    }

    @Override
    FloatBuffer batch(int first, int count) throws IOException {
        int rowBytes = model.features() * Float.BYTES;
        ByteBuffer rows = model.readRows().slice(first * rowBytes, count * rowBytes);
        return ByteBuffer.allocateDirect(rows.remaining())
                .order(ByteOrder.nativeOrder())
                .put(rows)
                .flip()
                .asFloatBuffer();
    }

    @Override
    ByteBuffer answer(FloatBuffer batch, int count) throws OrtException {
        try (OnnxTensor rows = OnnxTensor.createTensor(environment, batch, new long[] {count, model.features()});
                OrtSession.Result results = session.run(Map.of(model.input(), rows), Set.of(model.output()))) {
            return ((OnnxTensor) results.get(0)).getByteBuffer();
        }
    }

    @Override
    double[] values(ByteBuffer answer) {
        double[] values = new double[answer.remaining() / Float.BYTES];
        for (int i = 0; i < values.length; i++) {
            values[i] = answer.getFloat(i * Float.BYTES);
        }
        return values;
    }

    @Override
    public void close() throws IOException {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IOException("ONNX Runtime: " + e.getMessage(), e);
        }
    }
}
