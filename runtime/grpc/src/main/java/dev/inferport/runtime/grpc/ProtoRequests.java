package dev.inferport.runtime.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import dev.inferport.runtime.api.HeapRoom;
import dev.inferport.runtime.api.InferenceException;
import dev.inferport.wire.inference.ModelInferRequest;
import java.io.IOException;

/** Parses requests. */
final class ProtoRequests {

    /** A message up to this size may become what it likes. */
    private static final int LARGE = 1 << 18;

    private ProtoRequests() {}

    /**
     * The request in these bytes; its {@code raw_input_contents} are views of them, not copies.
     *
     * @throws InferenceException (INVALID_ARGUMENT) where they are none, (OVERLOADED) where they are too many
     */
    static ModelInferRequest parse(ByteString bytes) {
        if (MessageBytes.isTooLarge(bytes)) {
            throw new InferenceException(
                    InferenceException.Reason.OVERLOADED,
                    "message: inflates to more than the server takes, or to more than its heap has room for (expected: at most"
                            + " its message length, and at most "
                            + MessageBytes.maxInflatedBytes() + " bytes where it is compressed); send it uncompressed,"
                            + " or in parts");
        }
        try {
            if (bytes.size() >= LARGE) {
                HeapRoom.requireForRequest(MessageWeight.of(bytes));
            }
            CodedInputStream input = bytes.newCodedInput();
            input.enableAliasing(true);
            ModelInferRequest request = ModelInferRequest.parser().parseFrom(input);
            input.checkLastTagWas(0);
            return request;
        } catch (IOException e) {
            throw new InferenceException(
                    InferenceException.Reason.INVALID_ARGUMENT,
                    "message: not a ModelInferRequest (" + e.getMessage() + ")",
                    e);
        }
    }
}
