package dev.dnet.compiler.op;

/// A function of the language that the compiler itself knows. Implementations are found as services: a new file is all
/// that a new primitive needs.
public interface Primitive {
    /// The name by which programs call it.
    String name();

    /// What it computes, in Markdown: for the reference, the editor and `dnetc explain`.
    String summary();

    Signature signature();

    /// Appends the call to the graph; wrong operands are an [dev.dnet.compiler.ir.OpError].
    Expr build(Call call);
}
