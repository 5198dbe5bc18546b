package dev.dnet.compiler.ir;

import dev.dnet.compiler.source.Span;
import dev.dnet.compiler.type.TensorType;

import java.util.List;

/// One value of a graph. `args` are the positions of earlier values; `hint` is the name that the
/// source gave it, or empty; `span` the source that it came from, kept through every pass.
public record Instr(Op op, List<Integer> args, TensorType type, String hint, Span span) {
    public Instr {
        args = List.copyOf(args);
    }
}
