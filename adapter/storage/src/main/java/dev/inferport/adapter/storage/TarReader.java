package dev.inferport.adapter.storage;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipException;

/**
 * Reads the tar of POSIX.1-1988 with the long names and large sizes of POSIX.1-2001 and GNU: files and folders. Links
 * and devices are refused. Owned by one thread.
 */
final class TarReader {

    private static final int BLOCK = 512;
    private static final int LONGEST_EXTENSION = 1 << 20;

    /** Of what an extension may say; nothing else is kept. */
    private static final Set<String> READ = Set.of("path", "size");

    private final InputStream in;

    /** What an extension says about the next entry, by the names of POSIX. */
    private final Map<String, String> next = new HashMap<>();

    TarReader(InputStream in) {
        this.in = in;
    }

    void unpack(UnpackedFolder folder) throws IOException, LoadException {
        var header = new byte[BLOCK];
        while (readBlock(header)) {
            entry(header, folder);
        }
    }

    private void entry(byte[] header, UnpackedFolder folder) throws IOException, LoadException {
        var type = (char) header[156];
        if (type == 'L' || type == 'x' || type == 'g') {
            folder.count("extended header");
            extension(type, number(header, 124, 12));
            return;
        }
        var name = next.getOrDefault("path", name(header));
        var content = new Content(size(header));
        switch (type) {
            case '0', '\0', '7' -> {
                // Archives from before POSIX mark a folder by the end of its name only.
                if (name.endsWith("/")) {
                    folder.addFolder(name);
                } else {
                    folder.addFile(name, content);
                }
            }
            case '5' -> folder.addFolder(name);
            default -> throw folder.refused(name, "is neither a file nor a folder but a link or a device");
        }
        content.finish();
        next.clear();
    }

    private void extension(char type, long length) throws IOException {
        if (length > LONGEST_EXTENSION) {
            throw new ZipException("an extended header is too long");
        }
        var content = new Content(length);
        var bytes = content.readAllBytes();
        content.finish();
        if (type == 'L') {
            next.put("path", text(bytes, 0, bytes.length));
        } else if (type == 'x') {
            records(bytes);
        }
    }

    /** Records are {@code <length of all of it> <name>=<value>\n}; the length counts bytes. */
    private void records(byte[] bytes) throws IOException {
        for (int start = 0; start < bytes.length; ) {
            int space = start;
            while (space < bytes.length && bytes[space] != ' ') {
                space++;
            }
            int length = (int) decimal(new String(bytes, start, space - start, StandardCharsets.US_ASCII));
            if (length <= space - start + 1 || length > bytes.length - start) {
                throw new ZipException("an extended header is malformed");
            }
            var entry = new String(bytes, space + 1, start + length - space - 2, StandardCharsets.UTF_8);
            int equals = entry.indexOf('=');
            var name = entry.substring(0, Math.max(equals, 0));
            if (READ.contains(name)) {
                next.put(name, entry.substring(equals + 1));
            }
            start += length;
        }
    }

    private long size(byte[] header) throws IOException {
        var size = next.get("size");
        return size == null ? number(header, 124, 12) : decimal(size);
    }

    private static String name(byte[] header) {
        var name = text(header, 0, 100);
        var hasPrefix = text(header, 257, 6).equals("ustar");
        var prefix = hasPrefix ? text(header, 345, 155) : "";
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    /** Reads a header; false at the end, which is a block of zeros or the end of the file between two entries. */
    private boolean readBlock(byte[] header) throws IOException {
        int count = in.readNBytes(header, 0, BLOCK);
        if (count == 0) {
            return false;
        }
        if (count < BLOCK) {
            throw new EOFException("it ends within a header");
        }
        long sum = 0;
        boolean empty = true;
        for (int i = 0; i < BLOCK; i++) {
            empty &= header[i] == 0;
            sum += i >= 148 && i < 156 ? ' ' : header[i] & 0xff;
        }
        if (!empty && sum != number(header, 148, 8)) {
            throw new ZipException("the checksum of a header is wrong");
        }
        return !empty;
    }

    /** Octal digits, or, of GNU and with the highest bit set, big-endian. */
    private static long number(byte[] header, int offset, int length) throws IOException {
        if ((header[offset] & 0x80) != 0) {
            long value = 0;
            for (int i = offset + length - 8; i < offset + length; i++) {
                value = (value << 8) | (header[i] & 0xff);
            }
            return nonNegative(value);
        }
        var digits = text(header, offset, length).strip();
        return digits.isEmpty() ? 0 : parse(digits, 8);
    }

    private static long decimal(String digits) throws IOException {
        return parse(digits, 10);
    }

    private static long parse(String digits, int radix) throws IOException {
        try {
            return nonNegative(Long.parseLong(digits, radix));
        } catch (NumberFormatException e) {
            throw (IOException) new ZipException("a number in a header is malformed").initCause(e);
        }
    }

    private static long nonNegative(long value) throws IOException {
        if (value < 0) {
            throw new ZipException("a number in a header is negative");
        }
        return value;
    }

    private static String text(byte[] header, int offset, int length) {
        return untilNul(new String(header, offset, length, StandardCharsets.UTF_8));
    }

    private static String untilNul(String text) {
        int end = text.indexOf('\0');
        return end < 0 ? text : text.substring(0, end);
    }

    /** The bytes of one entry. */
    private final class Content extends FilterInputStream {

        private final long padding;
        private long left;

        Content(long size) {
            super(TarReader.this.in);
            left = size;
            padding = (BLOCK - size % BLOCK) % BLOCK;
        }

        @Override
        public int read() throws IOException {
            var single = new byte[1];
            return read(single, 0, 1) < 0 ? -1 : single[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int count = in.read(buffer, offset, (int) Math.min(length, left));
            if (count < 0) {
                throw new EOFException("it ends within an entry");
            }
            left -= count;
            return count;
        }

        /** Skips what was not read, and the padding. */
        void finish() throws IOException {
            in.skipNBytes(left + padding);
        }
    }
}
