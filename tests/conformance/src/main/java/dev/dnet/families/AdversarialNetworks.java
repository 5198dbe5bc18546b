package dev.dnet.families;

import com.google.auto.service.AutoService;

import dev.dnet.runtime.ElementType;
import dev.dnet.runtime.Philox;
import dev.dnet.runtime.Tensor;
import dev.dnet.runtime.data.BatchPlan;
import dev.dnet.runtime.data.BatchStream;
import dev.dnet.runtime.data.Cursor;
import dev.dnet.runtime.data.DataSet;
import dev.dnet.runtime.data.MoonsDataSet;
import dev.dnet.runtime.train.TrainProgram;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;

/// G2: the networks of `examples/moons` draw the two moons. The energy distance (Székely and Rizzo,
/// 2013) between points that they made and points of the data is near that of two samples of the
/// data, which is below 0.05, and far below that of what they made before training. Of two kinds of
/// moons, each is made of the other.
@AutoService(Family.class)
public final class AdversarialNetworks implements Family {
    private static final int POINTS = 512;
    private static final int NOISE = 4;
    private static final int BATCH = 128;
    private static final DataSet DATA = new MoonsDataSet(4_096, 1, 0.05);
    private static final DataSet OTHERS = new MoonsDataSet(2 * POINTS, 2, 0.05);
    private static final double NEAR = 0.15;
    private static final double NEAR_OTHERS = 0.25;
    private static final double FAR = 0.4;
    private static final int CYCLES = 800;

    @Override
    public String row() {
        return "G2";
    }

    @Override
    public List<Claim> measure() throws Exception {
        var moons = Compiled.example("examples/moons/moons.dnet");
        return moons(moons, "Conditional", "told the moon", 800, true);
    }

    @Override
    public List<Claim> measureAtLength() throws Exception {
        var moons = Compiled.example("examples/moons/moons.dnet");
        var claims = new ArrayList<Claim>();
        claims.addAll(moons(moons, "Gan", "a generator", 1_200, false));
        claims.addAll(moons(moons, "Penalised", "with a penalty on the slope", 800, false));
        claims.addAll(cycle(Compiled.of("cycle")));
        return claims;
    }

    private static List<Claim> moons(
            Compiled compiled, String name, String what, int steps, boolean told)
            throws ReflectiveOperationException {
        try (var program = compiled.train(name, 1)) {
            double before = distances(program, told).min().orElseThrow();
            var plan = new BatchPlan(BATCH, true, false, 1);
            try (var stream =
                    BatchStream.endless(DATA, program.batchFields(), plan, new Cursor(0, 0))) {
                for (int step = 0; step < steps; step++) {
                    program.step(stream.next().orElseThrow().tensors(), 1, step);
                }
            }
            double after = distances(program, told).max().orElseThrow();
            return List.of(
                    Claim.above(what + ", distance before training", before, FAR),
                    Claim.below(what + ", distance", after, NEAR));
        }
    }

    /// To all of the data, or for each moon to its points.
    private static DoubleStream distances(TrainProgram program, boolean told)
            throws ReflectiveOperationException {
        return told
                ? DoubleStream.of(distance(program, 0, 2), distance(program, 1, 2))
                : DoubleStream.of(distance(program, 0, 1));
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
        var made = new ModelObject(program).call("made", noise);
        return EnergyDistance.of(made, read(OTHERS, first, stride));
    }

    private static Tensor read(DataSet data, int first, int stride) {
        var points = Tensor.zeros(ElementType.F32, POINTS, 2);
        var labels = Tensor.zeros(ElementType.I32, POINTS);
        for (int i = 0; i < POINTS; i++) {
            data.read(first + i * stride, List.of(points, labels), i);
        }
        return points;
    }

    private static List<Claim> cycle(Compiled compiled) throws ReflectiveOperationException {
        try (var program = compiled.train("Cycle", 1)) {
            var random = new Random(3);
            for (int step = 0; step < CYCLES; step++) {
                program.step(List.of(some(random), turned(some(random))), 1, step);
            }
            var one = read(DATA, 0, 1);
            var other = turned(read(OTHERS, 0, 1));
            var networks = new ModelObject(program);
            double there = EnergyDistance.of(networks.call("as_b", one), other);
            double back = EnergyDistance.of(networks.call("as_a", other), one);
            double lost = program.evaluate(List.of(one, other))[3];
            return List.of(
                    Claim.above(
                            "cycle, distance of the two kinds", EnergyDistance.of(one, other), FAR),
                    Claim.below("cycle, distance of what is made there", there, NEAR_OTHERS),
                    Claim.below("cycle, distance of what is made back", back, NEAR_OTHERS),
                    Claim.below("cycle, what is lost there and back", lost, 0.3));
        }
    }

    private static Tensor some(Random random) {
        var points = Tensor.zeros(ElementType.F32, BATCH, 2);
        var labels = Tensor.zeros(ElementType.I32, BATCH);
        for (int i = 0; i < BATCH; i++) {
            DATA.read(random.nextInt(4_096), List.of(points, labels), i);
        }
        return points;
    }

    /// The moons of another kind: turned by a right angle, larger, and beside the others.
    private static Tensor turned(Tensor points) {
        int count = (int) (points.count() / 2);
        var turned = Tensor.zeros(ElementType.F32, count, 2);
        for (int i = 0; i < count; i++) {
            turned.setFloat(1 - 1.5f * points.getFloat(i, 1), i, 0);
            turned.setFloat(1 + 1.5f * points.getFloat(i, 0), i, 1);
        }
        return turned;
    }
}
