package dev.inferport.runtime.core;

import dev.inferport.runtime.api.CustomMetrics;
import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.InferenceException.Reason;
import dev.inferport.runtime.api.MLModel;
import dev.inferport.runtime.api.ModelSettings;
import dev.inferport.runtime.api.spi.ModelBackend;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeSet;

/**
 * Makes the model that a settings file asks for: by a backend that knows the implementation's name, or of a class of
 * the author's own.
 */
public final class ModelFactory {

    private static final Class<?>[] WITH_METRICS = {ModelSettings.class, CustomMetrics.class};

    private final ClassLoader classLoader;
    private final Plugins plugins;
    private final CustomMetricsSource metrics;
    private final Map<String, ModelBackend> backends = new HashMap<>();

    /** @param classLoader where backends and custom models are looked for */
    public ModelFactory(ClassLoader classLoader) {
        this(classLoader, Plugins.none(), settings -> CustomMetrics.none());
    }

    /**
     * A factory that knows plug-ins too.
     *
     * @param classLoader where backends and custom models are looked for
     * @param plugins where they are looked for next
     * @param metrics what a model gets that has metrics of its own
     */
    public ModelFactory(ClassLoader classLoader, Plugins plugins, CustomMetricsSource metrics) {
        this.classLoader = classLoader;
        this.plugins = plugins;
        this.metrics = metrics;
        for (ModelBackend backend : ServiceLoader.load(ModelBackend.class, classLoader)) {
            backends.put(backend.name(), backend);
            backend.implementations().forEach(implementation -> backends.put(implementation, backend));
        }
    }

    /**
     * Makes a model that is not loaded yet.
     *
     * @throws InferenceException (FAILED_PRECONDITION) where the settings name no implementation, or none that is here
     */
    MLModel create(ModelSettings settings) {
        String implementation = settings.implementation()
                .orElseThrow(() -> failure("model '" + settings.name()
                        + "' has no implementation; name one in its settings or in MLSERVER_MODEL_IMPLEMENTATION"));
        ModelBackend backend = backends.get(implementation);
        if (backend != null) {
            return backend.create(settings);
        }
        Optional<PluginClassLoader> plugin = plugins.acquire(loader ->
                loader.has(implementation) || loader.backend(implementation).isPresent());
        return plugin.isPresent()
                ? ofPlugin(plugin.get(), implementation, settings)
                : instantiate(find(implementation, classLoader), settings);
    }

    /** Says that a model which this factory made is gone, so that the code of its plug-in may go too. */
    void released(MLModel model) {
        if (model.getClass().getClassLoader() instanceof PluginClassLoader plugin) {
            plugin.release();
        }
    }

    private MLModel ofPlugin(PluginClassLoader plugin, String implementation, ModelSettings settings) {
        MLModel model = null;
        try {
            Optional<ModelBackend> backend = plugin.backend(implementation);
            model = backend.isPresent()
                    ? backend.get().create(settings)
                    : instantiate(find(implementation, plugin), settings);
            return model;
        } finally {
            if (model == null || model.getClass().getClassLoader() != plugin) {
                plugin.release();
            }
        }
    }

    private MLModel instantiate(Class<?> type, ModelSettings settings) {
        String className = type.getName();
        if (!MLModel.class.isAssignableFrom(type) || Modifier.isAbstract(type.getModifiers())) {
            throw failure("implementation '" + className + "' is not a class that extends " + MLModel.class.getName());
        }
        try {
            return (MLModel) construct(type, settings);
        } catch (InvocationTargetException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new InferenceException(
                    Reason.FAILED_PRECONDITION,
                    "implementation '" + className + "' can't be created: " + ModelFailure.describe(cause),
                    cause);
        } catch (ReflectiveOperationException e) {
            throw new InferenceException(
                    Reason.FAILED_PRECONDITION,
                    "implementation '" + className + "' needs to be public, with a public constructor that takes "
                            + ModelSettings.class.getName(),
                    e);
        }
    }

    /** By the constructor that takes metrics as well, where there is one. */
    private Object construct(Class<?> type, ModelSettings settings) throws ReflectiveOperationException {
        for (Constructor<?> constructor : type.getConstructors()) {
            if (Arrays.equals(constructor.getParameterTypes(), WITH_METRICS)) {
                return constructor.newInstance(settings, metrics.of(settings));
            }
        }
        return type.getConstructor(ModelSettings.class).newInstance(settings);
    }

    private Class<?> find(String className, ClassLoader loader) {
        try {
            return Class.forName(className, true, loader);
        } catch (ClassNotFoundException | LinkageError e) {
            throw new InferenceException(
                    Reason.FAILED_PRECONDITION,
                    "implementation '" + className + "' is neither a backend (known: "
                            + new TreeSet<>(backends.keySet())
                            + ") nor a class of a plug-in or of the models class path (" + e
                            + ")",
                    e);
        }
    }

    private static InferenceException failure(String message) {
        return new InferenceException(Reason.FAILED_PRECONDITION, message);
    }
}
