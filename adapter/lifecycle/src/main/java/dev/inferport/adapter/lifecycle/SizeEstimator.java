package dev.inferport.adapter.lifecycle;

import dev.inferport.adapter.lifecycle.ModelSize.Origin;
import dev.inferport.adapter.storage.LoadException;
import dev.inferport.adapter.storage.LoadException.Reason;
import dev.inferport.adapter.storage.ModelId;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How much memory a model holds: what was declared, else what the runtime measured, else a multiple of the size on
 * disk, else the default. A worse figure than possible is never used without an event in the log. Files that only refer
 * to a model elsewhere say nothing about its size.
 *
 * <p>A size is declared by {@code parameters.extra.size_in_bytes} of the model's settings, or by {@code size_in_bytes}
 * of the load request, which wins. A runtime that measures reports it as the integer parameter {@code size_in_bytes} of
 * its model metadata. Thread-safe.
 */
public final class SizeEstimator {

    private static final Logger log = LoggerFactory.getLogger(SizeEstimator.class);

    private final SizeRules rules;
    private final RuntimeClient runtime;

    private final PastSizes past = new PastSizes();

    /** Asks the runtime where nothing was declared. */
    public SizeEstimator(SizeRules rules, RuntimeClient runtime) {
        this.rules = rules;
        this.runtime = runtime;
    }

    /**
     * The size of a model that has just been loaded; asks the runtime.
     *
     * @param prepared its layout, with what its own settings declare
     * @param diskBytes bytes of its files
     * @throws LoadException RESOURCE_EXHAUSTED if the model alone is larger than the capacity
     */
    SizeReport estimate(LoadCommand command, PreparedModel prepared, long diskBytes) throws LoadException {
        var estimated = diskBytes > 0 && !prepared.isElsewhere()
                ? OptionalLong.of(rules.fromDisk(command.modelType(), diskBytes))
                : OptionalLong.empty();
        var declared = command.declaredBytes().isPresent() ? command.declaredBytes() : prepared.declaredSize();
        var measured = measured(command.id());
        var size = best(command.id(), declared, measured, estimated);
        if (size.bytes() > rules.capacityBytes()) {
            throw command.refused(
                    Reason.RESOURCE_EXHAUSTED,
                    "it takes " + size.bytes() + " bytes (" + size.origin() + "), more than the "
                            + rules.capacityBytes()
                            + " bytes for all models of this runtime; give the runtime more memory or declare the size of"
                            + " the model as parameters.extra." + SettingsDocument.DECLARED_SIZE + ".");
        }
        past.remember(command.id(), command.modelPath(), size.bytes());
        return new SizeReport(size, estimated, measured);
    }

    /** The size of a model that isn't loaded, in bytes, from what is known on this side; returns at once. */
    public long predict(LoadCommand command) {
        if (command.declaredBytes().isPresent()) {
            return command.declaredBytes().getAsLong();
        }
        var last = past.find(command.id(), command.modelPath());
        if (last.isPresent()) {
            return last.getAsLong();
        }
        var disk = command.diskBytes().orElse(0);
        return disk > 0 ? rules.fromDisk(command.modelType(), disk) : rules.defaultBytes();
    }

    private ModelSize best(ModelId id, OptionalLong declared, OptionalLong measured, OptionalLong estimated) {
        if (declared.isPresent()) {
            return new ModelSize(declared.getAsLong(), Origin.DECLARED);
        }
        if (measured.isPresent()) {
            return new ModelSize(measured.getAsLong(), Origin.MEASURED);
        }
        if (estimated.isPresent()) {
            return new ModelSize(estimated.getAsLong(), Origin.DISK);
        }
        log.warn("event=model_size_unknown model=\"{}\" default_bytes={}", id, rules.defaultBytes());
        return new ModelSize(rules.defaultBytes(), Origin.DEFAULT);
    }

    private OptionalLong measured(ModelId id) {
        try {
            return runtime.measuredSize(id);
        } catch (LoadException e) {
            log.warn("event=model_size_not_measured model=\"{}\" error=\"{}\"", id, e.sentence());
            return OptionalLong.empty();
        }
    }
}
