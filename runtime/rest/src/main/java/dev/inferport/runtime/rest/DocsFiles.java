package dev.inferport.runtime.rest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** The files of the documentation pages: some of ours, and those of Swagger UI, which are in a jar of their own. */
final class DocsFiles {

    private static final String SWAGGER = "/META-INF/resources/webjars/swagger-ui/";
    private static final String SWAGGER_VERSION = "/META-INF/maven/org.webjars/swagger-ui/pom.properties";

    private static final Map<String, String> CONTENT_TYPES = Map.of(
            "start.js", "text/javascript; charset=utf-8",
            "swagger-ui-bundle.js", "text/javascript; charset=utf-8",
            "swagger-ui.css", "text/css; charset=utf-8",
            "favicon-32x32.png", "image/png");

    /** What a browser gets. */
    @SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
    record DocsFile(String contentType, byte[] bytes) {}

    /** The page, with places for its title and its links. */
    String page() {
        return new String(require("docs.html"), StandardCharsets.UTF_8);
    }

    /** The file of that name, where the pages have one. */
    Optional<DocsFile> read(String name) {
        String type = CONTENT_TYPES.get(name);
        return type == null ? Optional.empty() : Optional.of(new DocsFile(type, require(location(name))));
    }

    private static String location(String name) {
        if (name.equals("start.js")) {
            return name;
        }
        Properties jar = new Properties();
        try (InputStream properties = DocsFiles.class.getResourceAsStream(SWAGGER_VERSION)) {
            if (properties != null) {
                jar.load(properties);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return SWAGGER + jar.getProperty("version", "") + "/" + name;
    }

    static byte[] require(String location) {
        try (@Nullable InputStream file = DocsFiles.class.getResourceAsStream(location)) {
            if (file == null) {
                throw new IllegalStateException(location + " is missing from the class path of this server");
            }
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
