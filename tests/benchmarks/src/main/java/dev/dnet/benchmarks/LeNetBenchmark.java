package dev.dnet.benchmarks;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// A step of training of LeNet-5 on 64 digits: forward, backward, Adam. The warm-up is long, so
/// that all kernels are compiled.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@Fork(1)
@Warmup(iterations = 8, time = 5)
@Measurement(iterations = 5, time = 2)
public class LeNetBenchmark {
    @Param({"dnet", "PyTorch"})
    public String engine = "";

    @Param({"1", "2"})
    public int workers;

    private Learner learner = new Nobody();

    @Setup
    public void build() {
        learner = engine.equals("dnet") ? new OwnLearner(workers) : new PyTorchLearner(workers);
    }

    /// Every iteration does the same steps: nothing is learned by heart, which would end in numbers
    /// too small for the hardware.
    @Setup(Level.Iteration)
    public void restart() {
        learner.restart();
    }

    @TearDown
    public void close() {
        learner.close();
    }

    @Benchmark
    public double step() {
        return learner.step();
    }

    private static final class Nobody implements Learner {
        @Override
        public void restart() {}

        @Override
        public double step() {
            throw new IllegalStateException("not built yet");
        }

        @Override
        public void close() {}
    }
}
