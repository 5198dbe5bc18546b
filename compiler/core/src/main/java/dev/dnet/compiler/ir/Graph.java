package dev.dnet.compiler.ir;

import dev.dnet.compiler.type.TensorType;

import java.util.List;
import java.util.stream.IntStream;

/// A program on tensors: values in order, each made from earlier ones, and what leaves it. No value
/// has effects; a variable is read as an [Input] and written as an [Output].
public record Graph(String name, List<Instr> instrs, List<Output> outputs) {
    public Graph {
        instrs = List.copyOf(instrs);
        outputs = List.copyOf(outputs);
    }

    public Instr instr(int value) {
        return instrs.get(value);
    }

    public TensorType type(int value) {
        return instrs.get(value).type();
    }

    public int size() {
        return instrs.size();
    }

    /// The positions of the inputs, in order.
    public List<Integer> inputs() {
        return IntStream.range(0, size())
                .filter(i -> instr(i).op() instanceof Input)
                .boxed()
                .toList();
    }

    /// The positions of what a turn is given, where this is the body of a loop.
    public List<Integer> turnInputs() {
        return IntStream.range(0, size())
                .filter(i -> instr(i).op() instanceof TurnInput)
                .boxed()
                .toList();
    }

    public List<TensorType> argTypes(Instr instr) {
        return instr.args().stream().map(this::type).toList();
    }
}
