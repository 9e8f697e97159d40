package dev.inferport.mesh;

import io.grpc.Metadata;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads the headers by which clients name a model, and makes those that the runtime gets. */
final class MeshHeaders {

    private static final String BINARY_SUFFIX = "-bin";
    private static final Metadata.BinaryMarshaller<String> UTF_8 = new Metadata.BinaryMarshaller<>() {
        @Override
        public byte[] toBytes(String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String parseBytes(byte[] bytes) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    };

    private static final Metadata.Key<String> MODEL_ID =
            Metadata.Key.of("mm-model-id", Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<String> MODEL_ID_BINARY = Metadata.Key.of("mm-model-id-bin", UTF_8);

    private MeshHeaders() {}

    static List<String> text(Metadata headers, String name) {
        return all(headers, Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER));
    }

    static List<String> binary(Metadata headers, String name) {
        return all(headers, Metadata.Key.of(name + BINARY_SUFFIX, UTF_8));
    }

    /** The client's headers without those between it and the mesh, plus the model id; a fresh copy for each call. */
    static Metadata forRuntime(Metadata headers, String modelId) {
        var passed = new Metadata();
        for (var name : headers.keys()) {
            if (!isBetweenClientAndMesh(name)) {
                passed.merge(headers, Set.of(keyOf(name)));
            }
        }
        addModelId(passed, modelId);
        return passed;
    }

    /** Names the model in a call: always as bytes, as text only where a header can carry it. */
    static void addModelId(Metadata headers, String modelId) {
        headers.put(MODEL_ID_BINARY, modelId);
        if (modelId.chars().allMatch(c -> c >= 0x21 && c <= 0x7e)) {
            headers.put(MODEL_ID, modelId);
        }
    }

    private static boolean isBetweenClientAndMesh(String name) {
        return name.startsWith("mm-")
                || name.startsWith("grpc-")
                || name.equals("tas-model-id")
                || name.equals("content-type")
                || name.equals("user-agent");
    }

    private static Metadata.Key<?> keyOf(String name) {
        return name.endsWith(BINARY_SUFFIX)
                ? Metadata.Key.of(name, Metadata.BINARY_BYTE_MARSHALLER)
                : Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
    }

    private static List<String> all(Metadata headers, Metadata.Key<String> key) {
        var values = new ArrayList<String>();
        var present = headers.getAll(key);
        if (present != null) {
            present.forEach(values::add);
        }
        return values;
    }
}
