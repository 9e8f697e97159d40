package dev.inferport.adapter.storage;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * Reads on after a read timeout of the socket, which is short so that a cancel is noticed, until the longer stall
 * timeout is over. An end before the announced length is a failure. No byte is lost by a timeout. Owned by one thread.
 */
final class PatientInputStream extends FilterInputStream {

    private final long stallNanos;
    private final Cancellation cancellation;
    private final long length;
    private long position;
    private boolean atEnd;

    /** A body of {@code length} bytes, or of any length if that is negative. */
    PatientInputStream(InputStream in, long length, Duration stall, Cancellation cancellation) {
        super(in);
        this.length = length;
        this.stallNanos = stall.toNanos();
        this.cancellation = cancellation;
    }

    @Override
    public int read() throws IOException {
        var single = new byte[1];
        int count = read(single, 0, 1);
        return count < 0 ? -1 : single[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        long start = System.nanoTime();
        while (true) {
            if (cancellation.isCancelled()) {
                throw new IOException("the pull was cancelled");
            }
            try {
                int count = super.read(buffer, offset, length);
                return counted(count);
            } catch (SocketTimeoutException e) {
                if (System.nanoTime() - start > stallNanos) {
                    throw new IOException("no byte came for " + Duration.ofNanos(stallNanos), e);
                }
            }
        }
    }

    /** The platform's own stream ends without a word where the connection does. */
    private int counted(int count) throws IOException {
        if (count >= 0) {
            position += count;
            return count;
        }
        if (position < length) {
            throw new IOException("the connection ended at byte " + position + " of " + length);
        }
        atEnd = true;
        return count;
    }

    /** Gives up the stream; whether its connection can serve another exchange. */
    boolean closeReusable() {
        if (!atEnd) {
            return false;
        }
        try {
            super.close();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** This stream, with another way to close. */
    InputStream closing(Runnable close) {
        return new FilterInputStream(this) {
            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                return in.read(buffer, offset, length);
            }

            @Override
            public void close() {
                close.run();
            }
        };
    }
}
