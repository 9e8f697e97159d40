package dev.inferport.adapter.storage;

import java.util.Locale;

/**
 * What the bytes of an object must add up to.
 *
 * @param algorithm how
 * @param hex the expected value
 */
public record Checksum(Algorithm algorithm, String hex) {

    /** Puts the digits in lower case. */
    public Checksum {
        hex = hex.toLowerCase(Locale.ROOT);
    }

    /** The algorithms that stores use and that Java has. */
    public enum Algorithm {
        /** 128 bits; the ETag of a plain S3 object. */
        MD5,
        /** 256 bits. */
        SHA256,
        /** 32 bits, the polynomial of zip. */
        CRC32,
        /** 32 bits, the Castagnoli polynomial. */
        CRC32C
    }
}
