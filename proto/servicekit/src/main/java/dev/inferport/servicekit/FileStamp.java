package dev.inferport.servicekit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;

/**
 * What tells one state of a file from another without reading it. Links are followed, so that a folder of links that
 * are switched over at once, as Kubernetes mounts a secret, counts as changed.
 *
 * @param identity time, size and the file system's own key; empty if there is no file
 */
record FileStamp(Path file, Optional<String> identity) {

    static List<FileStamp> of(List<Path> files) {
        return files.stream().map(FileStamp::of).toList();
    }

    private static FileStamp of(Path file) {
        try {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new FileStamp(
                    file,
                    Optional.of(attributes.lastModifiedTime() + "/" + attributes.size() + "/" + attributes.fileKey()));
        } catch (IOException e) {
            return new FileStamp(file, Optional.empty());
        }
    }
}
