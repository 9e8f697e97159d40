package dev.inferport.adapter.storage;

/** A piece of a pull's work that may block on the network. */
@FunctionalInterface
interface Transfer {

    /**
     * Does it.
     *
     * @param cancellation of the whole group: by the caller, or because another piece failed
     */
    void run(Cancellation cancellation) throws LoadException;
}
