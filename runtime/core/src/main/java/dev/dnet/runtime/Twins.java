package dev.dnet.runtime;

import java.util.Arrays;
import java.util.function.LongSupplier;

/// Chooses for each kernel of a program between its two forms: plain loops and vectors, which have
/// the same bits.
///
/// Until the JIT compiler has a vector loop, each of its operations allocates, and it is slower
/// than plain loops by a factor of a hundred; afterwards it is the faster one by far. A kernel
/// therefore starts plain. Trials of its vectors, which are also what makes the JIT compiler take
/// them up, may be expected to cost half as much time as the plain calls did until then; the first
/// trial that is no slower than a plain call ends the choice.
public final class Twins<K> {
    private static final int NONE = -1;

    /// What a first trial is taken to cost: so many plain calls, and no more than the time in which
    /// any loop has been compiled.
    private static final long CALLS = 100;

    private static final long NANOS = 2_000_000_000;

    private final K plain;
    private final K vectors;
    private final LongSupplier clock;
    private final boolean[] settled;
    private final long[] plainTime;
    private final long[] trialTime;
    private final long[] usualPlain;
    private final long[] lastTrial;
    private int kernel = NONE;
    private boolean isTrial;
    private long since;

    /// For so many kernels; there is nothing to choose where the twins are one.
    public Twins(K plain, K vectors, int kernels) {
        this(plain, vectors, kernels, System::nanoTime);
    }

    Twins(K plain, K vectors, int kernels, LongSupplier clock) {
        this.plain = plain;
        this.vectors = vectors;
        this.clock = clock;
        settled = new boolean[kernels];
        plainTime = new long[kernels];
        trialTime = new long[kernels];
        usualPlain = new long[kernels];
        lastTrial = new long[kernels];
        Arrays.fill(settled, plain.equals(vectors));
    }

    /// The twin that runs this kernel now, the one before it having ended.
    public K begin(int next) {
        end();
        if (settled[next]) {
            return vectors;
        }
        isTrial = mayTry(next);
        kernel = next;
        since = clock.getAsLong();
        return isTrial ? vectors : plain;
    }

    private boolean mayTry(int k) {
        long cost = lastTrial[k] > 0 ? lastTrial[k] : Math.min(CALLS * usualPlain[k], NANOS);
        return plainTime[k] > 0 && 2 * (trialTime[k] + cost) <= plainTime[k];
    }

    /// The last kernel has ended.
    public void end() {
        if (kernel != NONE) {
            note(kernel, Math.max(1, clock.getAsLong() - since));
            kernel = NONE;
        }
    }

    private void note(int k, long time) {
        if (isTrial) {
            trialTime[k] += time;
            lastTrial[k] = time;
            settled[k] = time <= usualPlain[k];
        } else {
            usualPlain[k] = plainTime[k] == 0 ? time : (3 * usualPlain[k] + time) / 4;
            plainTime[k] += time;
        }
    }

    /// Forgets a kernel that did not end.
    public void reset() {
        kernel = NONE;
    }
}
