package dev.inferport.runtime.core;

import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.InferenceRequest;
import dev.inferport.runtime.api.InferenceResponse;
import dev.inferport.runtime.api.MLModel;
import dev.inferport.runtime.api.ModelMetadata;
import dev.inferport.runtime.api.Parameters;
import dev.inferport.runtime.api.ResponseSink;
import dev.inferport.runtime.api.RestCall;
import dev.inferport.runtime.api.RestReply;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;

/**
 * The model server as its fronts see it; the same for gRPC and REST. Safe for any thread. Futures complete with an
 * {@link InferenceException} where there is no result.
 */
public final class InferenceRuntime implements AutoCloseable {

    /** Metadata parameter that tells how many bytes the loaded model holds, where the model knows. */
    public static final String SIZE_PARAMETER = "size_in_bytes";

    private final ServerInfo info;
    private final ModelRepository repository;
    private final ModelRegistry registry;
    private final InferencePipeline pipeline;
    private final StreamPipeline streams;
    private final RoutePipeline routes;
    private final WorkerPool workers;
    private final ModelQueues queues;
    private final AdmissionLimit admission;
    private volatile boolean ready;

    /** A runtime that nobody observes. */
    public InferenceRuntime(ServerInfo info, ModelRepository repository, ModelFactory factory, RuntimeLimits limits) {
        this(info, repository, factory, limits, InferenceObserver.none());
    }

    /** @param observer learns of every request, load and unload; may throw, to no effect */
    public InferenceRuntime(
            ServerInfo info,
            ModelRepository repository,
            ModelFactory factory,
            RuntimeLimits limits,
            InferenceObserver observer) {
        InferenceObserver guarded = InferenceObserver.all(List.of(observer));
        this.info = info;
        this.repository = repository;
        this.workers = new WorkerPool(limits.workers());
        this.queues = new ModelQueues(workers, limits.maxQueueSize(), guarded);
        this.registry = new ModelRegistry(
                new ModelLoader(repository, factory, queues, new ResponseCache(limits.cache()), guarded, WarmUp.LIMIT),
                limits.drainBudget());
        this.admission = new AdmissionLimit("the server", "requests", limits.maxConcurrentRequests());
        this.pipeline = new InferencePipeline(admission, registry, guarded);
        this.routes = new RoutePipeline(admission, registry, workers);
        this.streams = new StreamPipeline(admission, registry, guarded);
    }

    public ServerInfo info() {
        return info;
    }

    /** Whether the server takes requests. A model that is loading, or whose load failed, changes nothing about it. */
    public boolean isReady() {
        return ready;
    }

    /** Says that the server takes requests, or that it does not (any more). */
    public void ready(boolean isReady) {
        this.ready = isReady;
    }

    /** Whether that model version answers requests. An unknown one does not. */
    public boolean isModelReady(String name, Optional<String> version) {
        try {
            registry.lease(name, version).close();
            return true;
        } catch (InferenceException e) {
            return false;
        }
    }

    /**
     * What a model says of itself, with the versions that are loaded where it lists none, and its size in memory where
     * it knows.
     *
     * @throws InferenceException where the model or the version is not in service
     */
    public ModelMetadata metadata(String name, Optional<String> version) {
        try (ModelLease lease = registry.lease(name, version)) {
            MLModel model = lease.model();
            ModelMetadata metadata = model.metadata();
            OptionalLong size = model.sizeInBytes();
            Parameters parameters = size.isPresent()
                    ? metadata.parameters().with(SIZE_PARAMETER, size.getAsLong())
                    : metadata.parameters();
            List<String> versions = metadata.versions().isEmpty() ? registry.versions(name) : metadata.versions();
            return new ModelMetadata(
                    name, versions, metadata.platform(), metadata.inputs(), metadata.outputs(), parameters);
        }
    }

    /** Answers one request. */
    public CompletableFuture<InferenceResponse> infer(InferenceRequest request, Call call) {
        return pipeline.infer(request, call);
    }

    /**
     * Answers a stream of requests. The first one decides which model answers; {@code requests} and {@code responses}
     * are used by one thread, which waits in them for the client.
     *
     * @return completes when the last response has been sent
     */
    public CompletableFuture<Void> stream(Iterator<InferenceRequest> requests, ResponseSink responses, Call call) {
        return streams.run(requests, responses, call);
    }

    /** The routes that loaded models have of their own. */
    public List<ModelRoute> routes() {
        return List.copyOf(registry.routes());
    }

    /** The routes of loaded models that a path matches, those of models that were loaded first at the front. */
    public List<ModelRoute> routes(List<String> segments) {
        return registry.routes().stream()
                .filter(route -> route.match(segments).isPresent())
                .toList();
    }

    /** Has a model answer a call of its own route. */
    public CompletableFuture<RestReply> call(ModelRoute route, RestCall request, Call call) {
        return routes.call(route, request, call);
    }

    /** How many requests and streams are queued or running. */
    public int requestsInFlight() {
        return admission.taken();
    }

    /** Loads or reloads a model; completes when it is in service. */
    public CompletableFuture<Void> load(String name) {
        return registry.load(name);
    }

    /** Unloads a model; completes when its memory is free. */
    public CompletableFuture<Void> unload(String name) {
        return registry.unload(name);
    }

    /** Loads every model of the repository, a few at a time; completes when each has been loaded or has failed. */
    public CompletableFuture<Void> loadAll() {
        TreeSet<String> names = new TreeSet<>();
        for (ModelRepository.Entry entry : repository.list()) {
            if (entry instanceof ModelRepository.Entry.Valid valid) {
                names.add(valid.settings().name());
            }
        }
        Queue<String> waiting = new ConcurrentLinkedQueue<>(names);
        int atATime = Math.min(names.size(), Runtime.getRuntime().availableProcessors());
        return CompletableFuture.allOf(
                IntStream.range(0, atATime).mapToObj(i -> loadNext(waiting)).toArray(CompletableFuture[]::new));
    }

    /** Loads one after the other, so that a large repository does not need the memory for all loads at once. */
    private CompletableFuture<Void> loadNext(Queue<String> waiting) {
        String name = waiting.poll();
        return name == null
                ? CompletableFuture.completedFuture(null)
                : load(name).exceptionally(failure -> null).thenCompose(done -> loadNext(waiting));
    }

    /** The models in the repository and those in service, by name and version; or only the latter. */
    public List<IndexEntry> index(boolean readyOnly) {
        List<IndexEntry> entries = new ArrayList<>(registry.ready());
        if (readyOnly) {
            return entries;
        }
        for (ModelRepository.Entry entry : repository.list()) {
            IndexEntry found = status(entry);
            if (entries.stream().noneMatch(listed -> listed.isSame(found))) {
                entries.add(found);
            }
        }
        return entries;
    }

    /** Takes no more requests, unloads every model and ends the worker threads. */
    @Override
    public void close() {
        ready = false;
        registry.close();
        streams.close();
        workers.close();
        queues.close();
    }

    private IndexEntry status(ModelRepository.Entry entry) {
        if (entry instanceof ModelRepository.Entry.Broken broken) {
            return new IndexEntry(broken.name(), VersionOrder.NONE, ModelState.UNAVAILABLE, broken.reason());
        }
        var settings = ((ModelRepository.Entry.Valid) entry).settings();
        return registry.status(settings.name(), settings.version().orElse(VersionOrder.NONE));
    }
}
