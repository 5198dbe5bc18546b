package dev.dnet.compiler.elaborate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.util.Objects.requireNonNull;

import dev.dnet.compiler.diagnostic.Diagnostics;
import dev.dnet.compiler.ir.Graph;
import dev.dnet.compiler.ir.Input;
import dev.dnet.compiler.ir.Interpreter;
import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.pass.Hook;
import dev.dnet.compiler.pass.Pipeline;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/// Programs that have been through all passes, inputs for them, and what comes of them.
final class Ran {
    private Ran() {}

    static Graph graph(String text, String program, String method) {
        var diagnostics = new Diagnostics();
        var graph = Programs.graph(Programs.program(text, program), method);
        var passed = Pipeline.standard().run(graph, diagnostics, List.of(Hook.verify()));
        assertTrue(diagnostics.sorted().isEmpty(), () -> Programs.render(diagnostics.sorted()));
        return passed.orElseThrow();
    }

    static Map<String, NdArray> inputs(Graph graph, Map<String, Long> sizes) {
        var random = new Random(7);
        var inputs = new TreeMap<String, NdArray>();
        for (int v : graph.inputs()) {
            var input = (Input) graph.instr(v).op();
            var dims =
                    input.declared().shape().sizes().stream()
                            .mapToLong(s -> s.evaluate(sizes))
                            .toArray();
            inputs.put(
                    input.path(),
                    input.role() == Input.Role.KEY
                            ? new NdArray(dims, new double[] {11, 3})
                            : NdArray.generate(dims, i -> (float) (random.nextGaussian() * 0.5)));
        }
        return inputs;
    }

    static Map<String, NdArray> all(Interpreter.Outcome outcome) {
        var all = new TreeMap<>(outcome.results());
        all.putAll(outcome.writes());
        return all;
    }

    static void assertNear(Map<String, NdArray> wanted, Map<String, NdArray> got, double close) {
        wanted.forEach((name, value) -> {
            var other = requireNonNull(got.get(name), name);
            for (int k = 0; k < value.size(); k++) {
                double w = value.data()[k];
                assertEquals(w, other.data()[k], close * (1 + Math.abs(w)), name + " " + k);
            }
        });
    }
}
