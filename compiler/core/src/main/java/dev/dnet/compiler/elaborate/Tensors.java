package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.ops.Broadcast;
import dev.dnet.compiler.ops.Const;
import dev.dnet.compiler.ops.SizeValue;
import dev.dnet.compiler.source.Span;
import dev.dnet.compiler.type.Shape;
import dev.dnet.runtime.ElementType;

import java.util.Arrays;
import java.util.List;

/// Values as tensors: variables are read, and literals take the element type that they meet.
final class Tensors {
    private final Session session;

    Tensors(Session session) {
        this.session = session;
    }

    Value.Tensor tensor(Value value, ElementType met, Span at, String what) {
        return switch (value) {
            case Value.Tensor t -> t;
            case Value.Stored s -> session.read(s.variable());
            case Value.Int i -> integer(i, met, at);
            case Value.Num n -> number(n, met, at);
            case Value.Bool b -> bool(b, met, at);
            case Value.Poison p -> throw Refusal.silent();
            case Value.Indexed i -> throw IndexNotation.onlyElementwise(at);
            case Value other ->
                    throw Refusal.of(
                            "type/not-a-tensor",
                            at,
                            what + " takes a tensor, but was given " + Describe.of(value));
        };
    }

    static boolean isLiteral(Value value) {
        return value instanceof Value.Int
                || value instanceof Value.Num
                || value instanceof Value.Bool;
    }

    /// A scalar repeated to a shape.
    Value.Tensor fill(Value.Tensor scalar, Shape shape) {
        return shape.rank() == 0 ? scalar : add(new Broadcast(shape, List.of()), scalar);
    }

    Value.Tensor add(Op op, Value.Tensor... operands) {
        var positions = Arrays.stream(operands).map(Value.Tensor::position).toList();
        return session.tensor(session.graph().add(op, positions));
    }

    private Value.Tensor integer(Value.Int literal, ElementType met, Span at) {
        if (met == ElementType.BOOL) {
            throw meets(literal, met, at);
        }
        var size = literal.size();
        return size.isConstant()
                ? add(new Const(met, size.value()))
                : add(new SizeValue(size, met));
    }

    private Value.Tensor number(Value.Num literal, ElementType met, Span at) {
        if (!met.isFloat()) {
            throw meets(literal, met, at);
        }
        return add(new Const(met, literal.number()));
    }

    private Value.Tensor bool(Value.Bool literal, ElementType met, Span at) {
        if (met != ElementType.BOOL) {
            throw meets(literal, met, at);
        }
        return add(new Const(met, literal.truth() ? 1 : 0));
    }

    private static Refusal meets(Value literal, ElementType met, Span at) {
        return Refusal.of(
                "type/literal",
                at,
                Describe.of(literal) + " meets a tensor of " + met.dnetName(),
                "literals take the type that they meet; convert the tensor: f32(x), i32(x), …");
    }
}
