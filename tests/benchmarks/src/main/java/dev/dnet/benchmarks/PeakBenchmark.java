package dev.dnet.benchmarks;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// The most fused multiply-adds that one core does: independent chains in registers, of the widest
/// vectors. No memory is touched, so no kernel can be faster.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 10, time = 1)
public class PeakBenchmark {
    private static final VectorSpecies<Float> F = FloatVector.SPECIES_PREFERRED;
    private static final int STEPS = 100_000;

    /// More chains than multiply-adds are in flight, fewer than the 16 registers of the oldest
    /// vector machines.
    private static final int CHAINS = 12;

    public float factor = 0.999f;
    public float addend = 0.001f;

    /// Floating-point operations of one call.
    static double work() {
        return 2.0 * F.length() * CHAINS * STEPS;
    }

    @Benchmark
    public float multiplyAdd() {
        var x = FloatVector.broadcast(F, factor);
        var y = FloatVector.broadcast(F, addend);
        var c0 = y;
        var c1 = y.add(1);
        var c2 = y.add(2);
        var c3 = y.add(3);
        var c4 = y.add(4);
        var c5 = y.add(5);
        var c6 = y.add(6);
        var c7 = y.add(7);
        var c8 = y.add(8);
        var c9 = y.add(9);
        var c10 = y.add(10);
        var c11 = y.add(11);
        for (int k = 0; k < STEPS; k++) {
            c0 = c0.fma(x, y);
            c1 = c1.fma(x, y);
            c2 = c2.fma(x, y);
            c3 = c3.fma(x, y);
            c4 = c4.fma(x, y);
            c5 = c5.fma(x, y);
            c6 = c6.fma(x, y);
            c7 = c7.fma(x, y);
            c8 = c8.fma(x, y);
            c9 = c9.fma(x, y);
            c10 = c10.fma(x, y);
            c11 = c11.fma(x, y);
        }
        var all = c0.add(c1).add(c2).add(c3).add(c4).add(c5);
        return all.add(c6).add(c7).add(c8).add(c9).add(c10).add(c11).lane(0);
    }
}
