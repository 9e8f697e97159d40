package dev.inferport.runtime.core;

import dev.inferport.runtime.api.InferenceException;

/** Work for a {@link WorkerPool}, which either runs it or refuses it. */
interface WorkerTask extends Runnable {

    /** The work will not begin, for this reason. */
    void refuse(InferenceException reason);
}
