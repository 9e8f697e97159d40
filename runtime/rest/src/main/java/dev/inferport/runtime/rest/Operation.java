package dev.inferport.runtime.rest;

import io.netty.handler.codec.http.HttpMethod;

/** What a client can ask for, at which path, and whether that changes nothing, which decides the verb: GET or POST. */
enum Operation {
    SERVER_LIVE(true, "/v2/health/live"),
    SERVER_READY(true, "/v2/health/ready"),
    SERVER_METADATA(true, "/v2"),
    MODEL_METADATA(true, "/v2/models/{model_name}"),
    MODEL_READY(true, "/v2/models/{model_name}/ready"),
    MODEL_INFER(false, "/v2/models/{model_name}/infer"),
    MODEL_INFER_STREAM(false, "/v2/models/{model_name}/infer_stream"),
    MODEL_GENERATE(false, "/v2/models/{model_name}/generate"),
    MODEL_GENERATE_STREAM(false, "/v2/models/{model_name}/generate_stream"),
    REPOSITORY_INDEX(false, "/v2/repository/index"),
    REPOSITORY_LOAD(false, "/v2/repository/models/{model_name}/load"),
    REPOSITORY_UNLOAD(false, "/v2/repository/models/{model_name}/unload"),
    SERVER_DOCS(true, "/v2/docs"),
    SERVER_DOCUMENT(true, "/v2/docs/dataplane.json"),
    DOCS_FILE(true, "/v2/docs/{file}"),
    MODEL_DOCS(true, "/v2/models/{model_name}/docs"),
    MODEL_DOCUMENT(true, "/v2/models/{model_name}/docs/dataplane.json");

    private final boolean readOnly;
    private final String template;
    private final String versionedTemplate;

    Operation(boolean readOnly, String template) {
        this.readOnly = readOnly;
        this.template = template;
        this.versionedTemplate =
                template.replace("models/{model_name}", "models/{model_name}/versions/{model_version}");
    }

    /** The path with the names of its variables; the same for each model. */
    String template(boolean versioned) {
        return versioned ? versionedTemplate : template;
    }

    /** HEAD goes wherever GET does; the connection leaves the body out. */
    boolean allows(HttpMethod method) {
        return readOnly
                ? method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD)
                : method.equals(HttpMethod.POST);
    }

    /** The value of the header {@code Allow}. */
    String allowed() {
        return readOnly ? "GET, HEAD" : "POST";
    }
}
