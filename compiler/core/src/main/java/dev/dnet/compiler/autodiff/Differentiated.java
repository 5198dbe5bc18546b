package dev.dnet.compiler.autodiff;

import dev.dnet.compiler.diagnostic.Diagnostic;
import dev.dnet.compiler.ir.Graph;

import java.util.List;

/// What comes of differentiating a graph: one without `grad`, or why that cannot be.
public sealed interface Differentiated {
    record Done(Graph graph) implements Differentiated {}

    record Refused(List<Diagnostic> diagnostics) implements Differentiated {
        public Refused {
            diagnostics = List.copyOf(diagnostics);
        }
    }
}
