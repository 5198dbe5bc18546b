package dev.dnet.compiler.ir;

import java.util.List;

/// The value of a function that brings its own gradient rule. The operands, in this order:
///
/// - `y`, what the function computes from its marked inputs;
/// - `mark(y)`, which stands for the result in the rule;
/// - a marked zero, which stands for the cotangent of the result in the rule;
/// - the inputs that the rule names, each a [Mark];
/// - for each of them its cotangent, computed from the two that stand for others.
///
/// The sweep repeats what lies between those two and the cotangents, with this value and its real
/// cotangent in their places. So a rule is differentiated like anything else, and the result in it
/// by the rule again.
public record Ruled(String function) implements Differentiation {
    public static final int RESULT = 1;
    public static final int COTANGENT = 2;
    private static final int INPUTS = 3;

    public Ruled() {
        this("");
    }

    @Override
    public String name() {
        return function.isEmpty() ? "ruled" : function;
    }

    public static List<Integer> inputs(List<Integer> args) {
        return args.subList(INPUTS, INPUTS + (args.size() - INPUTS) / 2);
    }

    public static List<Integer> cotangents(List<Integer> args) {
        return args.subList(INPUTS + (args.size() - INPUTS) / 2, args.size());
    }
}
