package dev.dnet.compiler.autodiff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.util.Objects.requireNonNull;

import dev.dnet.compiler.diagnostic.Diagnostics;
import dev.dnet.compiler.ir.Graph;
import dev.dnet.compiler.ir.GraphReader;
import dev.dnet.compiler.ir.Input;
import dev.dnet.compiler.ir.Interpreter;
import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.ir.Scan;
import dev.dnet.compiler.ir.TurnInput;
import dev.dnet.compiler.ops.Contract;
import dev.dnet.compiler.pass.Hook;
import dev.dnet.compiler.pass.Pipeline;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/// Gradients through loops, beside central differences in float64.
class ScanGradientTest {
    /// h' = tanh(w h + u x + b) along x, and what it stacks and carries last, weighted.
    private static final String RECURRENT =
            """
            graph recurrent
              %x: f64[5, 2] = input argument "x"
              %h: f64[3] = input argument "h"
              %w: f64[3, 3] = input argument "w"
              %u: f64[3, 2] = input argument "u"
              %b: f64[3] = input argument "b"
              %last: f64[3] = scan(%x, %h, %w, %u, %b) {body = {
                graph body
                  %0: f64[2] = turn_input() {kind = element, number = 0, declared = f64[2]}
                  %1: f64[3] = turn_input() {kind = carry, number = 0, declared = f64[3]}
                  %2: f64[3, 3] = turn_input() {kind = captured, number = 0, declared = f64[3, 3]}
                  %3: f64[3, 2] = turn_input() {kind = captured, number = 1, declared = f64[3, 2]}
                  %4: f64[3] = turn_input() {kind = captured, number = 2, declared = f64[3]}
                  %5: f64[3] = contract(%2, %1) {out = [Axis(name = "m", extent = 3)], reduce = [Axis(name = "k", extent = 3)], left = [Access(numerator = m, divisor = 1), Access(numerator = k, divisor = 1)], right = [Access(numerator = k, divisor = 1)]}
                  %7: f64[3] = add(%5, %4)
                  %8: f64[2, 3] = transpose(%3) {perm = [1, 0]}
                  %9: f64[2, 3] = broadcast(%7) {shape = [2, 3], axes = [1]}
                  %10: f64[2, 3] = broadcast(%0) {shape = [2, 3], axes = [0]}
                  %11: f64[2, 3] = mul(%8, %10)
                  %12: f64[2, 3] = add(%11, %9)
                  %13: f64[3] = sum(%12) {axes = [0]}
                  %14: f64[3] = tanh(%13)
                  %15: f64[3] = mul(%14, %1)
                  next "next0" = %14
                  yield "yield0" = %15
              }, length = 5, guarded = false, backward = BACK, remat = REMAT}
              %all: f64[5, 3] = part(%last) {result = 1, declared = f64[5, 3]}
              %s: f64[5, 3] = sin(%all)
              %t: f64 = sum(%s) {axes = [0, 1]}
              %l: f64[3] = mul(%last, %last)
              %m: f64 = sum(%l) {axes = [0]}
              %y: f64 = add(%t, %m)
              result "y" = %y
            """;

    private static String recurrent(boolean backward, boolean remat) {
        return RECURRENT
                .replace("BACK", String.valueOf(backward))
                .replace("REMAT", String.valueOf(remat));
    }

    private static String with(String graph, List<String> names) {
        var text = new StringBuilder(graph.replace("  result \"y\" = %y\n", ""));
        names.forEach(n -> {
            var type = graph.replaceAll("(?s).*%" + n + ": (\\S+(, \\d+\\])?) = input.*", "$1");
            text.append("  %d" + n + ": " + type + " = grad(%y, %" + n + ")\n");
        });
        text.append("  result \"y\" = %y\n");
        names.forEach(n -> text.append("  result \"d_" + n + "\" = %d" + n + "\n"));
        return text.toString();
    }

    private static Graph passed(String text) {
        var diagnostics = new Diagnostics();
        var graph =
                Pipeline.standard()
                        .run(GraphReader.read(text), diagnostics, List.of(Hook.verify()));
        assertTrue(diagnostics.sorted().isEmpty(), () -> diagnostics.sorted().toString());
        return graph.orElseThrow();
    }

    private static Map<String, NdArray> inputs(Graph graph) {
        var random = new Random(3);
        var inputs = new TreeMap<String, NdArray>();
        for (int v : graph.inputs()) {
            var input = (Input) graph.instr(v).op();
            inputs.put(
                    input.path(),
                    NdArray.generate(input.declared().shape(), i -> random.nextGaussian() * 0.7));
        }
        return inputs;
    }

    private static double numeric(Graph graph, Map<String, NdArray> inputs, String name, int at) {
        double step = 1e-5;
        var values = new double[2];
        for (int side = 0; side < 2; side++) {
            var moved = new TreeMap<>(inputs);
            var x = requireNonNull(inputs.get(name));
            var data = x.data().clone();
            data[at] += side == 0 ? step : -step;
            moved.put(name, new NdArray(x.shape(), data));
            values[side] = Interpreter.run(graph, moved).result("y").at();
        }
        return (values[0] - values[1]) / (2 * step);
    }

    private static void check(String text, List<String> names) {
        var graph = passed(with(text, names));
        var inputs = inputs(graph);
        var outcome = Interpreter.run(graph, inputs);
        for (var name : names) {
            var gradient = outcome.result("d_" + name);
            for (int k = 0; k < gradient.size(); k++) {
                double numeric = numeric(graph, inputs, name, k);
                double close = 1e-7 * (1 + Math.abs(numeric));
                assertEquals(numeric, gradient.data()[k], close, name + " " + k);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"false, false", "true, false", "false, true", "true, true"})
    void everyInputOfARecurrence(boolean backward, boolean remat) {
        check(recurrent(backward, remat), List.of("x", "h", "w", "u", "b"));
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void theGradientOfAGradient(boolean remat) {
        var inner =
                recurrent(false, remat).replace("%y", "%z").replace("  result \"y\" = %z\n", "");
        var outer =
                inner
                        + """
                          %g: f64[3, 3] = grad(%z, %w)
                          %gg: f64[3, 3] = mul(%g, %g)
                          %y: f64 = sum(%gg) {axes = [0, 1]}
                          result "y" = %y
                        """;
        check(outer, List.of("x", "h", "w", "b"));
    }

    @Test
    void whatALoopDoesNotNeedIsNotCarried() {
        var graph = passed(with(recurrent(false, false), List.of("x")));
        var scans =
                graph.instrs().stream()
                        .filter(i -> i.op() instanceof Scan)
                        .map(i -> (Scan) i.op())
                        .toList();
        assertEquals(2, scans.size());
        assertEquals(1, scans.get(1).inputs(TurnInput.Kind.CARRY).size());
    }

    @Test
    void gradientsOfWeightsAreTakenAfterTheLoop() {
        var graph = passed(with(recurrent(false, false), List.of("w")));
        var reverse =
                (Scan)
                        graph.instrs().stream()
                                .filter(i -> i.op() instanceof Scan)
                                .toList()
                                .getLast()
                                .op();
        assertEquals(1, reverse.inputs(TurnInput.Kind.CARRY).size());
        assertTrue(graph.instrs().stream().anyMatch(i -> i.op() instanceof Contract));
    }
}
