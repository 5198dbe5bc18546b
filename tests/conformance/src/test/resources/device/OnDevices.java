package quickstart.xor;

import dev.dnet.runtime.DnetException;
import dev.dnet.runtime.ElementType;
import dev.dnet.runtime.Tensor;
import dev.dnet.runtime.checkpoint.Checkpoint;
import dev.dnet.runtime.checkpoint.Progress;
import dev.dnet.runtime.device.Device;

import sums.Sums;

import java.nio.file.Path;
import java.util.List;
import java.util.SequencedMap;

/// What an application does with generated classes, on a device and on the CPU. Prints a line for
/// each thing that holds.
public final class OnDevices {
    private static final List<Tensor> CASES =
            List.of(
                    Tensor.of(new float[] {0, 0, 0, 1, 1, 0, 1, 1}, 4, 2),
                    Tensor.of(new float[] {0, 1, 1, 0}, 4, 1));
    private static final int STEPS = 200;

    private OnDevices() {}

    public static void main(String[] args) {
        var device = Device.of(args[0]);
        var file = Path.of(args[1]);
        try (var here = new Learn();
                var there = Learn.on(device)) {
            here.initialize(3);
            there.initialize(3);
            require("the same start", near(here.variables(), there.variables()));
            double first = there.step(CASES, 3, 0);
            require("the same loss", Math.abs(first - here.step(CASES, 3, 0)) < 1e-5);
            for (int step = 1; step < STEPS; step++) {
                here.step(CASES, 3, step);
                there.step(CASES, 3, step);
            }
            require("the same variables after training", near(here.variables(), there.variables()));
            double[] scores = there.evaluate(CASES);
            require("it has learned", scores[1] == 1);
            batches(here, there);
            checkpoints(there, device, file);
            models(there, device);
            sessions(device);
            turns(Sums.create(1), Sums.create(1).on(device));
        }
    }

    /// A larger batch than before, and a smaller one.
    private static void batches(Learn here, Learn there) {
        for (int n : new int[] {100, 3, 1}) {
            var batch = List.of(Tensor.of(xs(n), n, 2), Tensor.of(new float[n], n, 1));
            double want = here.evaluate(batch)[0];
            require("a batch of " + n, Math.abs(there.evaluate(batch)[0] - want) < 1e-4 * want);
        }
        require("variables outlive a larger batch", near(here.variables(), there.variables()));
    }

    private static float[] xs(int n) {
        var x = new float[2 * n];
        for (int i = 0; i < x.length; i++) {
            x[i] = i % 5 / 4f;
        }
        return x;
    }

    private static void checkpoints(Learn there, Device device, Path file) {
        var progress = Progress.start(there.name(), there.fingerprint(), 3);
        Checkpoint.save(file, there.variables(), progress);
        try (var cpu = new Learn();
                var again = Learn.on(device)) {
            Checkpoint.load(file).restore(cpu.fingerprint(), cpu.variables());
            Checkpoint.load(file).restore(again.fingerprint(), again.variables());
            double want = cpu.evaluate(CASES)[0];
            require("a checkpoint on the CPU", Math.abs(there.evaluate(CASES)[0] - want) < 1e-5);
            require("a checkpoint on the device", Math.abs(again.evaluate(CASES)[0] - want) < 1e-5);
            cpu.step(CASES, 3, STEPS);
            again.step(CASES, 3, STEPS);
            require("a step after it", near(cpu.variables(), again.variables()));
        }
    }

    private static void models(Learn trained, Device device) {
        var cpu = Mlp.create(1);
        var there = cpu.on(device);
        var x = CASES.getFirst();
        require("a model", near(cpu.apply(x), there.apply(x)));
        var before = there.apply(x);
        var learned = trained.variables();
        there.parameters().forEach((path, tensor) -> tensor.copyFrom(learned.get("net." + path)));
        require("parameters that were changed", near(cpu.apply(x), there.apply(x)));
        require("and changed the answer", !near(before, there.apply(x)));
    }

    private static void sessions(Device device) {
        var model = Sums.create(1);
        try (var cpu = model.session();
                var fresh = model.session();
                var there = model.on(device).session();
                var other = model.on(device).session()) {
            for (int at = 0; at < 2; at++) {
                var want = cpu.step(row(at + 1), at(at));
                require("what calls left: " + at, near(want, there.step(row(at + 1), at(at))));
            }
            var alone = fresh.step(row(7), at(3));
            require("a session of its own", near(alone, other.step(row(7), at(3))));
            var many = Tensor.of(xs(300), 200, 3);
            require("a larger call", near(cpu.apply(many), there.apply(many)));
            model.parameters().get("w").copyFrom(Tensor.of(new float[] {2, 3, 4}, 3));
            var after = cpu.step(row(5), at(2));
            require("caches outlive parameters", near(after, there.step(row(5), at(2))));
            require("caches that are read", near(cpu.caches(), there.caches()));
            there.caches().get("past").copyFrom(Tensor.zeros(ElementType.F32, 5, 3));
            require("caches that are written", near(row(2, 3, 4), there.step(row(1), at(4))));
            there.reset();
            require("zero again", near(row(2, 3, 4), there.step(row(1), at(1))));
        }
    }

    /// Loops that the data end, and what ends a call in one.
    private static void turns(Sums cpu, Sums there) {
        require("turns", near(cpu.halved(row(9, 30, 4)), there.halved(row(9, 30, 4))));
        require(
                "a check in a turn",
                sameError(
                        "assert/failed",
                        () -> cpu.halved(row(-9, 1, 1)),
                        () -> there.halved(row(-9, 1, 1))));
        var far = Tensor.of(new int[] {1, 9}, 2);
        var one = Tensor.of(new float[] {1});
        require(
                "an index in a side",
                sameError(
                        "index/out-of-range",
                        () -> cpu.picked(row(1), far, one),
                        () -> there.picked(row(1), far, one)));
        var none = Tensor.of(new float[] {-1});
        require("the other side", near(none, there.picked(row(1), far, none)));
    }

    private static boolean sameError(String name, Runnable here, Runnable there) {
        return message(here).startsWith("error[" + name + "]")
                && message(there).equals(message(here));
    }

    private static String message(Runnable call) {
        try {
            call.run();
            return "nothing";
        } catch (DnetException e) {
            return e.text();
        }
    }

    private static Tensor at(int number) {
        return Tensor.of(new int[] {number});
    }

    private static Tensor row(float all) {
        return row(all, all, all);
    }

    private static Tensor row(float a, float b, float c) {
        return Tensor.of(new float[] {a, b, c}, 3);
    }

    private static boolean near(
            SequencedMap<String, Tensor> expected, SequencedMap<String, Tensor> actual) {
        return expected.keySet().equals(actual.keySet())
                && expected.keySet().stream()
                        .allMatch(path -> near(expected.get(path), actual.get(path)));
    }

    private static boolean near(Tensor expected, Tensor actual) {
        for (int i = 0; i < expected.count(); i++) {
            double want = expected.valueAt(i);
            if (!(Math.abs(want - actual.valueAt(i)) <= 1e-3 * (1 + Math.abs(want)))) {
                return false;
            }
        }
        return expected.count() == actual.count();
    }

    private static void require(String what, boolean holds) {
        System.out.println((holds ? "holds: " : "FAILS: ") + what);
    }
}
