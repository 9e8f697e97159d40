package dev.inferport.mesh;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import io.grpc.Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads and writes one string of an encoded protobuf message, found by the field numbers that lead to it. Of a field
 * that occurs twice only the first is read or replaced, as ModelMesh does it; parsers take the last.
 */
final class IdInjection {

    private IdInjection() {}

    /** The message with the id at the end of the path, in place of the present value or added with what encloses it. */
    static byte[] inject(byte[] message, List<Integer> path, String id) {
        return inject(message, path, id.getBytes(StandardCharsets.UTF_8));
    }

    /** The string at the end of the path; empty where it is absent or an empty string. */
    static Optional<String> extract(byte[] message, List<Integer> path) {
        var content = message;
        for (int field : path) {
            var found = find(content, field);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            content = found.get().contentOf(content);
        }
        return Optional.of(new String(content, StandardCharsets.UTF_8)).filter(text -> !text.isEmpty());
    }

    private static byte[] inject(byte[] message, List<Integer> path, byte[] id) {
        if (path.isEmpty()) {
            return id;
        }
        int field = path.get(0);
        var deeper = path.subList(1, path.size());
        var found = find(message, field);
        if (found.isEmpty()) {
            return splice(message, new Span(message.length, message.length, message.length), field, nested(deeper, id));
        }
        var span = found.get();
        return splice(message, span, field, inject(span.contentOf(message), deeper, id));
    }

    private static byte[] nested(List<Integer> path, byte[] id) {
        return inject(new byte[0], path, id);
    }

    /** The first occurrence of a length-delimited field. */
    private static Optional<Span> find(byte[] message, int field) {
        var input = CodedInputStream.newInstance(message);
        try {
            while (!input.isAtEnd()) {
                var start = input.getTotalBytesRead();
                var tag = input.readTag();
                if (WireFormat.getTagFieldNumber(tag) != field) {
                    input.skipField(tag);
                } else if (WireFormat.getTagWireType(tag) != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
                    throw malformed("proto message id field is not a string");
                } else {
                    var length = input.readRawVarint32();
                    var content = input.getTotalBytesRead();
                    input.skipRawBytes(length);
                    return Optional.of(new Span(start, content, content + length));
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw malformed("proto parsing error: " + e.getMessage());
        }
    }

    private static byte[] splice(byte[] message, Span replaced, int field, byte[] content) {
        var spliced = ByteString.newOutput(message.length + content.length + 12);
        try {
            var output = CodedOutputStream.newInstance(spliced);
            output.writeRawBytes(message, 0, replaced.start());
            output.writeByteArray(field, content);
            output.writeRawBytes(message, replaced.end(), message.length - replaced.end());
            output.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return spliced.toByteString().toByteArray();
    }

    private static RuntimeException malformed(String text) {
        return Status.UNKNOWN.withDescription(text).asRuntimeException();
    }

    /** Where a field begins, where its content begins, and where both end. */
    private record Span(int start, int content, int end) {

        byte[] contentOf(byte[] message) {
            return Arrays.copyOfRange(message, content, end);
        }
    }
}
