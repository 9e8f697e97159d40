package dev.inferport.runtime.core;

import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.InferenceException.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The loaded models. Loads and unloads of one name run in order of arrival; leases never wait for either.
 *
 * <p>A reload brings the new model into service before it retires the old one. A load that fails leaves what was loaded
 * before as it was. An unload takes the model out of service at once, waits until its leases are closed and then frees
 * it; where that takes longer than the drain budget the unload fails, and the model is freed when its last lease is.
 */
final class ModelRegistry implements AutoCloseable {

    private final ModelLoader loader;
    private final Duration drainBudget;
    private final ExecutorService lifecycleThreads;
    private final SerialQueues queues;
    private final ConcurrentMap<String, ModelVersions> models = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, ModelState> transitions = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, String> failures = new ConcurrentHashMap<>();

    /** Of the models that have some, which are few: in the order of their loads. */
    private final List<ModelRoute> routes = new CopyOnWriteArrayList<>();

    ModelRegistry(ModelLoader loader, Duration drainBudget) {
        this.loader = loader;
        this.drainBudget = drainBudget;
        AtomicInteger number = new AtomicInteger();
        this.lifecycleThreads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "model-lifecycle-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        this.queues = new SerialQueues(lifecycleThreads);
    }

    /** Loads or reloads a model; completes when it is in service. */
    CompletableFuture<Void> load(String name) {
        return queues.submit(name, () -> {
            transitions.put(name, ModelState.LOADING);
            try {
                ModelVersions current = new ModelVersions(loader.load(name));
                ModelVersions previous = models.put(name, current);
                current.models().forEach(served -> routes.addAll(served.routes()));
                failures.remove(name);
                if (previous != null) {
                    retire(previous);
                }
            } catch (InferenceException e) {
                remember(name, e);
                throw e;
            } finally {
                transitions.remove(name);
            }
            return null;
        });
    }

    /**
     * Unloads a model; completes when its memory is free.
     *
     * @return fails with MODEL_NOT_FOUND where it is not loaded, with DEADLINE_EXCEEDED where requests outlast the
     *     drain budget
     */
    CompletableFuture<Void> unload(String name) {
        return queues.submit(name, () -> {
            failures.remove(name);
            ModelVersions versions = models.remove(name);
            if (versions == null) {
                throw notFound(name);
            }
            transitions.put(name, ModelState.UNLOADING);
            try {
                awaitUnloaded(name, retire(versions));
            } finally {
                transitions.remove(name);
            }
            return null;
        });
    }

    /**
     * The right to use a model.
     *
     * @throws InferenceException (MODEL_NOT_FOUND, NOT_READY while its first load runs, INVALID_ARGUMENT for a version
     *     that is not there)
     */
    ModelLease lease(String name, Optional<String> version) {
        while (true) {
            ServedModel served = require(name).select(name, version);
            if (served.acquire()) {
                return new ModelLease(served);
            }
        }
    }

    /** The version that would answer, where it is loaded; without the right to use it. */
    Optional<ModelKey> find(String name, Optional<String> version) {
        ModelVersions versions = models.get(name);
        return versions == null
                ? Optional.empty()
                : versions.find(version)
                        .map(served -> ModelKey.of(served.model().settings()));
    }

    /** The loaded versions of a model that have a name. */
    List<String> versions(String name) {
        return require(name).names();
    }

    /** The routes of models in service, those that were loaded first at the front. */
    List<ModelRoute> routes() {
        return routes;
    }

    /** The models in service. */
    List<IndexEntry> ready() {
        List<IndexEntry> entries = new ArrayList<>();
        for (String name : new TreeSet<>(models.keySet())) {
            for (String version : loadedVersions(name)) {
                entries.add(new IndexEntry(name, version, ModelState.READY, failures.getOrDefault(name, "")));
            }
        }
        return entries;
    }

    /** The state of one model version, in service or not. */
    IndexEntry status(String name, String version) {
        if (loadedVersions(name).contains(version)) {
            return new IndexEntry(name, version, ModelState.READY, failures.getOrDefault(name, ""));
        }
        ModelState state = transitions.getOrDefault(name, ModelState.UNAVAILABLE);
        return new IndexEntry(name, version, state, failures.getOrDefault(name, ""));
    }

    /** Takes every model out of service and frees it, as far as the drain budget goes. */
    @Override
    public void close() {
        List<CompletableFuture<Void>> unloads =
                models.keySet().stream().map(this::unload).toList();
        for (CompletableFuture<Void> unload : unloads) {
            unload.exceptionally(failure -> null).join();
        }
        lifecycleThreads.shutdown();
    }

    private Set<String> loadedVersions(String name) {
        ModelVersions versions = models.get(name);
        return versions == null ? Set.of() : Set.copyOf(versions.keys());
    }

    private ModelVersions require(String name) {
        ModelVersions versions = models.get(name);
        if (versions != null) {
            return versions;
        }
        if (transitions.get(name) == ModelState.LOADING) {
            throw new InferenceException(Reason.NOT_READY, "Model " + name + " is loading; try again");
        }
        throw notFound(name);
    }

    private void remember(String name, InferenceException failure) {
        if (failure.reason() != Reason.MODEL_NOT_FOUND) {
            failures.put(name, ModelFailure.describe(failure));
        }
    }

    private List<CompletableFuture<Void>> retire(ModelVersions versions) {
        Collection<ServedModel> retired = versions.models();
        routes.removeIf(route -> retired.contains(route.served()));
        return retired.stream()
                .map(served -> served.retire().thenRunAsync(() -> loader.unload(served.model()), lifecycleThreads))
                .toList();
    }

    private void awaitUnloaded(String name, List<CompletableFuture<Void>> unloads)
            throws InterruptedException, ExecutionException {
        try {
            CompletableFuture.allOf(unloads.toArray(CompletableFuture[]::new))
                    .get(drainBudget.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new InferenceException(
                    Reason.DEADLINE_EXCEEDED,
                    "Model " + name + " has requests under way after " + drainBudget.toSeconds()
                            + " s; it takes no more, and is freed when the last one ends",
                    e);
        }
    }

    private static InferenceException notFound(String name) {
        return new InferenceException(Reason.MODEL_NOT_FOUND, "Model " + name + " not found");
    }
}
