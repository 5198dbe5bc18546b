/// From syntax trees to programs: names are resolved, what is known when compiling is evaluated,
/// shapes are inferred and checked, and models unfold into graphs. What comes out holds only
/// tensors.
///
/// Start at [Elaborator]. [Evaluator] evaluates expressions to [Value]s; a [Session] is the graph
/// under construction.
@NullMarked
package dev.dnet.compiler.elaborate;

import org.jspecify.annotations.NullMarked;
