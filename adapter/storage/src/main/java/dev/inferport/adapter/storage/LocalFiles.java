package dev.inferport.adapter.storage;

import java.nio.file.Path;

/** Absolute paths, as far as they lie inside one folder. */
final class LocalFiles implements LocalStorage {

    private final MountedFolder folder;
    private final Path top;

    LocalFiles(MountedFolder folder, Path top) {
        this.folder = folder;
        this.top = top;
    }

    @Override
    public String location() {
        return folder.location();
    }

    @Override
    public Path locate(String path) throws LoadException {
        return folder.locate(top.relativize(Path.of("/", path)).toString());
    }
}
