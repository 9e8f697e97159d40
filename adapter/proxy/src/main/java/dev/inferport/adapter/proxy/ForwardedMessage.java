package dev.inferport.adapter.proxy;

import io.grpc.Drainable;
import io.grpc.KnownLength;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A message on its way through: it can be read once, and owns network buffers until it is closed. Closing is safe at
 * any time and from any thread; it waits for a read in progress, and a read after it fails.
 */
final class ForwardedMessage extends InputStream implements KnownLength, Drainable {

    private static final int BLOCK_BYTES = 64 * 1024;

    // Guarded by this; null once closed.
    private @Nullable InputStream buffers;
    private int remaining;

    /** Takes ownership of the stream, which holds exactly {@code length} bytes. */
    ForwardedMessage(InputStream buffers, int length) {
        this.buffers = buffers;
        this.remaining = length;
    }

    /** The exact number of bytes left. */
    @Override
    public synchronized int available() {
        return remaining;
    }

    @Override
    public synchronized int drainTo(OutputStream target) throws IOException {
        InputStream source = open();
        byte[] block = new byte[Math.min(BLOCK_BYTES, remaining)];
        int total = 0;
        while (remaining > 0) {
            int count = source.read(block, 0, Math.min(block.length, remaining));
            if (count < 0) {
                throw new IOException("message ended " + remaining + " bytes early");
            }
            target.write(block, 0, count);
            remaining -= count;
            total += count;
        }
        return total;
    }

    @Override
    public synchronized int read() throws IOException {
        int value = open().read();
        if (value >= 0) {
            remaining--;
        }
        return value;
    }

    @Override
    public synchronized int read(byte[] target, int offset, int length) throws IOException {
        int count = open().read(target, offset, length);
        if (count > 0) {
            remaining -= count;
        }
        return count;
    }

    @Override
    public synchronized void close() throws IOException {
        InputStream source = buffers;
        buffers = null;
        if (source != null) {
            source.close();
        }
    }

    private InputStream open() throws IOException {
        if (buffers == null) {
            throw new IOException("the message was released because its call had ended");
        }
        return buffers;
    }
}
