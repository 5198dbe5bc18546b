package dev.dnet.compiler.pass;

import dev.dnet.compiler.ir.Graph;
import dev.dnet.compiler.ir.GraphPrinter;
import dev.dnet.compiler.ir.Verifier;

import java.util.Map;
import java.util.function.Consumer;

/// What happens after each pass beside the passes themselves: checking, printing, timing.
@FunctionalInterface
public interface Hook {
    void after(Pass pass, Graph result, long nanos);

    /// Stops with an exception at the first pass that leaves a graph that is not valid.
    static Hook verify() {
        return (pass, result, nanos) ->
                Verifier.require(result, Pipeline.stageAfter(pass), pass.name());
    }

    /// Hands out the text of the graph each time that the named pass has run.
    static Hook print(String passName, Consumer<String> to) {
        return (pass, result, nanos) -> {
            if (pass.name().equals(passName)) {
                to.accept(GraphPrinter.print(result));
            }
        };
    }

    /// Adds up the nanoseconds of each pass by its name.
    static Hook timings(Map<String, Long> nanosByPass) {
        return (pass, result, nanos) -> nanosByPass.merge(pass.name(), nanos, Long::sum);
    }
}
