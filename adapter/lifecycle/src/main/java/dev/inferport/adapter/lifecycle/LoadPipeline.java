package dev.inferport.adapter.lifecycle;

import dev.inferport.adapter.lifecycle.LoadEvent.Phase;
import dev.inferport.adapter.storage.Cancellation;
import dev.inferport.adapter.storage.LoadException;
import dev.inferport.adapter.storage.LoadException.Reason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes one model available in the runtime, or leaves no trace of having tried. Thread-safe for different models. */
public final class LoadPipeline {

    private static final Logger log = LoggerFactory.getLogger(LoadPipeline.class);

    private final ModelSource source;
    private final RuntimeLayout layout;
    private final RuntimeClient runtime;
    private final SizeEstimator sizes;
    private final LoadedModels loaded;
    private final Stragglers stragglers;
    private final int maxConcurrency;
    private final LifecycleObserver observer;

    /**
     * Joins the steps.
     *
     * @param maxConcurrency what every model is said to take at once; 0 = no limit
     */
    public LoadPipeline(
            ModelSource source,
            RuntimeLayout layout,
            RuntimeClient runtime,
            SizeEstimator sizes,
            LoadedModels loaded,
            Stragglers stragglers,
            int maxConcurrency,
            LifecycleObserver observer) {
        this.source = source;
        this.layout = layout;
        this.runtime = runtime;
        this.sizes = sizes;
        this.loaded = loaded;
        this.stragglers = stragglers;
        this.maxConcurrency = maxConcurrency;
        this.observer = observer;
    }

    /**
     * Loads a model, also if it is loaded already. Blocks until the model answers requests, or until everything is
     * undone.
     *
     * @throws LoadException with the reason of the step that failed, or CANCELLED
     */
    public LoadedModel run(LoadCommand command, Cancellation cancellation) throws LoadException {
        var era = loaded.era();
        var record = new LoadRecord(command);
        observer.loadBegan(command.id());
        loaded.remove(command.id());
        try (var undo = new Undo(command.id())) {
            cancellation.throwIfCancelled();
            record.begin(Phase.FETCH);
            var files = source.fetch(command, cancellation);
            undo.onFailure(files::delete);
            record.fetched(files.diskBytes());
            record.begin(Phase.LAYOUT);
            var prepared = layout.prepare(command.id(), command.modelType(), files.modelPath(), files.schemaPath());
            undo.onFailure(prepared::delete);
            undo.onFailure(() -> takeBack(command, cancellation));
            record.begin(Phase.RUNTIME);
            runtime.load(command.id(), cancellation);
            record.begin(Phase.SIZE);
            var size = sizes.estimate(command, prepared, source.diskBytes(command, files));
            cancellation.throwIfCancelled();
            var model = register(command, size.size(), era);
            undo.forget();
            succeeded(record.succeeded(size), record);
            return model;
        } catch (LoadException e) {
            logFailure(command, e);
            observer.loadEnded(record.failed(e.reason()));
            throw e;
        } catch (RuntimeException e) {
            log.error("event=model_load_failed model=\"{}\" reason=INTERNAL", command.id(), e);
            observer.loadEnded(record.failed(Reason.INTERNAL));
            throw e;
        }
    }

    private void succeeded(LoadEvent load, LoadRecord record) {
        var report = load.size().orElseThrow();
        log.info(
                "event=model_loaded model=\"{}\" type={} bytes={} bytes_from={} estimated_bytes={} measured_bytes={}"
                        + " disk_bytes={} fetch_ms={} runtime_ms={} ms={}",
                load.id(),
                load.modelType(),
                report.size().bytes(),
                report.size().origin(),
                report.estimated().orElse(0),
                report.measured().orElse(0),
                load.diskBytes(),
                record.millis(Phase.FETCH),
                record.millis(Phase.RUNTIME),
                record.totalMillis());
        observer.loadEnded(load);
    }

    /**
     * A runtime that doesn't have the model yet may still be loading it: it saw the cancel, but need not have obeyed.
     */
    private void takeBack(LoadCommand command, Cancellation cancellation) throws LoadException {
        try {
            if (!runtime.unload(command.id()) && cancellation.isCancelled()) {
                stragglers.abandoned(command.id());
            }
        } catch (LoadException e) {
            stragglers.abandoned(command.id());
            throw e;
        }
    }

    private static void logFailure(LoadCommand command, LoadException failure) {
        if (failure.reason() == Reason.CANCELLED) {
            log.info("event=model_load_cancelled model=\"{}\"", command.id());
        } else {
            log.warn(
                    "event=model_load_failed model=\"{}\" reason={} error=\"{}\"",
                    command.id(),
                    failure.reason(),
                    failure.sentence());
        }
    }

    private LoadedModel register(LoadCommand command, ModelSize size, long era) throws LoadException {
        var model = new LoadedModel(command.id(), size.bytes(), maxConcurrency);
        if (!loaded.add(model, era)) {
            throw command.refused(
                    Reason.UNAVAILABLE, "the runtime restarted while it was being loaded; load it again.");
        }
        return model;
    }
}
