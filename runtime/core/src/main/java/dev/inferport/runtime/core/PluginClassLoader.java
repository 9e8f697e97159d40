package dev.inferport.runtime.core;

import dev.inferport.runtime.api.spi.ModelBackend;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The classes of one plug-in: those of its jars, of the JDK, of the author's API and of the logging facade, and none
 * else, so that its libraries meet neither the runtime's nor another plug-in's. It runs from a copy of the jars and
 * lasts until the plug-in has been replaced and the last of its models is gone.
 */
final class PluginClassLoader extends URLClassLoader {

    private static final Logger log = LoggerFactory.getLogger(PluginClassLoader.class);

    private static final List<String> SHARED =
            List.of("dev.inferport.runtime.api.", "org.slf4j.", "org.jspecify.annotations.");

    private final ClassLoader shared;
    private final Path copies;
    private final AtomicBoolean backendsFailed = new AtomicBoolean();

    // Guarded by this.
    private int models;
    private boolean replaced;

    private PluginClassLoader(String name, List<Path> jars, ClassLoader shared, Path copies) {
        super(name, urls(jars), ClassLoader.getPlatformClassLoader());
        this.shared = shared;
        this.copies = copies;
    }

    /** @param shared has the author's API */
    static PluginClassLoader open(String name, PluginFiles files, ClassLoader shared) throws IOException {
        Path copies = Files.createTempDirectory("inferport-plugin-");
        try {
            return new PluginClassLoader(name, files.copyTo(copies), shared, copies);
        } catch (IOException | RuntimeException e) {
            delete(copies);
            throw e;
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        return SHARED.stream().anyMatch(name::startsWith) ? shared.loadClass(name) : super.loadClass(name, resolve);
    }

    /**
     * The backend of that name, where the plug-in has one. A plug-in whose list of backends, or one of them, is in
     * error has none: what is broken in it must not keep the models of other plug-ins from loading.
     */
    Optional<ModelBackend> backend(String implementation) {
        try {
            return ServiceLoader.load(ModelBackend.class, this).stream()
                    .map(ServiceLoader.Provider::get)
                    .filter(backend -> backend.name().equals(implementation)
                            || backend.implementations().contains(implementation))
                    .findFirst();
        } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
            if (!backendsFailed.getAndSet(true)) {
                log.warn("event=plugin_backends_failed plugin={} error=\"{}\"", getName(), e.toString(), e);
            }
            return Optional.empty();
        }
    }

    /** Whether the plug-in's own jars have a class of that name. */
    boolean has(String className) {
        return findResource(className.replace('.', '/') + ".class") != null;
    }

    /** A model of this plug-in has been made. */
    synchronized void acquire() {
        models++;
    }

    /** A model of this plug-in is gone. */
    synchronized void release() {
        models--;
        closeIfUnused();
    }

    /** There is a newer state of the plug-in, or the server stops. */
    synchronized void replace() {
        replaced = true;
        closeIfUnused();
    }

    private void closeIfUnused() {
        if (replaced && models == 0) {
            try {
                close();
            } catch (IOException e) {
                log.warn("event=plugin_not_closed plugin={} error=\"{}\"", getName(), e.toString());
            }
            delete(copies);
            log.info("event=plugin_closed plugin={}", getName());
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            log.warn("event=plugin_copy_left folder={} error=\"{}\"", folder, e.toString());
        }
    }

    private static URL[] urls(List<Path> jars) {
        List<URL> urls = new ArrayList<>();
        for (Path jar : jars) {
            try {
                urls.add(jar.toUri().toURL());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return urls.toArray(URL[]::new);
    }
}
