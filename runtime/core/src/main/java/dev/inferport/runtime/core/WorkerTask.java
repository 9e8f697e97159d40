package dev.inferport.runtime.core;

/** Work for a {@link WorkerPool}, which either runs it or refuses it. */
interface WorkerTask extends Runnable {

    /** The pool ends before the work began. */
    void refuse();
}
