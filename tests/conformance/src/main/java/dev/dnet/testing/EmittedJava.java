package dev.dnet.testing;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.codegen.jvm.EmittedGraph;
import dev.dnet.compiler.codegen.jvm.kernel.Width;
import dev.dnet.compiler.fusion.Lowering;
import dev.dnet.compiler.ir.Graph;
import dev.dnet.compiler.ir.Interpreter;
import dev.dnet.compiler.ir.NdArray;
import dev.dnet.runtime.Vectors;
import dev.dnet.runtime.WorkPool;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/// The whole compiler: passes, kernels, Java, class files. Run as plain loops, and where the
/// machine has vectors with those in pieces, the last one first; both must give the same bits.
@AutoService(Subject.class)
public final class EmittedJava implements Subject {
    private static final WorkPool REVERSED = WorkPool.reversed(3);

    @Override
    public String name() {
        return "emitted Java";
    }

    @Override
    public Interpreter.Outcome run(Graph graph, Map<String, NdArray> inputs) {
        var emitted = EmittedGraph.of(AfterPasses.optimised(graph), Lowering.Mode.FUSED);
        var plain = emitted.run(inputs, Width.PLAIN, 1);
        vectorWidth()
                .ifPresent(width -> requireSameBits(plain, emitted.run(inputs, width, REVERSED)));
        return new Interpreter.Outcome(plain, Map.of());
    }

    private static Optional<Width> vectorWidth() {
        return Arrays.stream(Width.values())
                .filter(w -> w.isVector() && w.bits() == Vectors.preferredBits())
                .findFirst();
    }

    private static void requireSameBits(Map<String, NdArray> plain, Map<String, NdArray> vectors) {
        plain.forEach((name, value) -> {
            var other = Optional.ofNullable(vectors.get(name)).orElseThrow();
            int at = Arrays.mismatch(value.data(), other.data());
            if (at >= 0) {
                throw new IllegalStateException(
                        "%s[%d]: plain loops make %s, vectors make %s"
                                .formatted(name, at, value.data()[at], other.data()[at]));
            }
        });
    }
}
