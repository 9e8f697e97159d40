package dev.inferport.adapter.lifecycle;

import dev.inferport.adapter.storage.LoadException;
import dev.inferport.adapter.storage.LoadException.Reason;
import dev.inferport.adapter.storage.ModelId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The folder that the runtime reads its models from: {@code <models root>/_mlserver_models/<model>}, one folder per
 * model with a {@code model-settings.json} and links to the files.
 *
 * <p>A folder is written in a staging area (which the runtime's scan skips, its name starts with a dot) and then
 * renamed, so that the runtime never reads half a layout. Preparing and deleting the same model must not overlap, which
 * {@link ModelSlots} sees to; different models may.
 */
public final class RuntimeLayout {

    /** The name of the runtime's folder under the models root. */
    public static final String FOLDER = "_mlserver_models";

    private static final String STAGING = ".staging";

    private final Path folder;
    private final ModelFormats formats;
    private final AtomicLong stagings = new AtomicLong();

    /** Layouts under {@code modelsRoot/_mlserver_models}; folders are created when they are needed. */
    public RuntimeLayout(Path modelsRoot, ModelFormats formats) {
        this.folder = modelsRoot.toAbsolutePath().normalize().resolve(FOLDER);
        this.formats = formats;
    }

    /**
     * Writes the folder of a model, in place of an older one.
     *
     * @param modelType decides the implementation where the model brings no settings
     * @param model the model's file or folder, possibly a link
     * @param schema inputs and outputs that override those of the settings
     * @throws LoadException INVALID_ARGUMENT if the model's own settings or its schema can't be used, NOT_FOUND if a
     *     file is missing, INTERNAL if the disk refuses
     */
    public PreparedModel prepare(ModelId id, String modelType, Path model, Optional<Path> schema) throws LoadException {
        var target = directory(id);
        var plan = plan(id, modelType, model, schema);
        var declaredSize = plan.settings().declaredSize();
        try {
            publish(plan, target);
        } catch (IOException e) {
            throw new LoadException(
                    Reason.INTERNAL,
                    "Model " + id.value() + ": its layout cannot be written to " + target + ": " + e,
                    e);
        }
        return new PreparedModel(target, declaredSize, plan.settings().isElsewhere());
    }

    /**
     * The folder that {@link #prepare} would write, as a listing followed by the settings; writes nothing.
     *
     * @throws LoadException as {@link #prepare} would
     */
    public String describe(ModelId id, String modelType, Path model, Optional<Path> schema) throws LoadException {
        var plan = plan(id, modelType, model, schema);
        var text = new StringBuilder().append(directory(id)).append("/\n");
        plan.links().forEach((name, target) -> text.append("  ")
                .append(name)
                .append(" -> ")
                .append(target)
                .append('\n'));
        text.append("  ").append(SettingsDocument.FILE_NAME).append("\n\n");
        return text.append(new String(plan.settings().toBytes(), StandardCharsets.UTF_8).stripTrailing())
                .append('\n')
                .toString();
    }

    private LayoutPlan plan(ModelId id, String modelType, Path model, Optional<Path> schema) throws LoadException {
        var plan = LayoutPlan.of(id.value(), modelType, formats, model, directory(id));
        if (schema.isPresent()) {
            plan.settings().mergeSchema(schema.get());
        }
        return plan;
    }

    /** Removes the folder of a model; the files it links to stay. A model without a folder is fine. */
    public void delete(ModelId id) throws LoadException {
        try {
            Trees.delete(directory(id));
        } catch (IOException e) {
            throw cannotRemove(directory(id), e);
        }
    }

    /** Removes the folders of all models. */
    public void clear() throws LoadException {
        try {
            Trees.deleteContent(folder);
        } catch (IOException e) {
            throw cannotRemove(folder, e);
        }
    }

    Path directory(ModelId id) {
        return folder.resolve(id.directoryName());
    }

    private static LoadException cannotRemove(Path path, IOException cause) {
        return new LoadException(Reason.INTERNAL, "The layout " + path + " cannot be removed: " + cause, cause);
    }

    private void publish(LayoutPlan plan, Path target) throws IOException {
        var staging = folder.resolve(STAGING).resolve(target.getFileName() + "-" + stagings.incrementAndGet());
        Trees.delete(staging);
        try {
            Files.createDirectories(staging);
            Files.write(
                    staging.resolve(SettingsDocument.FILE_NAME), plan.settings().toBytes());
            for (var link : plan.links().entrySet()) {
                Files.createSymbolicLink(staging.resolve(link.getKey()), link.getValue());
            }
            Trees.delete(target);
            Files.move(staging, target);
        } finally {
            Trees.delete(staging);
        }
    }
}
