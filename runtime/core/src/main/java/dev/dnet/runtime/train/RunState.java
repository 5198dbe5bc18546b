package dev.dnet.runtime.train;

import dev.dnet.runtime.checkpoint.Progress;
import dev.dnet.runtime.data.Batch;
import dev.dnet.runtime.data.Cursor;

import java.util.OptionalDouble;

/// What a run counts, and what `Progress` keeps of it.
final class RunState {
    private final String program;
    private final String fingerprint;
    private final long seed;
    private long step;
    private Cursor cursor;
    private OptionalDouble best;
    private long waited;
    private double lossSum;
    private long lossCount;

    RunState(Progress start) {
        program = start.program();
        fingerprint = start.fingerprint();
        seed = start.seed();
        step = start.step();
        cursor = new Cursor(start.epoch(), Math.toIntExact(start.index()));
        best = start.best();
        waited = start.waited();
        lossSum = start.lossSum();
        lossCount = start.lossCount();
    }

    void advance(Batch batch, double loss) {
        step++;
        cursor = batch.after();
        lossSum += loss;
        lossCount++;
    }

    void forgetLosses() {
        lossSum = 0;
        lossCount = 0;
    }

    /// Takes a score in; says whether it is the best.
    boolean offer(Score score, double value) {
        boolean better = score.better(value, best);
        best = better ? OptionalDouble.of(value) : best;
        waited = better ? 0 : waited + 1;
        return better;
    }

    Progress progress() {
        return new Progress(
                program,
                fingerprint,
                seed,
                step,
                cursor.epoch(),
                cursor.index(),
                best,
                waited,
                lossSum,
                lossCount);
    }

    long seed() {
        return seed;
    }

    long step() {
        return step;
    }

    Cursor cursor() {
        return cursor;
    }

    OptionalDouble best() {
        return best;
    }

    long waited() {
        return waited;
    }

    double meanLoss() {
        return lossCount == 0 ? Double.NaN : lossSum / lossCount;
    }
}
