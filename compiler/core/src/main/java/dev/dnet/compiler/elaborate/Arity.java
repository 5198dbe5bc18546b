package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.op.Signature;
import dev.dnet.compiler.source.Span;
import dev.dnet.compiler.syntax.ast.Parameter;

import java.util.List;
import java.util.Optional;

/// How many arguments a function takes.
final class Arity {
    private final Evaluator evaluator;
    private final Span at;

    Arity(Evaluator evaluator, Span at) {
        this.evaluator = evaluator;
        this.at = at;
    }

    /// As few and as many as there may be.
    record Range(int least, int most) {
        boolean takes(int count) {
            return count >= least && count <= most;
        }

        @Override
        public String toString() {
            return least == most ? String.valueOf(least) : least + " to " + most;
        }
    }

    /// Nothing where the value is no function.
    Optional<Range> of(Value function) {
        return switch (function) {
            case Value.Closure c -> Optional.of(written(c.function().parameters()));
            case Value.Instance i -> of(evaluator.calls().apply(i, at));
            case Value.Infer i -> of(i.instance());
            case Value.ModelClass m -> Optional.of(written(m.decl().parameters()));
            case Value.PrimitiveFn p -> Optional.of(primitive(p));
            case Value.BuiltinFn b -> Optional.of(builtin(b.builtin()));
            case Value.Typed t -> exactly(t.wanted().type().parameters().size());
            case Value.Mapping m -> of(m.of());
            case Value.Derivative d -> of(d.of()).map(r -> derivative(d.kind(), r));
            case Value.Element e -> exactly(1);
            case Value.Schedule s -> exactly(1);
            default -> Optional.empty();
        };
    }

    private static Optional<Range> exactly(int count) {
        return Optional.of(new Range(count, count));
    }

    private static Range written(List<Parameter> parameters) {
        long least = parameters.stream().filter(p -> p.defaultValue().isEmpty()).count();
        return new Range((int) least, parameters.size());
    }

    private static Range primitive(Value.PrimitiveFn function) {
        var parameters = function.primitive().signature().parameters();
        long least = parameters.stream().filter(p -> !p.optional()).count();
        boolean many = parameters.stream().anyMatch(p -> p.kind() == Signature.Kind.TENSORS);
        return new Range((int) least, many ? Integer.MAX_VALUE : parameters.size());
    }

    private static Range builtin(Builtin builtin) {
        return switch (builtin) {
            case ZIP -> new Range(2, 2);
            case VMAP -> new Range(1, 2);
            case LEN, INT, PARAMETERS, ENUMERATE, IS_LIST -> new Range(1, 1);
            case GRAD, VALUE_AND_GRAD, VJP, JVP, HVP, JACOBIAN, HESSIAN -> new Range(1, 1);
        };
    }

    /// Beside the arguments of the function: a cotangent, or tangents of those that have some.
    private static Range derivative(Builtin kind, Range of) {
        return switch (kind) {
            case VJP -> new Range(of.least() + 1, of.most() + 1);
            case JVP, HVP -> new Range(of.least() + 1, 2 * of.most());
            case LEN, INT, PARAMETERS, ENUMERATE, ZIP, IS_LIST -> of;
            case GRAD, VALUE_AND_GRAD, JACOBIAN, HESSIAN, VMAP -> of;
        };
    }
}
