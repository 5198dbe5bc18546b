package dev.dnet.compiler.op;

import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.ir.OpError;
import dev.dnet.compiler.nest.Axis;
import dev.dnet.compiler.nest.BodyBuilder;
import dev.dnet.compiler.nest.Compute;
import dev.dnet.compiler.nest.Fn;
import dev.dnet.compiler.type.TensorType;
import dev.dnet.runtime.ElementType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// An operator that applies one scalar function at each index. It declares the function and its partial derivatives;
/// all else follows. Operands have equal shapes here: broadcasting is an operator of its own.
public interface Elementwise extends Differentiable, Primitive, Examples {

    Fn fn();

    /// The element types that the operands may have.
    default boolean accepts(ElementType type) {
        return type != ElementType.BOOL;
    }

    /// The element type of the result from that of the operands.
    default ElementType resultElement(List<ElementType> operands) {
        return fn().isPredicate() ? ElementType.BOOL : operands.getLast();
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

    /// Whether the operands' element types fit together; all equal unless an operator says otherwise.
    default void checkElements(List<TensorType> operands) {
        for (var operand : operands) {
            if (operand.element() != operands.getFirst().element() || !accepts(operand.element())) {
                throw new OpError(
                        "type/element-mismatch",
                        "`" + name() + "` does not take "
                                + String.join(" and ", operands.stream().map(TensorType::toString).toList()),
                        "element types never convert by themselves: write f32(x), i32(x), …");
            }
        }
    }

    @Override
    default NdArray eval(List<NdArray> operands, TensorType result) {
        var values = new double[operands.getFirst().size()];
        var args = new double[operands.size()];
        for (int i = 0; i < values.length; i++) {
            for (int k = 0; k < args.length; k++) {
                args[k] = operands.get(k).data()[i];
            }
            values[i] = fn().reference(args);
        }
        return new NdArray(operands.getFirst().shape(), values);
    }

    @Override
    default Compute compute(List<TensorType> operands, TensorType result) {
        var axes = Axes.over(result.shape());
        var body = new BodyBuilder();
        var loads = new ArrayList<Integer>();
        for (int k = 0; k < operands.size(); k++) {
            loads.add(body.load(operands.get(k).element(), k, axes.stream().map(Axis::index).toList()));
        }
        int value = body.apply(result.element(), fn(), loads.toArray(Integer[]::new));
        return Compute.Nest.map(axes, body.build(value));
    }

    @Override
    default Signature signature() {
        var names = List.of("x", "y", "z");
        return new Signature(
                IntStream.range(0, fn().arity()).mapToObj(k -> Signature.tensor(names.get(k))).toList());
    }

    @Override
    default Expr build(Call call) {
        var args = signature().parameters().stream().map(p -> call.tensor(p.name())).toList();
        return Expr.call(call.graph(), this, args);
    }

    @Override
    default List<Example> examples() {
        var types = new TensorType[fn().arity()];
        java.util.Arrays.fill(
                types, new TensorType(ElementType.F32, dev.dnet.compiler.type.Shape.of(3, 5)));
        return List.of(Example.of(this, Example.Values.DISTINCT, types));
    }
}
