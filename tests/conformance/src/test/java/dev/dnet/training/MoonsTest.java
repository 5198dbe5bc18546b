package dev.dnet.training;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dnet.report.Repository;
import dev.dnet.runtime.ElementType;
import dev.dnet.runtime.Philox;
import dev.dnet.runtime.Tensor;
import dev.dnet.runtime.WorkPool;
import dev.dnet.runtime.data.BatchPlan;
import dev.dnet.runtime.data.BatchStream;
import dev.dnet.runtime.data.Cursor;
import dev.dnet.runtime.data.DataSet;
import dev.dnet.runtime.data.MoonsDataSet;
import dev.dnet.runtime.train.TrainProgram;

import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

/// The networks of `examples/moons` draw the two moons: the energy distance (Székely and Rizzo,
/// 2013) between points that they made and points of the data is near that of two samples of the
/// data, and far below that of what they made before training.
final class MoonsTest {
    private static final String EXAMPLE = "examples/moons";
    private static final int POINTS = 512;
    private static final int NOISE = 4;
    private static final DataSet DATA = new MoonsDataSet(4_096, 1, 0.05);
    private static final DataSet OTHERS = new MoonsDataSet(2 * POINTS, 2, 0.05);

    /// The square root of it for two samples of so many points is below 0.05.
    private static final double NEAR = 0.15;

    private static final double FAR = 0.4;

    @Test
    void aGenerator() throws Exception {
        matches("Gan", 1_200, false);
    }

    @Test
    void oneForEachMoon() throws Exception {
        matches("Conditional", 800, true);
    }

    @Test
    void withAPenaltyOnTheSlope() throws Exception {
        matches("Penalised", 800, false);
    }

    private static void matches(String name, int steps, boolean told) throws Exception {
        var example = Repository.here().path(EXAMPLE);
        var text = Files.readString(example.resolve("moons.dnet"));
        var training = CompiledTraining.of(text, example, Optional.of(name));
        try (var pool = new WorkPool(1);
                var program = training.make(pool)) {
            program.initialize(1);
            var before = distances(program, told);
            before.forEach(d -> assertTrue(d > FAR, name + " before training: " + before));
            train(program, steps);
            var after = distances(program, told);
            after.forEach(d -> assertTrue(d < NEAR, name + " trained: " + after));
        }
    }

    private static void train(TrainProgram program, int steps) {
        var plan = new BatchPlan(128, true, false, 1);
        try (var stream =
                BatchStream.endless(DATA, program.batchFields(), plan, new Cursor(0, 0))) {
            for (int step = 0; step < steps; step++) {
                program.step(stream.next().orElseThrow().tensors(), 1, step);
            }
        }
    }

    /// To all of the data, or for each moon to its points.
    private static List<Double> distances(TrainProgram program, boolean told)
            throws ReflectiveOperationException {
        return told
                ? List.of(distance(program, 0, 2), distance(program, 1, 2))
                : List.of(distance(program, 0, 1));
    }

    /// To every `stride`-th point from `first` on; points of even numbers are on the upper moon.
    private static double distance(TrainProgram program, int first, int stride)
            throws ReflectiveOperationException {
        int width = stride == 1 ? NOISE : NOISE + 2;
        var noise = Tensor.zeros(ElementType.F32, POINTS, width);
        for (int i = 0; i < POINTS; i++) {
            for (int k = 0; k < NOISE; k++) {
                noise.setFloat(Philox.normalF32(i * NOISE + k, 3, 4, 0), i, k);
            }
            if (stride == 2) {
                noise.setFloat(1, i, NOISE + first);
            }
        }
        var made =
                (Tensor) program.getClass().getMethod("made", Tensor.class).invoke(program, noise);
        var real = Tensor.zeros(ElementType.F32, POINTS, 2);
        var labels = Tensor.zeros(ElementType.I32, POINTS);
        for (int i = 0; i < POINTS; i++) {
            OTHERS.read(first + i * stride, List.of(real, labels), i);
        }
        return Math.sqrt(2 * mean(made, real) - mean(made, made) - mean(real, real));
    }

    /// The mean distance between a point of one sample and one of the other.
    private static double mean(Tensor a, Tensor b) {
        double sum = 0;
        for (int i = 0; i < POINTS; i++) {
            for (int j = 0; j < POINTS; j++) {
                sum +=
                        Math.hypot(
                                a.getFloat(i, 0) - b.getFloat(j, 0),
                                a.getFloat(i, 1) - b.getFloat(j, 1));
            }
        }
        return sum / ((double) POINTS * POINTS);
    }
}
