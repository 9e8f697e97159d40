package dev.inferport.adapter.storage;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A way in which a store answers wrongly. */
@FunctionalInterface
public interface Fault {

    /** Answers instead of the store; closing the exchange is the caller's business. */
    void answer(FakeStore store, HttpExchange exchange, byte[] body) throws IOException;

    static Fault status(int status) {
        return (store, exchange, body) -> store.sendError(exchange, status);
    }

    /** The header promises everything; the connection ends after {@code bytes}. */
    static Fault brokenOffAfter(int bytes) {
        return (store, exchange, body) -> {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body, 0, bytes);
            exchange.getResponseBody().flush();
        };
    }

    /** Nothing more comes after {@code bytes} until the test opens the gate. */
    static Fault stalledAfter(int bytes, CountDownLatch gate) {
        return (store, exchange, body) -> {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body, 0, bytes);
            exchange.getResponseBody().flush();
            pass(gate);
        };
    }

    /** Some bytes now and then, until everything is there. */
    static Fault dripping(int drops, Duration pause) {
        return (store, exchange, body) -> {
            exchange.getResponseHeaders().set("ETag", FakeStore.tag(body));
            exchange.sendResponseHeaders(200, body.length);
            var never = new CountDownLatch(1);
            int size = body.length / drops + 1;
            for (int start = 0; start < body.length; start += size) {
                exchange.getResponseBody().write(body, start, Math.min(size, body.length - start));
                exchange.getResponseBody().flush();
                pass(never, pause);
            }
        };
    }

    private static void pass(CountDownLatch gate, Duration longest) {
        try {
            if (gate.await(longest.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("nobody opens it");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Not even a header comes until the test opens the gate. */
    static Fault silentUntil(CountDownLatch gate) {
        return (store, exchange, body) -> pass(gate);
    }

    /** A well-formed answer of another length than the listing says. */
    static Fault ofLength(int length) {
        return (store, exchange, body) -> {
            exchange.sendResponseHeaders(200, length);
            exchange.getResponseBody().write(Arrays.copyOf(body, length));
        };
    }

    /** The right length and the right checksum in the header, and one wrong bit. */
    static Fault damaged() {
        return (store, exchange, body) -> {
            var wrong = body.clone();
            wrong[wrong.length / 2] ^= 1;
            exchange.getResponseHeaders().set("ETag", FakeStore.tag(body));
            exchange.sendResponseHeaders(200, wrong.length);
            exchange.getResponseBody().write(wrong);
        };
    }

    private static void pass(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
