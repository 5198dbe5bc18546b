package dev.dnet.compiler.codegen.tornado;

import dev.dnet.compiler.codegen.jvm.Entry;
import dev.dnet.compiler.diagnostic.Diagnostic;
import dev.dnet.compiler.diagnostic.Diagnostics;
import dev.dnet.compiler.ir.Program;
import dev.dnet.compiler.loops.Buffer;
import dev.dnet.compiler.source.Span;
import dev.dnet.runtime.ElementType;

import java.util.EnumSet;

/// Arrays on a device are indexed by an `int`. What is known to be larger when compiling is an
/// error there; of the rest the runtime knows when it is called.
final class ArrayLimit {
    private static final long MOST = Integer.MAX_VALUE;

    private final Program program;
    private final Diagnostics diagnostics;

    ArrayLimit(Program program, Diagnostics diagnostics) {
        this.program = program;
        this.diagnostics = diagnostics;
    }

    /// Variables of one element type share an array: the first one that does not fit is told.
    void check(VariablePlaces places) {
        var full = EnumSet.noneOf(ElementType.class);
        for (var variable : program.variables()) {
            var type = variable.type().element();
            long end = places.end(variable.path());
            if (end > MOST && full.add(type)) {
                refuse(
                        variable.span(),
                        "with `%s` the variables of %s have %,d elements"
                                .formatted(variable.path(), type.dnetName(), end),
                        "make tensors smaller; on the CPU each variable is an array of its own");
            }
        }
    }

    /// Tensors of a call whose sizes are numbers.
    void check(Entry entry) {
        for (var buffer : entry.loops().buffers()) {
            var elements = buffer.type().shape().elements().constant();
            if (elements.orElse(0) > MOST && !(buffer.place() instanceof Buffer.Place.Variable)) {
                refuse(
                        buffer.span().isNone() ? program.span() : buffer.span(),
                        "`%s` is %s: %,d elements"
                                .formatted(buffer.name(), buffer.type(), elements.getAsLong()),
                        "make the tensor smaller");
            }
        }
    }

    private void refuse(Span span, String found, String help) {
        var most = ", but an array on a device has at most %,d".formatted(MOST);
        diagnostics.add(Diagnostic.error("device/too-large", span, found + most).help(help));
    }
}
