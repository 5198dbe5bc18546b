package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.ir.GraphBuilder;
import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.nest.Compute;
import dev.dnet.compiler.op.Call;
import dev.dnet.compiler.op.Differentiable;
import dev.dnet.compiler.op.Example;
import dev.dnet.compiler.op.Examples;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.op.Primitive;
import dev.dnet.compiler.op.Signature;
import dev.dnet.compiler.op.Stacks;
import dev.dnet.compiler.type.Shape;
import dev.dnet.compiler.type.Size;
import dev.dnet.compiler.type.TensorType;
import dev.dnet.runtime.ElementType;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/// Where the elements of each line along an axis stand when the line is sorted: `x[result[0]] <=
/// x[result[1]] <= …`. Equal ones stay in their order; NaN is larger than any number.
@AutoService({Op.class, Primitive.class})
public record ArgSort(int axis, boolean descending) implements Differentiable, Primitive, Examples {
    public ArgSort() {
        this(0, false);
    }

    @Override
    public String name() {
        return "argsort";
    }

    @Override
    public TensorType type(List<TensorType> operands) {
        Pooling.checkNumber("argsort", operands.getFirst());
        return operands.getFirst().withElement(ElementType.I32);
    }

    @Override
    public NdArray eval(List<NdArray> operands, TensorType result) {
        var x = operands.getFirst();
        var order = NdArray.filled(x.shape(), 0);
        var lines = x.shape().clone();
        lines[axis] = 1;
        var start = new long[x.rank()];
        for (long k = NdArray.elements(lines); k > 0; k--) {
            sortLine(x, order, start);
            NdArray.advance(start, lines);
        }
        return order;
    }

    private void sortLine(NdArray x, NdArray order, long[] start) {
        var at = start.clone();
        var values =
                IntStream.range(0, (int) x.shape()[axis])
                        .mapToDouble(i -> {
                            at[axis] = i;
                            return x.at(at) + 0.0;
                        })
                        .toArray();
        var ascending = Comparator.<Integer>comparingDouble(i -> values[i]);
        var sorted =
                IntStream.range(0, values.length)
                        .boxed()
                        .sorted(descending ? ascending.reversed() : ascending)
                        .toList();
        for (int i = 0; i < values.length; i++) {
            at[axis] = i;
            order.data()[order.offset(at)] = sorted.get(i);
        }
    }

    @Override
    public Compute compute(List<TensorType> operands, TensorType result) {
        var sizes = result.shape().sizes();
        var element = operands.getFirst().element();
        return new Compute.Routine(
                "ArgSort",
                List.of(
                        Size.product(sizes.subList(0, axis)),
                        sizes.get(axis),
                        Size.product(sizes.subList(axis + 1, sizes.size())),
                        Size.of(descending ? 1 : 0),
                        Size.of(element.arithmetic().bytes()),
                        Size.of(element.isFloat() ? 1 : 0)));
    }

    @Override
    public Optional<Expr> stacked(Stacks x) {
        return Optional.of(x.stack(0).call(new ArgSort(axis + 1, descending)));
    }

    @Override
    public List<Optional<Expr>> cotangents(List<Expr> x, Expr y, Expr dy) {
        return List.of(Optional.empty());
    }

    @Override
    public OptionalInt simplify(GraphBuilder graph, List<Integer> operands) {
        var x = new Expr(graph, operands.getFirst());
        return x.shape().size(axis).is(1)
                ? OptionalInt.of(
                        Formulas.fill(Formulas.constant(graph, ElementType.I32, 0), x.shape())
                                .value())
                : OptionalInt.empty();
    }

    @Override
    public String summary() {
        return "The positions along `axis` (the last one where it is left out) in the order in which the elements are sorted, "
                + "as `i32`. Equal elements stay in their order; NaN is larger than any number.";
    }

    @Override
    public Signature signature() {
        return Sort.arguments();
    }

    @Override
    public Expr build(Call call) {
        var x = call.tensor("x");
        return x.call(new ArgSort(call.axis("axis", x.rank()), call.flag("descending")));
    }

    @Override
    public List<Example> examples() {
        var examples = new ArrayList<Example>();
        for (var element :
                List.of(ElementType.F32, ElementType.F64, ElementType.I32, ElementType.I64)) {
            examples.add(
                    Example.of(
                            new ArgSort(1, element.isFloat()),
                            element.isFloat() ? Example.Values.DISTINCT : Example.Values.WHOLE,
                            new TensorType(element, Shape.of(2, 70, 3))));
        }
        return examples;
    }
}
