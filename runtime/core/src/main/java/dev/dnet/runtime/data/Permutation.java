package dev.dnet.runtime.data;

import dev.dnet.runtime.Philox;
import dev.dnet.runtime.Seeds;

/// Random orders that can be made again: Fisher and Yates with words of `Philox`.
final class Permutation {
    private Permutation() {}

    /// The order of `n` things for a purpose and a round (an epoch). Word i of the draw picks the
    /// partner of place i by a multiplication; its bias is below n / 2^32.
    static int[] of(int n, long seed, String purpose, long round) {
        int stream = Seeds.stream("data", purpose);
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            order[i] = i;
        }
        for (int i = n - 1; i > 0; i--) {
            long word = Integer.toUnsignedLong(Philox.bits32(i, seed, stream, round));
            int j = (int) ((word * (i + 1)) >>> 32);
            int kept = order[i];
            order[i] = order[j];
            order[j] = kept;
        }
        return order;
    }
}
