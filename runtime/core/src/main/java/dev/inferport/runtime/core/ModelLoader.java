package dev.inferport.runtime.core;

import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.InferenceException.Reason;
import dev.inferport.runtime.api.MLModel;
import dev.inferport.runtime.api.ModelSettings;
import dev.inferport.runtime.api.RestRoute;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loads all versions of a model, or none. Blocks its thread; called on those that serve no requests. */
final class ModelLoader {

    private static final Logger log = LoggerFactory.getLogger(ModelLoader.class);

    /** What MLServer gives Python models an environment of their own by. */
    private static final List<String> WITHOUT_MEANING =
            List.of("environment_path", "environment_tarball", "inference_pool_gid", "autogenerate_inference_pool_gid");

    private final ModelRepository repository;
    private final ModelFactory factory;
    private final ModelQueues queues;
    private final ResponseCache cache;
    private final InferenceObserver observer;
    private final Duration warmUpLimit;

    /** @param warmUpLimit time for one request before a model is in service */
    ModelLoader(
            ModelRepository repository,
            ModelFactory factory,
            ModelQueues queues,
            ResponseCache cache,
            InferenceObserver observer,
            Duration warmUpLimit) {
        this.repository = repository;
        this.factory = factory;
        this.queues = queues;
        this.cache = cache;
        this.observer = observer;
        this.warmUpLimit = warmUpLimit;
    }

    /**
     * Loads what the repository has of that name.
     *
     * @throws InferenceException where a version can't be loaded; those loaded before it are unloaded again
     */
    Map<String, ServedModel> load(String name) {
        List<ModelSettings> settings = find(name);
        Map<String, ServedModel> loaded = new LinkedHashMap<>();
        try {
            for (ModelSettings version : settings) {
                MLModel model = loadObserved(version);
                ServedModel served = new ServedModel(model, queues.open(model), cache.open(), routes(model));
                ServedModel sameVersion = loaded.put(version.version().orElse(VersionOrder.NONE), served);
                if (sameVersion != null) {
                    unload(sameVersion.model());
                }
            }
            return loaded;
        } catch (RuntimeException | Error e) {
            loaded.values().forEach(served -> unload(served.model()));
            throw e;
        }
    }

    /** Frees a model; what it throws is logged, because nobody could do anything about it. */
    void unload(MLModel model) {
        ModelKey key = ModelKey.of(model.settings());
        long start = System.nanoTime();
        try {
            model.unload();
            log.info("event=model_unloaded model={}", model.settings());
            observer.unloadEnded(ModelEvent.succeeded(key, System.nanoTime() - start, OptionalLong.empty()));
        } catch (Exception | LinkageError e) {
            logUnloadFailure(model, e);
            observer.unloadEnded(ModelEvent.failed(key, e, System.nanoTime() - start));
        } finally {
            factory.released(model);
        }
    }

    /** A model whose routes are in error serves without them. */
    private static List<RestRoute> routes(MLModel model) {
        try {
            return List.copyOf(model.restRoutes());
        } catch (RuntimeException | LinkageError e) {
            log.warn("event=routes_failed model={} error=\"{}\"", model.settings(), e.toString(), e);
            return List.of();
        }
    }

    private List<ModelSettings> find(String name) {
        long start = System.nanoTime();
        try {
            return repository.find(name);
        } catch (InferenceException e) {
            ModelKey unread = new ModelKey(name, VersionOrder.NONE);
            observer.loadEnded(ModelEvent.failed(unread, e, System.nanoTime() - start));
            throw e;
        }
    }

    private MLModel loadObserved(ModelSettings settings) {
        ModelKey key = ModelKey.of(settings);
        long start = System.nanoTime();
        try {
            MLModel model = load(settings);
            long nanos = System.nanoTime() - start;
            log.info(
                    "event=model_loaded model={} implementation={} ms={}",
                    settings,
                    model.getClass().getName(),
                    nanos / 1_000_000);
            observer.loadEnded(ModelEvent.succeeded(key, nanos, size(model)));
            return model;
        } catch (RuntimeException | Error e) {
            observer.loadEnded(ModelEvent.failed(key, e, System.nanoTime() - start));
            throw e;
        }
    }

    private MLModel load(ModelSettings settings) {
        for (String name : WITHOUT_MEANING) {
            if (settings.parameters().get(name).isPresent()) {
                log.warn("event=setting_ignored model={} parameter={}", settings, name);
            }
        }
        MLModel model = null;
        try {
            model = factory.create(settings);
            if (!model.load()) {
                throw new InferenceException(
                        Reason.FAILED_PRECONDITION, "model '" + settings + "' is not ready: its load() returned false");
            }
            WarmUp.run(model, warmUpLimit);
            return model;
        } catch (WarmUp.Unfinished e) {
            MLModel used = Objects.requireNonNull(model);
            e.whenFinished(() -> discard(used));
            throw failure(settings, e);
        } catch (Throwable e) {
            if (model != null) {
                discard(model);
            }
            throw failure(settings, e);
        }
    }

    /** Frees what a load that failed has taken. */
    private void discard(MLModel model) {
        try {
            model.unload();
        } catch (Exception | LinkageError e) {
            logUnloadFailure(model, e);
        } finally {
            factory.released(model);
        }
    }

    private static void logUnloadFailure(MLModel model, Throwable e) {
        log.warn("event=unload_failed model={} error=\"{}\"", model.settings(), e.toString(), e);
    }

    /** A model that fails to tell its size is as good as any other. */
    private static OptionalLong size(MLModel model) {
        try {
            return model.sizeInBytes();
        } catch (RuntimeException | LinkageError e) {
            log.warn("event=size_unknown model={} error=\"{}\"", model.settings(), e.toString());
            return OptionalLong.empty();
        }
    }

    private static InferenceException failure(ModelSettings settings, Throwable e) {
        if (e instanceof InferenceException known) {
            log.warn("event=load_failed model={} error=\"{}\"", settings, known.getMessage());
            return known;
        }
        log.warn("event=load_failed model={} error=\"{}\"", settings, e.toString(), e);
        return new InferenceException(
                Reason.INTERNAL, "model '" + settings + "' can't be loaded: " + ModelFailure.describe(e), e);
    }
}
