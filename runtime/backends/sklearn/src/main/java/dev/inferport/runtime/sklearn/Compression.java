package dev.inferport.runtime.sklearn;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorInputStream;
import org.tukaani.xz.LZMAInputStream;
import org.tukaani.xz.XZInputStream;

/** The compressions that joblib writes, told apart by the first bytes of the file. */
enum Compression {
    NONE {
        @Override
        InputStream open(InputStream in) {
            return in;
        }
    },
    ZLIB(0x78) {
        @Override
        InputStream open(InputStream in) {
            return new InflaterInputStream(in);
        }
    },
    GZIP(0x1f, 0x8b) {
        @Override
        InputStream open(InputStream in) throws IOException {
            return new GZIPInputStream(in);
        }
    },
    BZ2(0x42, 0x5a) {
        @Override
        InputStream open(InputStream in) throws IOException {
            return new BZip2CompressorInputStream(in, true);
        }
    },
    XZ(0xfd, 0x37) {
        @Override
        InputStream open(InputStream in) throws IOException {
            return new XZInputStream(in, DICTIONARY_KIB);
        }
    },
    LZMA(0x5d, 0x00) {
        @Override
        InputStream open(InputStream in) throws IOException {
            return new LZMAInputStream(in, DICTIONARY_KIB);
        }
    },
    LZ4(0x04, 0x22, 0x4d, 0x18) {
        @Override
        InputStream open(InputStream in) throws IOException {
            return new FramedLZ4CompressorInputStream(in, true);
        }
    };

    /** What the strongest preset of xz asks for, and a little more. */
    private static final int DICTIONARY_KIB = 72 * 1024;

    @SuppressWarnings("ImmutableEnumChecker") // never written to
    private final int[] magic;

    Compression(int... magic) {
        this.magic = magic;
    }

    /** The compression of what comes next; reads nothing that it does not put back. */
    static Compression of(BufferedInputStream in) throws IOException {
        in.mark(4);
        byte[] first = in.readNBytes(4);
        in.reset();
        for (Compression compression : values()) {
            if (compression != NONE && compression.begins(first)) {
                return compression;
            }
        }
        return NONE;
    }

    /** The bytes as they were before they were compressed. */
    abstract InputStream open(InputStream in) throws IOException;

    private boolean begins(byte[] first) {
        if (first.length < magic.length) {
            return false;
        }
        for (int i = 0; i < magic.length; i++) {
            if ((first[i] & 0xFF) != magic[i]) {
                return false;
            }
        }
        return true;
    }
}
