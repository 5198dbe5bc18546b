package dev.dnet.benchmarks;

import dev.dnet.compiler.Compiler;
import dev.dnet.runtime.ElementType;
import dev.dnet.runtime.Tensor;
import dev.dnet.runtime.WorkPool;
import dev.dnet.runtime.data.BatchField;
import dev.dnet.runtime.device.Device;
import dev.dnet.runtime.train.TrainProgram;

import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Steps of training on batches of random numbers, as a user takes them: each brings its batch to
/// the device, and its loss back.
record StepRun(String label, Compiler.Lowered lowered, int rows) {
    private static final long SEED = 1;
    private static final int CLASSES = 10;
    private static final int CHECKED = 3;
    private static final double APART = 1e-3;
    private static final int LEAST = 5;
    private static final int MOST = 30;
    private static final long ENOUGH_NANOS = 8_000_000_000L;

    /// Losses of the first steps beside the CPU's, then the time of the next ones.
    Measured measure(Device device) {
        try (var there = there(device)) {
            var batch = batch(there.batchFields());
            check(there, batch);
            var nanos = new long[MOST];
            long begin = System.nanoTime();
            int steps = 0;
            while (steps < LEAST || steps < MOST && System.nanoTime() - begin < ENOUGH_NANOS) {
                long start = System.nanoTime();
                double loss = there.step(batch, SEED, CHECKED + steps);
                nanos[steps++] = System.nanoTime() - start;
                if (!Double.isFinite(loss)) {
                    throw new IllegalStateException(label + ": the loss is " + loss);
                }
            }
            return Measured.of(Arrays.copyOf(nanos, steps));
        }
    }

    private void check(TrainProgram there, List<Tensor> batch) {
        there.initialize(SEED);
        try (var pool = new WorkPool(WorkPool.defaultThreads());
                var here = (TrainProgram) Compiled.instance(type(), pool)) {
            here.initialize(SEED);
            for (int step = 0; step < CHECKED; step++) {
                double want = here.step(batch, SEED, step);
                double got = there.step(batch, SEED, step);
                if (!(Math.abs(got - want) <= APART * Math.abs(want))) {
                    throw new IllegalStateException(
                            "%s: step %d has the loss %s, on the CPU %s"
                                    .formatted(label, step, got, want));
                }
            }
        }
    }

    private TrainProgram there(Device device) {
        try {
            return (TrainProgram) type().getMethod("on", Device.class).invoke(null, device);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(label, e);
        }
    }

    private Class<?> type() {
        var name = lowered.program().packageName() + "." + lowered.program().name();
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(label, e);
        }
    }

    private List<Tensor> batch(List<BatchField> fields) {
        var random = new Random(SEED);
        return fields.stream().map(field -> drawn(field, random)).toList();
    }

    private Tensor drawn(BatchField field, Random random) {
        var tensor = field.batch(rows);
        for (long i = 0; i < tensor.count(); i++) {
            if (field.type() == ElementType.I32) {
                tensor.segment().setAtIndex(ValueLayout.JAVA_INT, i, random.nextInt(CLASSES));
            } else {
                tensor.segment()
                        .setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) random.nextGaussian());
            }
        }
        return tensor;
    }
}
