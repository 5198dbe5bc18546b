package dev.dnet.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dnet.report.MixedPrecision;
import dev.dnet.runtime.ElementType;
import dev.dnet.runtime.Tensor;
import dev.dnet.runtime.WorkPool;
import dev.dnet.runtime.train.TrainProgram;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/// Parameters of f32, layers in 16 bits, losses that are scaled.
final class MixedPrecisionTest {
    private static final String FIT =
            """
            package fit

            use nn.Linear
            use optim.{SGD, Momentum, scaled}

            train Fit {
                let l = Linear(in: 4, out: 2)
                batch (x: f32[N, 4])
                loss = WEIGHT * sum(f32(l(f16(x))))
                update = UPDATE
            }
            """;

    private static final int STEPS = 250;

    @TempDir private Path folder = Path.of("");

    @Test
    void digitsAreLearntAsWellAsInF32() {
        var single = MixedPrecision.F32.trained(STEPS);
        assertTrue(single > 0.8, "f32 reaches " + single);
        for (var kind : List.of(MixedPrecision.BF16, MixedPrecision.F16_SCALED)) {
            double reached = kind.trained(STEPS);
            assertTrue(reached > single - 0.03, kind + " reaches " + reached + ", f32 " + single);
        }
    }

    @Test
    void activationsTakeHalfTheMemory() {
        double ratio = (double) MixedPrecision.BF16.arena() / MixedPrecision.F32.arena();
        assertTrue(ratio < 0.6, "of the arena of f32: " + ratio);
    }

    @Test
    void aSmallGradientVanishesInF16AndNotBehindAScale() throws Exception {
        var weak = FIT.replace("WEIGHT", "1e-9");
        assertEquals(0, moved(weak.replace("UPDATE", "SGD(lr: 1e9)"), 1));
        var scaled = weak.replace("UPDATE", "scaled(inner: SGD(lr: 1e9))");
        // Every element of x is 1, so each gradient is the weight times the three rows.
        assertEquals(-3, moved(scaled, 1), 0.01);
    }

    @Test
    void aGradientThatIsTooLargeChangesNothingAndHalvesTheScale() throws Exception {
        var text =
                FIT.replace("WEIGHT", "1")
                        .replace(
                                "UPDATE",
                                "scaled(inner: Momentum(lr: 1, momentum: 0.5), patience: 2)");
        try (var pool = new WorkPool(1);
                var program = CompiledTraining.of(text, folder).make(pool)) {
            program.initialize(1);
            var x = ones(3);
            float before = weight(program);
            program.step(List.of(x), 1, 0);
            assertEquals(before, weight(program));
            assertEquals(0, of(program, "momentum.v/l.w").getFloat(0, 0));
            // 65536 is infinite in f16, and so is three times 32768 in the sum of the rows.
            assertEquals(32768, of(program, "scaled.scale/l.w").getFloat());
            program.step(List.of(x), 1, 1);
            assertEquals(16384, of(program, "scaled.scale/l.b").getFloat());
            assertEquals(before, weight(program));
            program.step(List.of(x), 1, 2);
            assertEquals(before - 3, weight(program), 1e-5);
            assertEquals(3, of(program, "momentum.v/l.w").getFloat(0, 0));
            assertEquals(16384, of(program, "scaled.scale/l.w").getFloat());
            program.step(List.of(x), 1, 3);
            assertEquals(32768, of(program, "scaled.scale/l.w").getFloat());
        }
    }

    @Test
    void parametersOf16BitsAreLearntAndSaved() throws Exception {
        var text =
                """
                package half

                use init.ones
                use optim.SGD

                model Half { param w: bf16[2] ~ ones; fn (x: bf16[N, 2]) -> bf16[N] = x @ w }

                train Fit {
                    let half = Half()
                    batch (x: f32[N, 2])
                    loss = mean(f32(half(bf16(x))))
                    update = SGD(lr: 0.1)
                }
                """;
        try (var pool = new WorkPool(1);
                var program = CompiledTraining.of(text, folder).make(pool)) {
            program.initialize(1);
            program.step(List.of(Tensor.of(new float[] {1, 2, 3, 4}, 2, 2)), 1, 0);
            var w = of(program, "half.w");
            assertEquals(ElementType.BF16, w.type());
            assertNotEquals(1, w.getFloat(0));
            assertEquals(0.8, w.getFloat(0), 0x1p-8);
            assertEquals(0.7, w.getFloat(1), 0x1p-8);
        }
    }

    private float moved(String text, int steps) throws Exception {
        try (var pool = new WorkPool(1);
                var program = CompiledTraining.of(text, folder).make(pool)) {
            program.initialize(1);
            float before = weight(program);
            for (int step = 0; step < steps; step++) {
                program.step(List.of(ones(3)), 1, step);
            }
            return weight(program) - before;
        }
    }

    private static Tensor ones(int rows) {
        var x = new float[rows * 4];
        Arrays.fill(x, 1);
        return Tensor.of(x, rows, 4);
    }

    private static float weight(TrainProgram program) {
        return of(program, "l.w").getFloat(0, 0);
    }

    private static Tensor of(TrainProgram program, String path) {
        return Objects.requireNonNull(program.variables().get(path), path);
    }
}
