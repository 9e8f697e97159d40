package dev.inferport.adapter.storage;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads on which pulls do their transfers. Each group has one thread of its own, so that no pull ever waits for
 * another's large file; a bounded number of further threads is shared by all groups in turns of one transfer.
 */
final class Transfers implements AutoCloseable {

    private static final Duration IDLE = Duration.ofSeconds(10);

    private final int connections;
    private final ExecutorService own;
    private final ExecutorService shared;

    Transfers(int connections) {
        this.connections = connections;
        var threads = new DaemonThreads();
        own = Executors.newCachedThreadPool(threads);
        var pool = new ThreadPoolExecutor(
                connections, connections, IDLE.toMillis(), TimeUnit.MILLISECONDS, new LinkedBlockingQueue<>(), threads);
        pool.allowCoreThreadTimeOut(true);
        // A helper that comes back to a closed pool has nothing left to do.
        pool.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
        shared = pool;
    }

    /**
     * Runs all of them, several at once, and returns when all are done; or, soon after the first failure or the
     * caller's cancel, throws that. A transfer that can't be woken may then go on for a moment, without an effect on
     * anyone.
     */
    void run(List<Transfer> transfers, Cancellation cancellation) throws LoadException {
        var group = new TransferGroup(transfers);
        own.execute(group::runAll);
        for (int helper = 1; helper < Math.min(connections, transfers.size()); helper++) {
            shared.execute(() -> help(group));
        }
        group.await(cancellation);
    }

    /** One transfer, then to the end of the line behind the other groups' helpers. */
    private void help(TransferGroup group) {
        if (group.runOne()) {
            shared.execute(() -> help(group));
        }
    }

    @Override
    public void close() {
        own.shutdownNow();
        shared.shutdownNow();
    }

    private static final class DaemonThreads implements ThreadFactory {

        private final AtomicInteger count = new AtomicInteger();

        @Override
        public Thread newThread(Runnable work) {
            var thread = new Thread(work, "pull-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        }
    }
}
