package dev.inferport.mesh;

import io.grpc.Metadata;
import io.grpc.Status;
import java.util.Optional;

/**
 * The model that a call names in its headers.
 *
 * @param id id of a model or of a vmodel
 * @param isVModel which of the two
 */
record ModelSelector(String id, boolean isVModel) {

    private static final String MODEL = "mm-model-id";
    private static final String VMODEL = "mm-vmodel-id";

    /**
     * Reads the headers; empty where they name no model.
     *
     * @throws io.grpc.StatusRuntimeException INVALID_ARGUMENT where they name both kinds or an empty id, UNIMPLEMENTED
     *     where they name several models, which a real mesh would call in parallel
     */
    static Optional<ModelSelector> from(Metadata headers) {
        var model = only(headers, MODEL);
        var vmodel = only(headers, VMODEL);
        if (model.isPresent() && vmodel.isPresent()) {
            throw refused(Status.INVALID_ARGUMENT, "must include only one of model id and vmodel id");
        }
        return model.map(id -> new ModelSelector(id, false)).or(() -> vmodel.map(id -> new ModelSelector(id, true)));
    }

    /** What is said to a caller that names no model at all. */
    static RuntimeException missing() {
        return refused(Status.INVALID_ARGUMENT, "must include " + MODEL + " header");
    }

    private static Optional<String> only(Metadata headers, String name) {
        var text = MeshHeaders.text(headers, name);
        var ids = text.isEmpty() ? MeshHeaders.binary(headers, name) : text;
        if (ids.size() > 1) {
            throw refused(Status.UNIMPLEMENTED, "several " + name + " headers in one call are not supported here");
        }
        if (ids.contains("")) {
            throw refused(Status.INVALID_ARGUMENT, "provided " + name.substring(3) + " header must be non-empty");
        }
        return ids.stream().findFirst();
    }

    private static RuntimeException refused(Status status, String text) {
        return status.withDescription(text).asRuntimeException();
    }
}
