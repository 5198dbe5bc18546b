package dev.dnet.compiler.pass;

import dev.dnet.compiler.autodiff.Autodiff;
import dev.dnet.compiler.autodiff.Differentiated;
import dev.dnet.compiler.ir.Graph;

/// Replaces each `grad` by the values that compute it, and takes away the marks, stops and rules
/// that say how: see [Autodiff].
///
/// ```
/// graph square
///   %0: f32 = input argument "x"
///   %1: f32 = mul(%0, %0)
///   %2 dx: f32 = grad(%1, %0)
///   result "dx" = %2
/// ```
///
/// becomes
///
/// ```
/// graph square
///   %0: f32 = input argument "x"
///   %1: f32 = mul(%0, %0)
///   %2: f32 = const() {element = f32, value = 1.0}
///   %3: f32 = mul(%2, %0)
///   %4: f32 = mul(%2, %0)
///   %5 dx: f32 = add(%3, %4)
///   result "dx" = %5
/// ```
final class ExpandGradients {
    static final Pass PASS =
            new Pass("autodiff", "replaces gradients by what computes them", ExpandGradients::run);

    private ExpandGradients() {}

    private static Graph run(Graph graph) {
        return switch (Autodiff.differentiate(graph)) {
            case Differentiated.Done done -> done.graph();
            case Differentiated.Refused refused -> throw new Refusal(refused.diagnostics());
        };
    }
}
