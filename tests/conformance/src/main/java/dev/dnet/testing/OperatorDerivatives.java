package dev.dnet.testing;

import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.op.Example;
import dev.dnet.compiler.op.Examples;

import java.util.List;

/// The derivatives of an operator at all of its examples that have some.
public record OperatorDerivatives(Op op, int examples, double reverse, double largest) {

    /// Those of all operators that have some, by name.
    public static List<OperatorDerivatives> all() {
        return PrimitivesReport.operators().stream()
                .filter(op -> !examples(op).isEmpty())
                .map(op -> {
                    var errors = errors(op);
                    return new OperatorDerivatives(
                            op, examples(op).size(), errors.reverse(), errors.largest());
                })
                .toList();
    }

    /// The examples that have derivatives.
    static List<Example> examples(Op op) {
        return op instanceof Examples e
                ? e.examples().stream().filter(DerivativeCheck::isTried).toList()
                : List.of();
    }

    static DerivativeCheck.Errors errors(Op op) {
        return examples(op).stream()
                .map(DerivativeCheck::of)
                .reduce(DerivativeCheck.Errors.NONE, DerivativeCheck.Errors::max);
    }
}
