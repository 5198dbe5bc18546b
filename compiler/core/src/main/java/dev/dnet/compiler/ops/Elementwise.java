package dev.dnet.compiler.ops;

import dev.dnet.compiler.ir.GraphBuilder;
import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.ir.OpError;
import dev.dnet.compiler.nest.BodyBuilder;
import dev.dnet.compiler.nest.Compute;
import dev.dnet.compiler.nest.Fn;
import dev.dnet.compiler.op.Axes;
import dev.dnet.compiler.op.Call;
import dev.dnet.compiler.op.Differentiable;
import dev.dnet.compiler.op.Example;
import dev.dnet.compiler.op.Examples;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.op.Primitive;
import dev.dnet.compiler.op.Signature;
import dev.dnet.compiler.op.Stacks;
import dev.dnet.compiler.type.TensorType;
import dev.dnet.runtime.ElementType;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/// An operator that applies one scalar function at each index. It declares the function and its
/// partial derivatives; all else follows. Operands of the operator have equal shapes; a call from
/// the language broadcasts them first.
public interface Elementwise extends Differentiable, Primitive, Examples {

    Fn fn();

    /// The element types that the operands may have.
    default boolean accepts(ElementType type) {
        return type != ElementType.BOOL;
    }

    /// What a user may try who gave an element type that is not accepted.
    default String elementHelp() {
        return "element types never convert by themselves: write f32(x), i32(x), …";
    }

    /// The element type of the result from that of the operands.
    default ElementType resultElement(List<ElementType> operands) {
        return fn().isPredicate() ? ElementType.BOOL : operands.getLast();
    }

    /// A simpler value with the same elements, where the operands allow one.
    default Optional<Expr> rewrite(List<Expr> x) {
        return Optional.empty();
    }

    /// For each operand the floats on which the derivative is tried.
    default List<Example.Values> domain() {
        return Collections.nCopies(fn().arity(), Example.Values.DISTINCT);
    }

    @Override
    default TensorType type(List<TensorType> operands) {
        checkElements(operands);
        var first = operands.getFirst();
        for (var other : operands) {
            if (!other.shape().equals(first.shape())) {
                throw new OpError(
                        "type/shape-mismatch", "`" + name() + "` of " + first + " and " + other);
            }
        }
        return new TensorType(
                resultElement(operands.stream().map(TensorType::element).toList()), first.shape());
    }

    /// Whether the operands' element types fit together; all equal unless an operator says
    /// otherwise.
    default void checkElements(List<TensorType> operands) {
        for (var operand : operands) {
            if (operand.element() != operands.getFirst().element()) {
                throw mismatch(operands);
            }
            if (!accepts(operand.element())) {
                throw new OpError(
                        "type/element-unsupported",
                        "`" + name() + "` does not take " + operand,
                        elementHelp());
            }
        }
    }

    default OpError mismatch(List<TensorType> operands) {
        var given = String.join(" and ", operands.stream().map(TensorType::toString).toList());
        return new OpError("type/element-mismatch", "`" + name() + "` of " + given, elementHelp());
    }

    @Override
    default NdArray eval(List<NdArray> operands, TensorType result) {
        var values = new double[operands.getFirst().size()];
        var args = new double[operands.size()];
        for (int i = 0; i < values.length; i++) {
            for (int k = 0; k < args.length; k++) {
                args[k] = operands.get(k).data()[i];
            }
            values[i] = fn().reference(result.element(), args);
        }
        return new NdArray(operands.getFirst().shape(), values);
    }

    @Override
    default Compute compute(List<TensorType> operands, TensorType result) {
        var axes = Axes.over(result.shape());
        var body = new BodyBuilder();
        var loads = new ArrayList<Integer>();
        for (int k = 0; k < operands.size(); k++) {
            loads.add(body.load(operands.get(k).element(), k, Axes.indices(axes)));
        }
        int value = body.apply(result.element(), fn(), loads.toArray(Integer[]::new));
        return Compute.Nest.map(axes, body.build(value));
    }

    @Override
    default Optional<Expr> stacked(Stacks x) {
        return Optional.of(Expr.call(x.get(0).graph(), this, x.stacks()));
    }

    @Override
    default OptionalInt simplify(GraphBuilder graph, List<Integer> operands) {
        var x = operands.stream().map(o -> new Expr(graph, o)).toList();
        var simpler = Known.fold(this, x).or(() -> rewrite(x));
        return simpler.isPresent() ? OptionalInt.of(simpler.get().value()) : OptionalInt.empty();
    }

    @Override
    default Signature signature() {
        var names = List.of("x", "y", "z");
        return new Signature(
                IntStream.range(0, fn().arity())
                        .mapToObj(k -> Signature.tensor(names.get(k)))
                        .toList());
    }

    @Override
    default Expr build(Call call) {
        var args = signature().parameters().stream().map(p -> call.tensor(p.name())).toList();
        return Expr.call(call.graph(), this, Formulas.aligned(args));
    }

    @Override
    default List<Example> examples() {
        return Samples.of(this);
    }
}
