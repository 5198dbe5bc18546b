package dev.dnet.testing;

import dev.dnet.compiler.ir.Interpreter;
import dev.dnet.compiler.ir.NdArray;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What the oracle says of a program.
public sealed interface Reading {

    /// The right outputs, and how far each element may be off.
    record Steady(Map<String, NdArray> values, Map<String, NdArray> tolerance) implements Reading {

        /// What is wrong with an outcome, if something is.
        public Optional<String> difference(Interpreter.Outcome outcome) {
            var found = outputs(outcome);
            for (var name : values.keySet()) {
                var problem = compare(name, found.get(name));
                if (problem.isPresent()) {
                    return problem;
                }
            }
            return Optional.empty();
        }

        private Optional<String> compare(
                String name, @org.jspecify.annotations.Nullable NdArray found) {
            var expected = of(values, name);
            if (found == null || !Arrays.equals(found.shape(), expected.shape())) {
                return Optional.of(name + " is " + found + ", expected " + expected);
            }
            for (int i = 0; i < expected.size(); i++) {
                double want = expected.data()[i];
                double got = found.data()[i];
                double off = of(tolerance, name).data()[i];
                if (!(Math.abs(want - got) <= off) && Double.compare(want, got) != 0) {
                    return Optional.of(
                            "%s[%d] is %s, expected %s within %.2g"
                                    .formatted(name, i, got, want, off));
                }
            }
            return Optional.empty();
        }

        private static NdArray of(Map<String, NdArray> outputs, String name) {
            return Optional.ofNullable(outputs.get(name)).orElseThrow();
        }
    }

    /// Not for comparing.
    record Unsteady(Reason reason) implements Reading {}

    enum Reason {
        /// The smallest change of a number changes an output much.
        UNSTABLE,
        /// Numbers too large, or none at all.
        WILD,
        /// A gradient was asked for that there is none of.
        NO_GRADIENT
    }

    /// All outputs by name; writes are marked, since a result may share the name.
    static Map<String, NdArray> outputs(Interpreter.Outcome outcome) {
        var all = new LinkedHashMap<>(outcome.results());
        outcome.writes().forEach((path, value) -> all.put(path + " <-", value));
        return all;
    }
}
