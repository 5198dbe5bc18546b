package quickstart.xor;

import dev.dnet.runtime.Tensor;
import dev.dnet.runtime.checkpoint.Checkpoint;
import dev.dnet.runtime.checkpoint.Progress;
import dev.dnet.runtime.device.Device;

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
