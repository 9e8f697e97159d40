package dev.inferport.adapter.storage;

import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/** Adds up bytes as they come and compares in the end. Owned by one thread. */
interface ChecksumMeter {

    void add(byte[] buffer, int length);

    /** The sum so far, which ends the measurement. */
    String hex();

    static ChecksumMeter of(Checksum.Algorithm algorithm) {
        return switch (algorithm) {
            case MD5 -> digest(Digests.of("MD5"));
            case SHA256 -> digest(Digests.of("SHA-256"));
            case CRC32 -> cyclic(new CRC32());
            case CRC32C -> cyclic(new CRC32C());
        };
    }

    private static ChecksumMeter digest(MessageDigest digest) {
        return new ChecksumMeter() {
            @Override
            public void add(byte[] buffer, int length) {
                digest.update(buffer, 0, length);
            }

            @Override
            public String hex() {
                return HexFormat.of().formatHex(digest.digest());
            }
        };
    }

    private static ChecksumMeter cyclic(java.util.zip.Checksum sum) {
        return new ChecksumMeter() {
            @Override
            public void add(byte[] buffer, int length) {
                sum.update(buffer, 0, length);
            }

            @Override
            public String hex() {
                return HexFormat.of().toHexDigits((int) sum.getValue());
            }
        };
    }
}
