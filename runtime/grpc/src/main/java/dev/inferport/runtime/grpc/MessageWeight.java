package dev.inferport.runtime.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;

/**
 * What a request takes on the heap once it is parsed. The bytes of raw tensors take nothing, as they are used where
 * they are, and typed numbers a few times their bytes; but tensors, parameters and texts are objects, of which a
 * message may have one for every other byte. The numbers are those of the protocol's fields.
 */
final class MessageWeight {

    private static final int INPUTS = 5;
    private static final int OUTPUTS = 6;
    private static final int RAW_INPUTS = 7;
    private static final int CONTENTS = 5;
    private static final int FLOATS = 6;
    private static final int DOUBLES = 7;
    private static final int TEXTS = 8;

    /** A byte may be a number of eight, in a list that grows by half. */
    private static final int PER_BYTE = 12;

    private static final int PER_BYTE_OF_FLOATS = 4;

    private static final int PER_VIEW = 64;
    private static final int PER_OBJECT = 256;

    private final CodedInputStream in;
    private long bytes;

    private MessageWeight(CodedInputStream in) {
        this.in = in;
    }

    /** The bytes at most, those of the message itself not among them. */
    static long of(ByteString message) throws IOException {
        MessageWeight weight = new MessageWeight(message.newCodedInput());
        weight.request();
        return weight.bytes;
    }

    private void request() throws IOException {
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case INPUTS, OUTPUTS -> within(tag, this::tensor);
                case RAW_INPUTS -> skip(tag, PER_VIEW, 0);
                default -> skip(tag, PER_OBJECT, PER_BYTE);
            }
        }
    }

    private void tensor() throws IOException {
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (WireFormat.getTagFieldNumber(tag) == CONTENTS) {
                within(tag, this::contents);
            } else {
                skip(tag, PER_OBJECT, PER_BYTE);
            }
        }
    }

    private void contents() throws IOException {
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case TEXTS -> skip(tag, PER_VIEW, 0);
                case FLOATS, DOUBLES -> skip(tag, 0, PER_BYTE_OF_FLOATS);
                default -> skip(tag, 0, PER_BYTE);
            }
        }
    }

    private void skip(int tag, int once, int perByte) throws IOException {
        int before = in.getTotalBytesRead();
        in.skipField(tag);
        bytes += once + (long) perByte * (1 + in.getTotalBytesRead() - before);
    }

    private void within(int tag, Reading reading) throws IOException {
        bytes += PER_OBJECT;
        if (WireFormat.getTagWireType(tag) != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
            in.skipField(tag);
            return;
        }
        int outer = in.pushLimit(in.readRawVarint32());
        reading.read();
        in.popLimit(outer);
    }

    private interface Reading {
        void read() throws IOException;
    }
}
