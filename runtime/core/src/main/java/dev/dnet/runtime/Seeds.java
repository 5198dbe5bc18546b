package dev.dnet.runtime;

import java.nio.charset.StandardCharsets;

/// Names random draws: a path such as `net.drop1#0` becomes the stream word of `Philox`.
///
/// The hash is FNV-1a (32 bits, over UTF-8) followed by the finaliser of MurmurHash3, both
/// published and simple enough to repeat anywhere. It is part of what makes a run repeatable, so it
/// never changes.
public final class Seeds {
    private static final int FNV_OFFSET = 0x811c9dc5;
    private static final int FNV_PRIME = 0x01000193;

    private Seeds() {}

    /// The stream of a path, whose parts may be given one by one.
    public static int stream(String... path) {
        int hash = FNV_OFFSET;
        for (byte b : String.join("/", path).getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * FNV_PRIME;
        }
        return finish(hash);
    }

    /// The stream of one turn of a loop inside `stream`.
    public static int at(int stream, long index) {
        int low = finish(stream + 0x9e3779b9 + (int) index);
        return finish(low ^ (int) (index >>> 32) * FNV_PRIME);
    }

    /// The finaliser of MurmurHash3, 32 bits: every input bit moves every output bit.
    private static int finish(int hash) {
        int h = (hash ^ (hash >>> 16)) * 0x85ebca6b;
        h = (h ^ (h >>> 13)) * 0xc2b2ae35;
        return h ^ (h >>> 16);
    }
}
