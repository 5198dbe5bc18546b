package dev.dnet.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dnet.runtime.Tensor;
import dev.dnet.runtime.WorkPool;
import dev.dnet.runtime.data.BatchPlan;
import dev.dnet.runtime.data.BatchStream;
import dev.dnet.runtime.data.MoonsDataSet;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Four batches whose gradients are accumulated move the parameters as one that is four times as
/// large; and the losses of steps are those that the class keeps.
final class AccumulationTest {
    private static final String FIT =
            """
            package fit

            use nn.{Linear, leaky_relu}
            use loss.{cross_entropy}
            use optim.Adam
            use schedule.cosine

            train Fit {
                let l1 = Linear(in: 2, out: 8)
                let l2 = Linear(in: 8, out: 2)
                batch (point: f32[N, 2], label: i32[N])
                loss = cross_entropy(point |> l1 |> leaky_relu |> l2, label)
                update = Adam(lr: cosine(from: 1e-2, steps: 4))
                average slow = l1 decay 0.5
                RUN
            }
            """;

    private static final String PLAYERS =
            """
            package players

            use nn.Linear
            use optim.SGD

            train Players {
                let a = Linear(in: 2, out: 2)
                let b = Linear(in: 2, out: 1)
                batch (point: f32[N, 2])
                step b { loss = mean((b(a(point)) - 1) ** 2); update = SGD(lr: 0.1) }
                step a { loss = mean(b(a(point)) ** 2); update = SGD(lr: 0.1) }
            }
            """;

    @TempDir private Path folder = Path.of("");

    @Test
    void equalsALargeBatch() throws Exception {
        var large = trained(FIT.replace("RUN", ""), 32, 3);
        var small = trained(FIT.replace("RUN", "run { accumulate = 4 }"), 8, 12);
        assertTrue(large.size() >= 14, large.keySet()::toString);
        for (var path : large.keySet()) {
            var expected = of(large, path);
            var found = of(small, path);
            for (int i = 0; i < expected.size(); i++) {
                assertEquals(expected.get(i), found.get(i), 2e-5, path + " at " + i);
            }
        }
        for (var path : List.of("accumulate/l1.w", "accumulate/l2.b")) {
            assertTrue(of(small, path).stream().allMatch(v -> v == 0), path);
        }
    }

    @Test
    void stepsHaveLossesOfTheirOwn() throws Exception {
        var training = CompiledTraining.of(PLAYERS, folder);
        try (var pool = new WorkPool(1);
                var program = training.make(pool)) {
            assertEquals(List.of("b.loss", "a.loss"), program.lossNames());
            assertEquals(program.lossNames(), program.metricNames());
            program.initialize(1);
            var point = Tensor.of(new float[] {1, 2}, 1, 2);
            double w = at(of(program.variables(), "a.w"), 0, 0);
            var b = of(program.variables(), "b.w");
            var made = made(program.variables(), point);
            double value = b.getFloat(0, 0) * made[0] + b.getFloat(0, 1) * made[1];
            double first = (value - 1) * (value - 1);
            // The step of b, by hand; then a sees the new b.
            double move = 0.1 * 2 * (value - 1);
            double b0 = b.getFloat(0, 0) - move * made[0];
            double b1 = b.getFloat(0, 1) - move * made[1];
            double second = b0 * made[0] + b1 * made[1] - move;
            double sum = program.step(List.of(point), 1, 0);
            assertEquals(first, program.losses()[0], 1e-5);
            assertEquals(second * second, program.losses()[1], 1e-5);
            assertEquals(first + second * second, sum, 1e-5);
            assertEquals(b0, at(of(program.variables(), "b.w"), 0, 0), 1e-5);
            assertEquals(w - 0.1 * 2 * second * b0, at(of(program.variables(), "a.w"), 0, 0), 1e-5);
        }
    }

    private static <T> T of(Map<String, T> values, String path) {
        return Objects.requireNonNull(values.get(path), path);
    }

    private static double at(Tensor tensor, long... index) {
        return tensor.getFloat(index);
    }

    private static double[] made(Map<String, Tensor> variables, Tensor point) {
        var w = of(variables, "a.w");
        var made = new double[2];
        for (int i = 0; i < 2; i++) {
            made[i] = at(w, i, 0) * at(point, 0, 0) + at(w, i, 1) * at(point, 0, 1);
        }
        return made;
    }

    private Map<String, List<Float>> trained(String text, int batch, int steps) throws Exception {
        var training = CompiledTraining.of(text, folder);
        var data = new MoonsDataSet(96, 1, 0.05);
        var values = new HashMap<String, List<Float>>();
        try (var pool = new WorkPool(1);
                var program = training.make(pool);
                var stream =
                        BatchStream.once(data, program.batchFields(), BatchPlan.inOrder(batch))) {
            program.initialize(1);
            for (int step = 0; step < steps; step++) {
                program.step(stream.next().orElseThrow().tensors(), 1, step);
            }
            program.variables().forEach((path, tensor) -> values.put(path, floats(tensor)));
        }
        return values;
    }

    private static List<Float> floats(Tensor tensor) {
        var values = new ArrayList<Float>();
        for (float value : tensor.toFloats()) {
            values.add(value);
        }
        return values;
    }
}
