package dev.dnet.compiler.codegen.tornado;

import com.palantir.javapoet.CodeBlock;

import dev.dnet.compiler.codegen.jvm.Entry;
import dev.dnet.compiler.codegen.jvm.kernel.JavaNames;
import dev.dnet.compiler.loops.Repeat;

import java.util.List;

/// The sizes of a call, and its turns, in the class of an entry point: that has them by number.
final class CallSizes {
    private CallSizes() {}

    /// Java's names of those that are used.
    static CodeBlock of(Entry entry, Iterable<String> used) {
        var symbols = List.copyOf(entry.loops().symbols());
        var code = CodeBlock.builder();
        for (var symbol : used) {
            boolean turn = Repeat.isTurn(symbol);
            code.addStatement(
                    "final int $L = $L($L)",
                    JavaNames.number(symbol),
                    turn ? "turn" : "size",
                    turn ? turn(entry, symbol) : symbols.indexOf(symbol));
        }
        return code.build();
    }

    /// The number of the repeat that a turn belongs to.
    static int turn(Entry entry, String symbol) {
        return entry.loops().repeats().stream().map(Repeat::turn).toList().indexOf(symbol);
    }
}
