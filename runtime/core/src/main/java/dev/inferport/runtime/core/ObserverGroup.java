package dev.inferport.runtime.core;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stands between the runtime and its observers, so that what one throws reaches neither the runtime nor the others. */
final class ObserverGroup implements InferenceObserver {

    private static final Logger log = LoggerFactory.getLogger(ObserverGroup.class);

    private final List<InferenceObserver> observers;
    private final AtomicBoolean failed = new AtomicBoolean();

    ObserverGroup(List<? extends InferenceObserver> observers) {
        this.observers = List.copyOf(observers);
    }

    @Override
    public void requestEnded(RequestEvent request) {
        tell(observer -> observer.requestEnded(request));
    }

    @Override
    public void answerRepeated(ModelKey model) {
        tell(observer -> observer.answerRepeated(model));
    }

    @Override
    public void batchBegan(BatchEvent batch) {
        tell(observer -> observer.batchBegan(batch));
    }

    @Override
    public void loadEnded(ModelEvent load) {
        tell(observer -> observer.loadEnded(load));
    }

    @Override
    public void unloadEnded(ModelEvent unload) {
        tell(observer -> observer.unloadEnded(unload));
    }

    private void tell(Consumer<InferenceObserver> event) {
        for (InferenceObserver observer : observers) {
            try {
                event.accept(observer);
            } catch (RuntimeException | LinkageError | AssertionError e) {
                report(observer, e);
            }
        }
    }

    /** An observer that fails once fails with every request, and one warning says it all. */
    private void report(InferenceObserver observer, Throwable failure) {
        String name = observer.getClass().getName();
        if (failed.compareAndSet(false, true)) {
            log.warn("event=observer_failed observer={} error=\"{}\"", name, failure.toString(), failure);
        } else {
            log.debug("event=observer_failed observer={} error=\"{}\"", name, failure.toString());
        }
    }
}
