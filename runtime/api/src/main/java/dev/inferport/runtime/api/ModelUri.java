package dev.inferport.runtime.api;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a model's files are, by the rules of MLServer's {@code get_model_uri}: the {@code uri} of the settings'
 * parameters, relative to the folder of the settings file (or, without one, to the working directory); in a folder, the
 * first well-known file that exists, else the folder itself.
 *
 * <p>Other than there, a {@code #} or {@code ?} in a file name is part of the name.
 */
public final class ModelUri {

    private static final Pattern SCHEME = Pattern.compile("([a-zA-Z][a-zA-Z0-9+.-]*):(.*)", Pattern.DOTALL);

    private ModelUri() {}

    /**
     * The model's file or folder.
     *
     * @param wellKnownFileNames names to look for, in this order, where the uri is a folder
     * @throws InferenceException (FAILED_PRECONDITION) where the settings have no uri, where it is not a local one, or
     *     where nothing is there
     */
    public static Path resolve(ModelSettings settings, String... wellKnownFileNames) {
        String uri = settings.parameters().uri().orElseThrow(() -> invalid(settings, "no uri"));
        Matcher scheme = SCHEME.matcher(uri);
        boolean local =
                !scheme.matches() || scheme.group(1).toLowerCase(Locale.ROOT).equals("file");
        if (!local) {
            throw invalid(settings, uri + ": only local files can be loaded");
        }
        Path path = absolute(settings, scheme.matches() ? withoutAuthority(scheme.group(2)) : uri);
        if (Files.isRegularFile(path)) {
            return path;
        }
        if (!Files.isDirectory(path)) {
            throw invalid(settings, path + ": no such file or folder");
        }
        return wellKnownFile(path, wellKnownFileNames).orElse(path);
    }

    private static Path absolute(ModelSettings settings, String uriPath) {
        try {
            Path base = settings.source()
                    .map(Path::toAbsolutePath)
                    .map(Path::getParent)
                    .orElseGet(() -> Path.of("").toAbsolutePath());
            return base.resolve(uriPath).normalize();
        } catch (InvalidPathException e) {
            throw invalid(settings, uriPath + ": not a path");
        }
    }

    /** {@code ///models/a} and {@code //localhost/models/a} are {@code /models/a}. */
    private static String withoutAuthority(String rest) {
        if (!rest.startsWith("//")) {
            return rest;
        }
        int slash = rest.indexOf('/', 2);
        return slash < 0 ? "" : rest.substring(slash);
    }

    private static Optional<Path> wellKnownFile(Path folder, String... names) {
        for (String name : names) {
            Path file = folder.resolve(name);
            // No pipe, which would keep the load waiting for ever, and no device.
            if (Files.isRegularFile(file)) {
                return Optional.of(file);
            }
        }
        return Optional.empty();
    }

    private static InferenceException invalid(ModelSettings settings, String why) {
        return new InferenceException(
                InferenceException.Reason.FAILED_PRECONDITION,
                "Invalid URI specified for model " + settings.name() + " (" + why + ")");
    }
}
