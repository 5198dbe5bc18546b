package dev.dnet.device;

import static java.util.Objects.requireNonNull;

import dev.dnet.compiler.ir.Interpreter;
import dev.dnet.compiler.ir.NdArray;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;

/// What graphs compute on a device, all in one virtual machine, beside the interpreter.
final class DeviceRuns {
    private static final double TOLERANCE = 1e-4;

    private DeviceRuns() {}

    /// What differs, or did not run, by label.
    static Map<String, String> failures(DeviceVm machine, List<DeviceCase> cases)
            throws IOException, InterruptedException {
        var failures = new TreeMap<String, String>();
        var ran = machine.run(cases);
        for (int k = 0; k < cases.size(); k++) {
            var c = cases.get(k);
            failure(c, ran.get(k)).ifPresent(f -> failures.put(c.label(), f));
        }
        return failures;
    }

    private static Optional<String> failure(DeviceCase c, DeviceVm.Ran ran) {
        if (!ran.error().isEmpty()) {
            return Optional.of(ran.error());
        }
        var expected = Interpreter.run(c.entry().graph(), c.inputs()).results();
        for (int r = 0; r < c.entry().results().size(); r++) {
            var name = c.entry().results().get(r);
            var result = c.tensor(name, ran.results().get(r));
            var difference = difference(requireNonNull(expected.get(name)), result::valueAt);
            if (difference.isPresent()) {
                return difference.map(d -> name + d);
            }
        }
        return Optional.empty();
    }

    /// The first element that is not near enough to what the interpreter computes.
    static Optional<String> difference(NdArray expected, IntToDoubleFunction actual) {
        for (int i = 0; i < expected.size(); i++) {
            double want = expected.data()[i];
            double got = actual.applyAsDouble(i);
            boolean near = Math.abs(want - got) <= TOLERANCE * (1 + Math.abs(want));
            if (!near && Double.compare(want, got) != 0) {
                return Optional.of("[%d] is %s, expected %s".formatted(i, got, want));
            }
        }
        return Optional.empty();
    }
}
