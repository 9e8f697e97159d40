package dev.inferport.adapter.storage;

import dev.inferport.adapter.storage.LoadException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A file that grows to a length and a checksum told in advance. Owned by one thread. */
final class VerifiedFile implements AutoCloseable {

    private final Path path;
    private final StoredObject object;
    private final PullProgress progress;
    private @Nullable FileChannel channel;
    private Optional<Checksum> expected = Optional.empty();
    private @Nullable ChecksumMeter meter;
    private long length;

    VerifiedFile(Path path, StoredObject object, PullProgress progress) {
        this.path = path;
        this.object = object;
        this.progress = progress;
    }

    void create() throws LoadException {
        try {
            channel = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw notWritten(e);
        }
    }

    /** Bytes written since the start or the last restart. */
    long length() {
        return length;
    }

    /** Forgets what was written. */
    void restart() throws LoadException {
        progress.lost(length);
        length = 0;
        expect(Optional.empty());
        try {
            open().truncate(0);
        } catch (IOException e) {
            throw notWritten(e);
        }
    }

    /** Sets the checksum of the whole; only while the file is empty. */
    void expect(Optional<Checksum> checksum) {
        expected = checksum;
        meter = checksum.map(sum -> ChecksumMeter.of(sum.algorithm())).orElse(null);
    }

    void append(byte[] buffer, int count) throws LoadException {
        if (object.hasKnownSize() && length + count > object.size()) {
            restart();
            throw new LoadException(
                    Reason.UNAVAILABLE,
                    "The store sent more than the " + object.size() + " bytes that it listed for '" + object.key()
                            + "'.");
        }
        try {
            for (var bytes = ByteBuffer.wrap(buffer, 0, count); bytes.hasRemaining(); ) {
                open().write(bytes);
            }
        } catch (IOException e) {
            throw notWritten(e);
        }
        length += count;
        progress.received(count);
        if (meter != null) {
            meter.add(buffer, count);
        }
    }

    /** Checks that everything is there as it should be, and sees it to the disk. */
    void finish() throws LoadException {
        if (length < object.size()) {
            throw new LoadException(
                    Reason.UNAVAILABLE,
                    "The store ended '" + object.key() + "' at byte " + length + " of " + object.size() + ".");
        }
        if (meter != null && expected.isPresent()) {
            verify(expected.get(), meter.hex());
        }
        try {
            open().force(true);
        } catch (IOException e) {
            throw notWritten(e);
        }
        progress.stored(length);
    }

    private void verify(Checksum checksum, String actual) throws LoadException {
        if (!actual.equals(checksum.hex())) {
            progress.damaged();
            restart();
            throw new LoadException(
                    Reason.UNAVAILABLE,
                    "The bytes of '" + object.key() + "' have the " + checksum.algorithm() + " " + actual
                            + " but the store promised " + checksum.hex()
                            + "; the object or the way to it is damaged.");
        }
    }

    @Override
    public void close() throws LoadException {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                throw notWritten(e);
            }
        }
    }

    private FileChannel open() throws IOException {
        if (channel == null) {
            throw new IOException("the file is not open");
        }
        return channel;
    }

    private LoadException notWritten(IOException e) {
        return VolumeFailures.of("The object '" + object.key() + "'", e);
    }
}
