package dev.inferport.servicekit;

import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/** File permissions as {@code chmod} writes them. */
final class FileMode {

    private static final int ALL = 0777;
    private static final PosixFilePermission[] HIGHEST_FIRST = PosixFilePermission.values();

    private FileMode() {}

    /** @throws IllegalArgumentException unless it is a number of three octal digits, with or without a leading 0 */
    static Set<PosixFilePermission> parse(String octal) {
        if (!octal.matches("0?[0-7]{3}")) {
            throw new IllegalArgumentException("not a file mode");
        }
        int mode = Integer.parseInt(octal, 8) & ALL;
        var permissions = EnumSet.noneOf(PosixFilePermission.class);
        for (int i = 0; i < HIGHEST_FIRST.length; i++) {
            if ((mode & 1 << (HIGHEST_FIRST.length - 1 - i)) != 0) {
                permissions.add(HIGHEST_FIRST[i]);
            }
        }
        return permissions;
    }
}
