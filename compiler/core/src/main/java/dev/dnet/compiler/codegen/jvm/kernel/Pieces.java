package dev.dnet.compiler.codegen.jvm.kernel;

import com.palantir.javapoet.CodeBlock;

/// Into how many pieces a driver cuts a phase: it knows the pool.
public final class Pieces {
    /// That of a phase that is not cut.
    public static final CodeBlock ONE = CodeBlock.of("1");

    private Pieces() {}

    /// For so many parts with so much work, both as Java.
    public static CodeBlock of(String parts, String work) {
        return CodeBlock.of("pool.pieces($L, $L)", parts, work);
    }
}
