package dev.inferport.runtime.server;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An image that serves the models of one folder.
 *
 * @param base image with the runtime
 * @param models folder of the models, relative to the build's context
 * @param hasPlugins whether plug-ins go along
 */
record ImageDefinition(String base, String models, boolean hasPlugins) {

    private static final String PLUGINS = "plugins";
    private static final String MODELS = "models";

    /** As {@code deploy/image/runtime.Dockerfile} builds it: it serves {@code /models}. */
    static String defaultBase() {
        return "inferport-runtime:latest";
    }

    static ImageDefinition of(Path folder, String base) {
        boolean isProject = Files.isDirectory(folder.resolve(MODELS));
        return new ImageDefinition(base, isProject ? MODELS : ".", Files.isDirectory(folder.resolve(PLUGINS)));
    }

    /** Whether the models are in a folder of their own, beside what made them. */
    boolean isProject() {
        return models.equals(MODELS);
    }

    String dockerfile() {
        StringBuilder text = new StringBuilder();
        text.append("FROM ").append(base).append("\n\n");
        if (hasPlugins) {
            text.append("COPY --chown=2000:0 plugins /opt/inferport/plugins\n");
            text.append("ENV INFERPORT_PLUGINS_DIR=/opt/inferport/plugins\n\n");
        }
        text.append("COPY --chown=2000:0 ").append(models).append(" /models\n");
        return text.toString();
    }
}
