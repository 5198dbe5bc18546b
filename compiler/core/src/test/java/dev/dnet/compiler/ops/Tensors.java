package dev.dnet.compiler.ops;

import dev.dnet.compiler.ir.Graph;
import dev.dnet.compiler.ir.GraphBuilder;
import dev.dnet.compiler.ir.Input;
import dev.dnet.compiler.ir.Interpreter;
import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.ir.Output;
import dev.dnet.compiler.op.Attribute;
import dev.dnet.compiler.op.Call;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.op.Primitive;
import dev.dnet.compiler.type.Shape;
import dev.dnet.compiler.type.Size;
import dev.dnet.compiler.type.TensorType;
import dev.dnet.runtime.ElementType;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// A graph under construction whose inputs have their numbers already.
final class Tensors {
    final GraphBuilder graph = new GraphBuilder("test");
    private final Map<String, NdArray> inputs = new HashMap<>();
    private final Random random = new Random(7);

    Expr input(ElementType element, NdArray value) {
        var type = new TensorType(element, Shape.of(value.shape()));
        var path = "x" + inputs.size();
        inputs.put(path, value);
        return new Expr(graph, graph.add(new Input(Input.Role.ARGUMENT, path, type)));
    }

    Expr normal(long... shape) {
        return input(ElementType.F64, draw(shape));
    }

    Expr whole(double... values) {
        return input(ElementType.I32, new NdArray(new long[] {values.length}, values));
    }

    /// An input without numbers, for types alone.
    Expr symbolic(Size... shape) {
        var type = new TensorType(ElementType.F32, new Shape(List.of(shape)));
        return new Expr(graph, graph.add(new Input(Input.Role.ARGUMENT, "s" + graph.size(), type)));
    }

    NdArray draw(long... shape) {
        return NdArray.generate(shape, i -> random.nextGaussian());
    }

    NdArray value(Expr x) {
        return Interpreter.values(graph.build(), inputs, List.of(x.value())).getFirst();
    }

    /// `⟨a, b⟩`.
    double dot(Expr a, Expr b) {
        double sum = 0;
        var x = value(a).data();
        var y = value(b).data();
        for (int i = 0; i < x.length; i++) {
            sum += x[i] * y[i];
        }
        return sum;
    }

    /// The cotangents of the operands of a value.
    List<Expr> cotangents(Expr y, Expr dy) {
        var instr = graph.instr(y.value());
        return instr.op().gradient(new Op.Vjp(graph, instr.args(), y.value(), dy.value())).stream()
                .map(c -> new Expr(graph, c.orElse(-1)))
                .toList();
    }

    Expr operand(Expr y, int k) {
        return new Expr(graph, graph.instr(y.value()).args().get(k));
    }

    Op op(Expr x) {
        return graph.instr(x.value()).op();
    }

    Graph result(Expr x) {
        graph.output(Output.Kind.RESULT, "y", x.value());
        return graph.build();
    }

    static boolean close(NdArray a, NdArray b, double tolerance) {
        if (!Arrays.equals(a.shape(), b.shape())) {
            return false;
        }
        for (int i = 0; i < a.size(); i++) {
            if (!(Math.abs(a.data()[i] - b.data()[i]) <= tolerance * (1 + Math.abs(b.data()[i])))) {
                return false;
            }
        }
        return true;
    }

    private record NoDraws() implements Call.RandomSource {
        @Override
        public int key() {
            throw new IllegalStateException("nothing is drawn here");
        }

        @Override
        public int nextStream() {
            throw new IllegalStateException("nothing is drawn here");
        }
    }

    /// Calls a primitive as programs do: tensors by position, the rest by name, defaults filled in.
    List<Expr> call(Primitive primitive, List<Expr> tensors, Map<String, Attribute> given) {
        var operands = new HashMap<String, List<Integer>>();
        var attributes = new HashMap<String, Attribute>();
        int next = 0;
        for (var parameter : primitive.signature().parameters()) {
            switch (parameter.kind()) {
                case TENSOR -> operands.put(parameter.name(), List.of(tensors.get(next++).value()));
                case TENSORS ->
                        operands.put(parameter.name(), tensors.stream().map(Expr::value).toList());
                default ->
                        parameter.byDefault().ifPresent(a -> attributes.put(parameter.name(), a));
            }
        }
        attributes.putAll(given);
        return primitive.buildAll(new Call(graph, operands, attributes, new NoDraws()));
    }

    static Attribute size(long value) {
        return new Attribute.SizeValue(Size.of(value));
    }

    static Attribute sizes(long... values) {
        return new Attribute.Many(Arrays.stream(values).mapToObj(Tensors::size).toList());
    }
}
