package dev.inferport.adapter.storage;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * The bytes of an object on their way. Owned by one thread.
 *
 * @param bytes from {@code offset} to the end
 * @param offset of the first byte; 0 if the store could not skip
 * @param checksum of the whole object, if the store told one
 */
public record ObjectBody(InputStream bytes, long offset, Optional<Checksum> checksum) implements AutoCloseable {

    @Override
    public void close() throws IOException {
        bytes.close();
    }
}
