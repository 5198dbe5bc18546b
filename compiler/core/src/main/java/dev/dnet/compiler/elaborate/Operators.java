package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.ir.OpError;
import dev.dnet.compiler.source.Span;
import dev.dnet.compiler.syntax.ast.BinaryOp;
import dev.dnet.compiler.syntax.ast.Expr;
import dev.dnet.compiler.syntax.ast.UnaryOp;
import dev.dnet.compiler.type.Size;
import dev.dnet.runtime.ElementType;

import java.util.ArrayList;
import java.util.List;

/// Operators: on numbers known when compiling they calculate, on tensors they call the primitive of
/// their name.
final class Operators {
    private final Evaluator evaluator;

    Operators(Evaluator evaluator) {
        this.evaluator = evaluator;
    }

    Value unary(Expr.Unary unary, Env env) {
        var operand = evaluator.need(unary.operand(), env);
        return unary(unary.op(), operand, unary.span());
    }

    Value unary(UnaryOp op, Value operand, Span at) {
        return switch (op) {
            case NEG -> negate(operand, at);
            case NOT ->
                    operand instanceof Value.Bool(boolean truth)
                            ? new Value.Bool(!truth)
                            : apply("not", at, operand);
        };
    }

    private Value negate(Value operand, Span at) {
        return switch (operand) {
            case Value.Int(Size size) -> new Value.Int(size.times(-1));
            case Value.Num(double number) -> new Value.Num(-number);
            case Value other -> apply("neg", at, other);
        };
    }

    Value binary(Expr.Binary binary, Env env) {
        return switch (binary.op()) {
            case PIPE -> evaluator.calls().pipe(binary, env);
            case AND, OR -> logic(binary, env);
            default -> arithmetic(binary, env);
        };
    }

    private Value arithmetic(Expr.Binary binary, Env env) {
        var left = evaluator.need(binary.left(), env);
        var right = evaluator.need(binary.right(), env);
        return arithmetic(binary, left, right);
    }

    /// The same when both sides are known.
    Value arithmetic(Expr.Binary binary, Value left, Value right) {
        try {
            return binary(binary.op(), left, right, binary.span());
        } catch (OpError error) {
            var refused = OpErrors.diagnostic(error, binary.span());
            throw Refusal.of(
                    OpErrors.label(
                            OpErrors.label(refused, binary.left().span(), left),
                            binary.right().span(),
                            right));
        }
    }

    /// The right side of a condition that is decided already is not looked at.
    private Value logic(Expr.Binary binary, Env env) {
        var left = evaluator.need(binary.left(), env);
        if (left instanceof Value.Bool(boolean truth) && truth == (binary.op() == BinaryOp.OR)) {
            return left;
        }
        var right = evaluator.need(binary.right(), env);
        return left instanceof Value.Bool && right instanceof Value.Bool
                ? right
                : apply(name(binary.op()), binary.span(), left, right);
    }

    Value binary(BinaryOp op, Value left, Value right, Span at) {
        if (op == BinaryOp.RANGE) {
            return range(left, right, at);
        }
        if (isNumber(left) && isNumber(right)) {
            return Numbers.binary(op, left, right, at);
        }
        if (isTensor(left) || isTensor(right)) {
            return apply(name(op), at, left, right);
        }
        return data(op, left, right, at);
    }

    private Value apply(String primitive, Span at, Value... operands) {
        for (var operand : operands) {
            if (operand instanceof Value.Indexed) {
                return evaluator
                        .indexNotation()
                        .apply(evaluator.primitive(primitive), List.of(operands), at);
            }
        }
        return evaluator.primitives().call(primitive, at, operands);
    }

    private static boolean isNumber(Value value) {
        return value instanceof Value.Int || value instanceof Value.Num;
    }

    private static boolean isTensor(Value value) {
        return value instanceof Value.Tensor || value instanceof Value.Indexed;
    }

    /// Lists and strings join; what is not a number is equal or not.
    private static Value data(BinaryOp op, Value left, Value right, Span at) {
        if (op == BinaryOp.ADD
                && left instanceof Value.Text(String a)
                && right instanceof Value.Text(String b)) {
            return new Value.Text(a + b);
        }
        if (op == BinaryOp.ADD
                && left instanceof Value.Items(List<Value> a)
                && right instanceof Value.Items(List<Value> b)) {
            var joined = new ArrayList<>(a);
            joined.addAll(b);
            return new Value.Items(joined);
        }
        if (left instanceof Value.EnumCase a
                && right instanceof Value.EnumCase b
                && !a.type().equals(b.type())) {
            throw Refusal.of(
                    "type/operator",
                    at,
                    a.type()
                            + " and "
                            + b.type()
                            + " are two enumerations: no case of one is one of the other",
                    "compare with a case of " + a.type());
        }
        if ((op == BinaryOp.EQ || op == BinaryOp.NE) && left.getClass() == right.getClass()) {
            return new Value.Bool(left.equals(right) == (op == BinaryOp.EQ));
        }
        throw Refusal.of(
                "type/operator",
                at,
                "`" + op.symbol() + "` of " + Describe.of(left) + " and " + Describe.of(right));
    }

    private static Value range(Value left, Value right, Span at) {
        if (left instanceof Value.Int(Size from) && right instanceof Value.Int(Size to)) {
            var count = to.minus(from);
            if (count.isConstant()) {
                var values = new ArrayList<Value>();
                for (long k = 0; k < count.value(); k++) {
                    values.add(new Value.Int(from.plus(k)));
                }
                return new Value.Items(values);
            }
        }
        throw Refusal.of(
                "type/range",
                at,
                "a range from " + Describe.of(left) + " to " + Describe.of(right),
                "both ends are whole numbers, and how many there are is known when compiling");
    }

    static String name(BinaryOp op) {
        return switch (op) {
            case ADD -> "add";
            case SUB -> "sub";
            case MUL -> "mul";
            case DIV -> "div";
            case FLOOR_DIV -> "floor_div";
            case MOD -> "mod";
            case POW -> "pow";
            case MATMUL -> "matmul";
            case EQ -> "eq";
            case NE -> "ne";
            case LT -> "lt";
            case LE -> "le";
            case GT -> "gt";
            case GE -> "ge";
            case AND -> "and";
            case OR -> "or";
            case PIPE, RANGE -> throw new IllegalStateException("not of tensors: " + op);
        };
    }

    /// `f32(x)`: a tensor in another element type, or a number as a scalar.
    Value cast(ElementType to, Value value, Span at) {
        return switch (value) {
            case Value.Int i -> evaluator.tensors().tensor(i, to, at, "a cast");
            case Value.Num(double n) when to.isInteger() ->
                    evaluator.tensors().tensor(new Value.Int(Size.of((long) n)), to, at, "a cast");
            case Value.Num n -> evaluator.tensors().tensor(n, to, at, "a cast");
            case Value.Bool b ->
                    apply(
                            "cast",
                            at,
                            evaluator.tensors().tensor(b, ElementType.BOOL, at, "a cast"),
                            new Value.Element(to));
            case Value other -> apply("cast", at, other, new Value.Element(to));
        };
    }
}
