package dev.dnet.compiler.pass;

import dev.dnet.compiler.diagnostic.Diagnostics;
import dev.dnet.compiler.ir.Graph;
import dev.dnet.compiler.ir.Verifier;

import java.util.List;
import java.util.Optional;

/// The passes in order. This list is the only place that says it.
public record Pipeline(List<Pass> passes) {
    public Pipeline {
        passes = List.copyOf(passes);
    }

    public static Pipeline standard() {
        return new Pipeline(
                List.of(
                        RecogniseProducts.PASS,
                        ExpandGradients.PASS,
                        EliminateDeadCode.PASS,
                        TrimScans.PASS,
                        ChooseScalars.PASS,
                        VectoriseMaps.PASS,
                        Simplify.PASS,
                        FoldConstants.PASS,
                        SinkBroadcasts.PASS,
                        SinkReshapes.PASS,
                        Simplify.PASS,
                        HoistFromLoops.PASS,
                        MergeCommonSubexpressions.PASS,
                        TransposeProducts.PASS,
                        EliminateDeadCode.PASS,
                        TrimScans.PASS));
    }

    /// What may stand in a graph that a pass has left.
    static Verifier.Stage stageAfter(Pass pass) {
        return pass.equals(RecogniseProducts.PASS)
                ? Verifier.Stage.ELABORATED
                : Verifier.Stage.DIFFERENTIATED;
    }

    public Optional<Pass> find(String name) {
        return passes.stream().filter(p -> p.name().equals(name)).findFirst();
    }

    /// Runs all of them. Where a pass refuses the program, the result is empty and the diagnostics
    /// say why.
    public Optional<Graph> run(Graph graph, Diagnostics diagnostics, List<Hook> hooks) {
        try {
            return Optional.of(run(graph, hooks));
        } catch (Refusal refusal) {
            refusal.diagnostics().forEach(diagnostics::add);
            return Optional.empty();
        }
    }

    private Graph run(Graph graph, List<Hook> hooks) {
        var current = graph;
        for (var pass : passes) {
            long start = System.nanoTime();
            var result = pass.run().apply(Bodies.map(current, pass));
            long nanos = System.nanoTime() - start;
            hooks.forEach(hook -> hook.after(pass, result, nanos));
            current = result;
        }
        return current;
    }
}
