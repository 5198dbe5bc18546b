package dev.dnet.benchmarks;

import dev.dnet.runtime.Tensor;
import dev.dnet.runtime.WorkPool;
import dev.dnet.runtime.train.TrainProgram;

import java.util.List;
import java.util.SequencedMap;

/// The emitted training program.
final class OwnLearner implements Learner {
    static final long SEED = 1;

    private final WorkPool pool;
    private final TrainProgram program;
    private final List<List<Tensor>> batches = Digits.batches();
    private long step;

    OwnLearner(int threads) {
        pool = new WorkPool(threads);
        program = Digits.program(pool);
        restart();
    }

    SequencedMap<String, Tensor> variables() {
        return program.variables();
    }

    @Override
    public void restart() {
        step = 0;
        program.initialize(SEED);
    }

    @Override
    public double step() {
        var batch = batches.get((int) (step % batches.size()));
        return program.step(batch, SEED, step++);
    }

    @Override
    public void close() {
        program.close();
        pool.close();
    }
}
