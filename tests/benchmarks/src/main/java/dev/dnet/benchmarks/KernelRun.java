package dev.dnet.benchmarks;

import static java.util.Objects.requireNonNull;

import dev.dnet.compiler.Compiler;
import dev.dnet.compiler.codegen.jvm.Entry;
import dev.dnet.compiler.ir.Input;
import dev.dnet.compiler.ir.Output;
import dev.dnet.compiler.type.TensorType;
import dev.dnet.runtime.Driver;
import dev.dnet.runtime.Tensor;
import dev.dnet.runtime.device.Device;
import dev.dnet.runtime.device.DeviceProgram;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;

/// The function of a model with arguments of these sizes, on a device and beside it on the CPU.
final class KernelRun implements AutoCloseable {
    private static final long SEED = 1;
    private static final double APART = 1e-4;
    private static final int WARM = 3;
    private static final int RUNS = 5;
    private static final int MOST_ROUNDS = 8;
    private static final long ENOUGH_NANOS = 5_000_000_000L;

    private final Code code;
    private final Object model;
    private final Map<String, Long> sizes;
    private final List<Tensor> arguments;
    private final Tensor result;
    private final DeviceProgram program;
    private final Driver driver;

    /// A model whose function stands behind its initialisation.
    record Code(Compiler.Lowered lowered) {
        private static final int FUNCTION = 1;

        Entry entry() {
            return lowered.entries().get(FUNCTION);
        }

        Class<?> type() {
            try {
                return Class.forName(
                        lowered.program().packageName() + "." + lowered.program().name());
            } catch (ClassNotFoundException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    KernelRun(Code code, Map<String, Integer> sizes, Device device) {
        this.code = code;
        this.sizes = Map.copyOf(toLongs(sizes));
        try {
            model = code.type().getMethod("create", long.class).invoke(null, SEED);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
        var random = new Random(SEED);
        arguments = code.entry().arguments().stream().map(a -> drawn(argument(a), random)).toList();
        result = zeros(result());
        var segments =
                variables().values().stream().map(Tensor::segment).toArray(MemorySegment[]::new);
        program = DeviceProgram.open(device, code.type(), segments, Arena.ofAuto().allocate(24, 8));
        driver = program.driver(Code.FUNCTION);
    }

    private static Map<String, Long> toLongs(Map<String, Integer> sizes) {
        var all = new HashMap<String, Long>();
        sizes.forEach((name, size) -> all.put(name, (long) size));
        return all;
    }

    @SuppressWarnings("unchecked")
    private SequencedMap<String, Tensor> variables() {
        try {
            return (SequencedMap<String, Tensor>) code.type().getMethod("parameters").invoke(model);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private TensorType argument(String path) {
        return code.entry().graph().inputs().stream()
                .map(v -> (Input) code.entry().graph().instr(v).op())
                .filter(i -> i.path().equals(path))
                .findFirst()
                .orElseThrow()
                .declared();
    }

    private TensorType result() {
        return code.entry().graph().outputs().stream()
                .filter(o -> o.kind() == Output.Kind.RESULT)
                .map(o -> code.entry().graph().type(o.value()))
                .findFirst()
                .orElseThrow();
    }

    private Tensor zeros(TensorType type) {
        var dims = type.shape().sizes().stream().mapToLong(s -> s.evaluate(sizes)).toArray();
        return Tensor.zeros(type.element(), dims);
    }

    private Tensor drawn(TensorType type, Random random) {
        var tensor = zeros(type);
        for (long i = 0; i < tensor.count(); i++) {
            tensor.segment().setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) random.nextGaussian());
        }
        return tensor;
    }

    /// Runs it once on both, and ends if they differ by more than rounding.
    void check() {
        bind();
        driver.execute(Arena.ofAuto().allocate(Math.max(1, driver.bind())));
        var wanted = onCpu();
        double largest = 0;
        double apart = 0;
        for (long i = 0; i < wanted.count(); i++) {
            double want = at(wanted, i);
            largest = Math.max(largest, Math.abs(want));
            // Not a number is as far apart as can be.
            double off = Math.abs(at(result, i) - want);
            apart = Math.max(apart, Double.isNaN(off) ? Double.POSITIVE_INFINITY : off);
        }
        if (largest == 0 || apart > APART * largest) {
            throw new IllegalStateException(
                    "%s: %s apart, the largest number is %s"
                            .formatted(code.type().getName(), apart, largest));
        }
    }

    private void bind() {
        int number = 0;
        for (var symbol : code.entry().loops().symbols()) {
            driver.size(number++, Math.toIntExact(requireNonNull(sizes.get(symbol), symbol)));
        }
        for (int a = 0; a < arguments.size(); a++) {
            driver.argument(a, arguments.get(a).segment());
        }
        driver.result(0, result.segment());
    }

    private Tensor onCpu() {
        var types = new Class<?>[arguments.size()];
        Arrays.fill(types, Tensor.class);
        try {
            return (Tensor)
                    code.type().getMethod("apply", types).invoke(model, arguments.toArray());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static double at(Tensor tensor, long index) {
        return tensor.segment().getAtIndex(ValueLayout.JAVA_FLOAT, index);
    }

    /// Its kernels by the clock of the device, warm.
    Measured measure() {
        program.kernelTimes(driver, WARM);
        long end = System.nanoTime() + ENOUGH_NANOS;
        var all = new long[0];
        for (int round = 0;
                round < MOST_ROUNDS && (round == 0 || System.nanoTime() < end);
                round++) {
            var more = program.kernelTimes(driver, RUNS);
            all = Arrays.copyOf(all, all.length + RUNS);
            System.arraycopy(more, 0, all, all.length - RUNS, RUNS);
        }
        return Measured.of(all);
    }

    @Override
    public void close() {
        program.close();
    }
}
