package dev.inferport.adapter.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Passes bytes on, and ends the first connection that brings many of them with a reset and not with an end. */
final class ResettingProxy implements AutoCloseable {

    private final ServerSocket listener;
    private final int target;
    private final AtomicInteger untilReset;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    ResettingProxy(int target, int untilReset) {
        this.target = target;
        this.untilReset = new AtomicInteger(untilReset);
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    boolean hasReset() {
        return untilReset.get() <= 0;
    }

    private void accept() {
        try {
            while (true) {
                var client = listener.accept();
                var server = new Socket(InetAddress.getLoopbackAddress(), target);
                threads.execute(() -> pass(client, server, false));
                threads.execute(() -> pass(server, client, true));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void pass(Socket from, Socket to, boolean isAnswer) {
        try (from;
                to) {
            copy(from.getInputStream(), to, isAnswer);
        } catch (IOException e) {
            // one side is gone, and so the other
        }
    }

    private void copy(InputStream in, Socket to, boolean isAnswer) throws IOException {
        var out = to.getOutputStream();
        var buffer = new byte[4096];
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            out.write(buffer, 0, count);
            if (isAnswer && !hasReset() && untilReset.addAndGet(-count) <= 0) {
                to.setSoLinger(true, 0);
                return;
            }
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.shutdownNow();
    }
}
