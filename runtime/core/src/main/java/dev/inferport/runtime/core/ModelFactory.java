package dev.inferport.runtime.core;

import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.InferenceException.Reason;
import dev.inferport.runtime.api.MLModel;
import dev.inferport.runtime.api.ModelSettings;
import dev.inferport.runtime.api.spi.ModelBackend;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.util.HashMap;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeSet;

/**
 * Makes the model that a settings file asks for: by a backend that knows the implementation's name, or of a class of
 * the author's own.
 */
public final class ModelFactory {

    private final ClassLoader classLoader;
    private final Map<String, ModelBackend> backends = new HashMap<>();

    /** @param classLoader where backends and custom models are looked for */
    public ModelFactory(ClassLoader classLoader) {
        this.classLoader = classLoader;
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
        return backend != null ? backend.create(settings) : instantiate(implementation, settings);
    }

    private MLModel instantiate(String className, ModelSettings settings) {
        Class<?> type = find(className);
        if (!MLModel.class.isAssignableFrom(type) || Modifier.isAbstract(type.getModifiers())) {
            throw failure("implementation '" + className + "' is not a class that extends " + MLModel.class.getName());
        }
        try {
            Constructor<?> constructor = type.getConstructor(ModelSettings.class);
            return (MLModel) constructor.newInstance(settings);
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

    private Class<?> find(String className) {
        try {
            return Class.forName(className, true, classLoader);
        } catch (ClassNotFoundException | LinkageError e) {
            throw new InferenceException(
                    Reason.FAILED_PRECONDITION,
                    "implementation '" + className + "' is neither a backend (known: "
                            + new TreeSet<>(backends.keySet())
                            + ") nor a class that can be loaded from the models class"
                            + " path (" + e + ")",
                    e);
        }
    }

    private static InferenceException failure(String message) {
        return new InferenceException(Reason.FAILED_PRECONDITION, message);
    }
}
