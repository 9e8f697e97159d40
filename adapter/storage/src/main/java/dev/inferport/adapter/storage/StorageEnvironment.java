package dev.inferport.adapter.storage;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What a provider may know about the machine it runs on.
 *
 * @param pvcMounts the folder below which persistent volumes are mounted
 * @param localFiles the folder that storages of type {@code file} may read; empty switches them off
 * @param timeouts of one exchange with a store
 */
public record StorageEnvironment(Path pvcMounts, Optional<Path> localFiles, HttpTimeouts timeouts) {}
