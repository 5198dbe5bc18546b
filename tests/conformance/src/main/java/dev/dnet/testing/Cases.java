package dev.dnet.testing;

import dev.dnet.compiler.ir.Input;
import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.op.Example;
import dev.dnet.compiler.op.Examples;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.ops.Elementwise;
import dev.dnet.compiler.ops.Reshape;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/// Any operator at all that is not element-wise, on the operands of one of its own examples: so
/// that each new one takes part without a line here. An operand that may be any numbers is taken
/// from the program where one with as many elements is at hand.
final class Cases implements Production {
    private final List<List<Example>> examples = new ArrayList<>();

    Cases() {
        for (var op : ServiceLoader.load(Op.class)) {
            if (op instanceof Examples e && !(op instanceof Elementwise)) {
                examples.add(e.examples());
            }
        }
    }

    @Override
    public Optional<Expr> grow(Draft draft) {
        if (!draft.mayHaveMoreInputs()) {
            return Optional.empty();
        }
        var ofOne = examples.get(draft.random().nextInt(examples.size()));
        var example = ofOne.get(draft.random().nextInt(ofOne.size()));
        var contents = example.inputs(draft.random().nextLong());
        var args = new ArrayList<Integer>();
        for (int k = 0; k < example.operands().size(); k++) {
            var type = example.operands().get(k);
            var content = contents.get(k);
            var atHand =
                    example.values().get(k) == Example.Values.ANY
                            ? atHand(draft, example, k)
                            : Optional.<Expr>empty();
            args.add(atHand.orElseGet(() -> draft.input(type, content)).value());
        }
        return Optional.of(new Expr(draft.graph(), draft.graph().add(example.op(), args)));
    }

    private static Optional<Expr> atHand(Draft draft, Example example, int operand) {
        var type = example.operands().get(operand);
        return draft.pick(x ->
                        x.type().element() == type.element()
                                && x.shape().elements().equals(type.shape().elements()))
                .map(x -> x.shape().equals(type.shape()) ? x : x.call(new Reshape(type.shape())));
    }

    /// Whether a value is an input of this program.
    static boolean isInput(Expr x) {
        return x.graph().instr(x.value()).op() instanceof Input;
    }
}
