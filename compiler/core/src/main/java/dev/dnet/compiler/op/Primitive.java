package dev.dnet.compiler.op;

import dev.dnet.compiler.ir.Named;

/// A function of the language that the compiler itself knows; programs call it by its [name][Named#name]. Implementations are found as services: a new file is all
/// that a new primitive needs.
public interface Primitive extends Named {
    /// What it computes, in Markdown: for the reference, the editor and `dnetc explain`.
    String summary();

    Signature signature();

    /// Appends the call to the graph; wrong operands are an [dev.dnet.compiler.ir.OpError].
    Expr build(Call call);
}
