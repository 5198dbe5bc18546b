package dev.dnet.device;

import static java.util.Objects.requireNonNull;

import dev.dnet.compiler.ir.Interpreter;
import dev.dnet.compiler.ir.NdArray;
import dev.dnet.runtime.ElementType;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/// What graphs compute on a device, all in one virtual machine, beside the interpreter.
final class DeviceRuns {
    private static final double TOLERANCE = 1e-4;

    /// Of the largest change of a variable.
    private static final double CHANGE = 1e-3;

    /// How many are one program.
    private static final int TOGETHER = 16;

    private DeviceRuns() {}

    /// What differs from what the interpreter says, or did not run, by label.
    static Map<String, String> failures(DeviceVm machine, List<DeviceCase> cases)
            throws IOException, InterruptedException {
        return failures(
                machine, cases, c -> Interpreter.run(c.entry().graph(), c.inputs(), c.sizes()));
    }

    /// What differs from what is expected of each.
    static Map<String, String> failures(
            DeviceVm machine,
            List<DeviceCase> cases,
            Function<DeviceCase, Interpreter.Outcome> expected)
            throws IOException, InterruptedException {
        var failures = new TreeMap<String, String>();
        var ran = run(machine, cases);
        for (int k = 0; k < cases.size(); k++) {
            var c = cases.get(k);
            failure(c, ran.get(k), expected).ifPresent(f -> failures.put(c.label(), f));
        }
        return failures;
    }

    /// Many in each program. Those of a program that fails run again, each alone, so that it shows
    /// which of them fail.
    static List<DeviceVm.Ran> run(DeviceVm machine, List<DeviceCase> cases)
            throws IOException, InterruptedException {
        var batches = DeviceBatch.of(cases, machine.kind(), TOGETHER);
        var ran = new ArrayList<>(machine.run(batches));
        var failed = new ArrayList<Integer>();
        int first = 0;
        for (var batch : batches) {
            int end = first + batch.cases().size();
            if (ran.subList(first, end).stream().anyMatch(r -> !r.error().isEmpty())) {
                IntStream.range(first, end).forEach(failed::add);
            }
            first = end;
        }
        var alone = failed.stream().map(cases::get).toList();
        var again = machine.run(DeviceBatch.of(alone, machine.kind(), 1));
        for (int k = 0; k < failed.size(); k++) {
            ran.set(failed.get(k), again.get(k));
        }
        return ran;
    }

    private static Optional<String> failure(
            DeviceCase c, DeviceVm.Ran ran, Function<DeviceCase, Interpreter.Outcome> expected) {
        if (!ran.error().isEmpty()) {
            return Optional.of(ran.error());
        }
        var wanted = expected.apply(c);
        var made = c.outcome(ran);
        return difference(c, wanted.results(), made.results())
                .or(() -> change(c, wanted.writes(), made.writes()));
    }

    /// Variables change little, and slots hold small numbers: the first element whose change is not
    /// near enough, beside the largest change of its variable.
    private static Optional<String> change(
            DeviceCase c, Map<String, NdArray> expected, Map<String, NdArray> actual) {
        for (var path : expected.keySet()) {
            var want = requireNonNull(expected.get(path));
            var got = requireNonNull(actual.get(path), path);
            var before = c.inputs().getOrDefault(path, want.map(v -> 0));
            double most = 0;
            for (int i = 0; i < want.size(); i++) {
                most = Math.max(most, Math.abs(want.data()[i] - before.data()[i]));
            }
            for (int i = 0; i < want.size(); i++) {
                double near = CHANGE * most + 4 * Math.ulp((float) want.data()[i]);
                if (!(Math.abs(want.data()[i] - got.data()[i]) <= near)) {
                    return Optional.of(
                            "%s[%d] becomes %s, expected %s; it was %s, and the largest change is %s"
                                    .formatted(
                                            path,
                                            i,
                                            got.data()[i],
                                            want.data()[i],
                                            before.data()[i],
                                            most));
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> difference(
            DeviceCase c, Map<String, NdArray> expected, Map<String, NdArray> actual) {
        for (var name : expected.keySet()) {
            var data = requireNonNull(actual.get(name), name).data();
            double near = near(c.result(name).element());
            var difference = difference(requireNonNull(expected.get(name)), i -> data[i], near);
            if (difference.isPresent()) {
                return difference.map(d -> name + d);
            }
        }
        return Optional.empty();
    }

    /// For floats of 16 bits, 16 times what rounding a number near 1 may add.
    private static double near(ElementType type) {
        return switch (type) {
            case F16 -> 16 * 0x1p-11;
            case BF16 -> 16 * 0x1p-8;
            case F32, F64, I32, I64, BOOL -> TOLERANCE;
        };
    }

    /// The first element that is not near enough to what the interpreter computes.
    static Optional<String> difference(NdArray expected, IntToDoubleFunction actual) {
        return difference(expected, actual, TOLERANCE);
    }

    private static Optional<String> difference(
            NdArray expected, IntToDoubleFunction actual, double tolerance) {
        for (int i = 0; i < expected.size(); i++) {
            double want = expected.data()[i];
            double got = actual.applyAsDouble(i);
            boolean near = Math.abs(want - got) <= tolerance * (1 + Math.abs(want));
            if (!near && Double.compare(want, got) != 0) {
                return Optional.of("[%d] is %s, expected %s".formatted(i, got, want));
            }
        }
        return Optional.empty();
    }
}
