package dev.dnet.compiler.codegen.tornado;

import com.palantir.javapoet.CodeBlock;

import dev.dnet.compiler.codegen.jvm.Entry;
import dev.dnet.compiler.codegen.jvm.kernel.JavaNames;

import java.util.List;

/// The sizes of a call in the class of an entry point: that has them by number.
final class CallSizes {
    private CallSizes() {}

    /// Java's names of those that are used.
    static CodeBlock of(Entry entry, Iterable<String> used) {
        var symbols = List.copyOf(entry.loops().symbols());
        var code = CodeBlock.builder();
        used.forEach(s ->
                code.addStatement(
                        "final int $L = size($L)", JavaNames.size(s), symbols.indexOf(s)));
        return code.build();
    }
}
