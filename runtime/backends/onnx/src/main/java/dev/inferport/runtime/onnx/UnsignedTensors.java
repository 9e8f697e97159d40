package dev.inferport.runtime.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.inferport.runtime.api.DataType;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;

/**
 * Tensors of UINT16, UINT32 and UINT64, which the library's Java interface can't make of bytes: they are made as signed
 * numbers and cast by a graph of one node, which keeps the bits. For any number of threads.
 */
final class UnsignedTensors {

    private final OrtEnvironment environment;
    private final Map<DataType, OrtSession> casts = new EnumMap<>(DataType.class);

    private UnsignedTensors(OrtEnvironment environment) {
        this.environment = environment;
    }

    /** Ready for those of the types that are meant. */
    static UnsignedTensors open(OrtEnvironment environment, Collection<DataType> types) throws OrtException {
        UnsignedTensors tensors = new UnsignedTensors(environment);
        try {
            for (DataType type : types) {
                if (!tensors.casts.containsKey(type)) {
                    tensors.open(type);
                }
            }
            return tensors;
        } catch (OrtException e) {
            tensors.close();
            throw e;
        }
    }

    private void open(DataType type) throws OrtException {
        switch (type) {
            case UINT16 -> open(type, TinyGraph.cast(TinyGraph.INT16, TinyGraph.UINT16));
            case UINT32 -> open(type, TinyGraph.cast(TinyGraph.INT32, TinyGraph.UINT32));
            case UINT64 -> open(type, TinyGraph.cast(TinyGraph.INT64, TinyGraph.UINT64));
            default -> {
                // Made without a cast.
            }
        }
    }

    private void open(DataType type, byte[] graph) throws OrtException {
        casts.put(type, TinyGraph.open(environment, graph));
    }

    OnnxTensor create(DataType type, ByteBuffer bytes, long[] shape) throws OrtException {
        OrtSession cast = casts.get(type);
        if (cast == null) {
            throw new IllegalArgumentException("no cast to " + type);
        }
        try (OnnxTensor signed = signed(type, bytes, shape)) {
            return (OnnxTensor) cast.run(Map.of(TinyGraph.INPUT, signed)).get(0);
        }
    }

    private OnnxTensor signed(DataType type, ByteBuffer bytes, long[] shape) throws OrtException {
        return switch (type) {
            case UINT16 -> OnnxTensor.createTensor(environment, bytes.asShortBuffer(), shape);
            case UINT32 -> OnnxTensor.createTensor(environment, bytes.asIntBuffer(), shape);
            default -> OnnxTensor.createTensor(environment, bytes.asLongBuffer(), shape);
        };
    }

    void close() throws OrtException {
        for (OrtSession cast : casts.values()) {
            cast.close();
        }
    }
}
