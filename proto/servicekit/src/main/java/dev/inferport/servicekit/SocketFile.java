package dev.inferport.servicekit;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/**
 * The file of a Unix domain socket: it outlives a process that crashed, and blocks the next one that wants the path.
 */
final class SocketFile {

    private final Endpoint.UnixSocket endpoint;

    SocketFile(Endpoint.UnixSocket endpoint) {
        this.endpoint = endpoint;
    }

    /** Makes the path free: creates the directory, deletes a socket that nobody listens on any more. */
    void prepare() throws IOException {
        Path path = endpoint.path();
        Path directory = path.getParent();
        if (directory != null) {
            Files.createDirectories(directory);
        }
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (isOrdinary(path)) {
            throw new IOException("the path exists and is not a socket; move it away or configure another path");
        }
        if (answers()) {
            throw new BindException("another process listens on " + endpoint);
        }
        Files.deleteIfExists(path);
    }

    void permit(Set<PosixFilePermission> permissions) throws IOException {
        Files.setPosixFilePermissions(endpoint.path(), permissions);
    }

    void delete() throws IOException {
        Files.deleteIfExists(endpoint.path());
    }

    private static boolean isOrdinary(Path path) {
        return Files.isRegularFile(path) || Files.isDirectory(path);
    }

    private boolean answers() throws IOException {
        try (var probe = SocketChannel.open(endpoint.address())) {
            return probe.isConnected();
        } catch (ConnectException e) {
            return false;
        } catch (SocketException e) {
            return !String.valueOf(e.getMessage()).contains("refused");
        }
    }
}
