package dev.dnet.compiler.codegen.jvm.contract;

import com.palantir.javapoet.CodeBlock;

import dev.dnet.compiler.codegen.jvm.kernel.Names;

/// Into how many pieces work is cut.
final class Pieces {
    private Pieces() {}

    static CodeBlock of(String count, String work) {
        return CodeBlock.of("$T.pieces($L, $L, threads)", Names.WORK_POOL, count, work);
    }
}
