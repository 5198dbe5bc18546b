package dev.dnet.testing;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.diagnostic.Diagnostics;
import dev.dnet.compiler.ir.Graph;
import dev.dnet.compiler.ir.Input;
import dev.dnet.compiler.ir.Interpreter;
import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.pass.Hook;
import dev.dnet.compiler.pass.Pipeline;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// The interpreter on what the passes leave: holds the passes to changing nothing.
@AutoService(Subject.class)
public final class AfterPasses implements Subject {
    @Override
    public String name() {
        return "passes";
    }

    @Override
    public Interpreter.Outcome run(Graph graph, Map<String, NdArray> inputs) {
        var result = optimised(graph);
        Function<Input, NdArray> given =
                input -> Optional.ofNullable(inputs.get(input.path())).orElseThrow();
        return Interpreter.run(result, given, Interpreter.bind(graph, given, Map.of()));
    }

    /// A program behind all passes, each of which leaves a verified one.
    public static Graph optimised(Graph graph) {
        var diagnostics = new Diagnostics();
        return Pipeline.standard()
                .run(graph, diagnostics, List.of(Hook.verify()))
                .orElseThrow(() -> new IllegalStateException(diagnostics.sorted().toString()));
    }
}
