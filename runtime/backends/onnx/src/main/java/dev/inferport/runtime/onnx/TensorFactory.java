package dev.inferport.runtime.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import dev.inferport.runtime.api.DataType;
import dev.inferport.runtime.api.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collection;
import java.util.List;

/**
 * Makes the library's tensors of a request's. Bytes outside the heap that are aligned to their elements are used where
 * they are, others are copied once, into memory that is used again. For any number of threads.
 */
final class TensorFactory {

    private final OrtEnvironment environment;
    private final UnsignedTensors unsigned;
    private final ScratchMemory memory = new ScratchMemory();

    private TensorFactory(OrtEnvironment environment, UnsignedTensors unsigned) {
        this.environment = environment;
        this.unsigned = unsigned;
    }

    static TensorFactory open(OrtEnvironment environment, Collection<ModelInput> inputs) throws OrtException {
        List<DataType> types = inputs.stream().map(ModelInput::dataType).toList();
        return new TensorFactory(environment, UnsignedTensors.open(environment, types));
    }

    /** @param scratch gets the memory that must not be used again before the tensor is closed */
    OnnxTensor create(Tensor tensor, List<ByteBuffer> scratch) throws OrtException {
        long[] shape = tensor.shape().toArray();
        if (tensor.dataType() == DataType.BYTES) {
            return TextTensors.create(environment, tensor);
        }
        ByteBuffer bytes = outsideTheHeap(tensor, scratch);
        return makesOfBytes(tensor.dataType())
                ? over(tensor.dataType(), bytes, shape)
                : unsigned.create(tensor.dataType(), bytes, shape);
    }

    /** Whether the library's Java interface can make a tensor of this type of bytes as they are. */
    static boolean makesOfBytes(DataType type) {
        return switch (type) {
            case BYTES, UINT16, UINT32, UINT64 -> false;
            default -> true;
        };
    }

    /** A tensor of these bytes, which are outside the heap and must not be used otherwise before it is closed. */
    OnnxTensor over(DataType type, ByteBuffer bytes, long[] shape) throws OrtException {
        return switch (type) {
            case FP32 -> OnnxTensor.createTensor(environment, bytes.asFloatBuffer(), shape);
            case FP64 -> OnnxTensor.createTensor(environment, bytes.asDoubleBuffer(), shape);
            case INT64 -> OnnxTensor.createTensor(environment, bytes.asLongBuffer(), shape);
            case INT32 -> OnnxTensor.createTensor(environment, bytes.asIntBuffer(), shape);
            case INT16 -> OnnxTensor.createTensor(environment, bytes.asShortBuffer(), shape);
            case FP16 -> OnnxTensor.createTensor(environment, bytes.asShortBuffer(), shape, OnnxJavaType.FLOAT16);
            case BF16 -> OnnxTensor.createTensor(environment, bytes.asShortBuffer(), shape, OnnxJavaType.BFLOAT16);
            case INT8 -> OnnxTensor.createTensor(environment, bytes, shape, OnnxJavaType.INT8);
            case UINT8 -> OnnxTensor.createTensor(environment, bytes, shape, OnnxJavaType.UINT8);
            case BOOL -> OnnxTensor.createTensor(environment, bytes, shape, OnnxJavaType.BOOL);
            default -> throw new IllegalArgumentException("no tensor of " + type + " can be made of bytes");
        };
    }

    /** Memory outside the heap of that size, for {@link #over}. */
    ByteBuffer take(int size, List<ByteBuffer> scratch) {
        ByteBuffer taken = memory.take(size);
        scratch.add(taken);
        return taken.slice(0, size).order(ByteOrder.LITTLE_ENDIAN);
    }

    void release(List<ByteBuffer> scratch) {
        scratch.forEach(memory::give);
    }

    void close() throws OrtException {
        unsigned.close();
    }

    private ByteBuffer outsideTheHeap(Tensor tensor, List<ByteBuffer> scratch) {
        ByteBuffer raw = tensor.raw();
        boolean isBool = tensor.dataType() == DataType.BOOL;
        if (!isBool
                && raw.isDirect()
                && raw.alignmentOffset(0, tensor.dataType().size()) == 0) {
            return raw;
        }
        ByteBuffer bytes = take(raw.remaining(), scratch);
        if (isBool) {
            // To the library, a byte that is neither 0 nor 1 is no truth value at all.
            for (int i = 0; i < raw.limit(); i++) {
                bytes.put(i, (byte) (raw.get(i) == 0 ? 0 : 1));
            }
            return bytes;
        }
        return bytes.put(raw).rewind();
    }
}
