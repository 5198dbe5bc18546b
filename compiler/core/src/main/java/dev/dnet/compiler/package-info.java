/// The compiler: source flows down through it once, never back up; every stage is a value that can
/// be printed (`dnetc emit --stage`). The tour, in the order in which a program passes through:
///
/// 1. `source`, `diagnostic`: texts, places in them, and what there is to say about them.
/// 2. `syntax`: text to a tree of records, by ANTLR, which nobody else sees.
/// 3. `elaborate`: names, sizes and types; models unfold into one graph for each entry point.
/// 4. `type`, `nest`, `ir`, `op`, `ops`: sizes as polynomials; what an operator computes, as a nest
///    of loops around a scalar body; the graph, a flat list of values; the operators, one file
///    each.
/// 5. `autodiff`, `pass`: graph to graph, in the order of `pass.Pipeline`.
/// 6. `loops`, `fusion`: which values get memory, which are computed where they are used, which
///    kernels share their loops, and where everything lies.
/// 7. `codegen.jvm`: kernels to Java for each vector width, and the class that a user calls.
///
/// [Compiler] is all of it in order.
@NullMarked
package dev.dnet.compiler;

import org.jspecify.annotations.NullMarked;
