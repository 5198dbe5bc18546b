package dev.dnet.compiler.codegen.tornado;

import dev.dnet.compiler.codegen.jvm.kernel.Finish;
import dev.dnet.compiler.loops.Buffer;
import dev.dnet.compiler.loops.Kernel;
import dev.dnet.compiler.loops.Stage;
import dev.dnet.compiler.nest.Axis;
import dev.dnet.compiler.nest.Fn;
import dev.dnet.compiler.nest.Guard;
import dev.dnet.compiler.nest.Reducer;
import dev.dnet.compiler.nest.Term;
import dev.dnet.compiler.type.Shape;
import dev.dnet.compiler.type.Size;
import dev.dnet.compiler.type.TensorType;
import dev.dnet.runtime.ElementType;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Kernels as loops over independent points, one for each thread of a device. What loops need
/// locals for that the program has none of is added behind its buffers.
final class Points {
    private final List<Buffer> buffers;

    Points(List<Buffer> buffers) {
        this.buffers = new ArrayList<>(buffers);
    }

    /// The program's buffers, and the locals added so far.
    List<Buffer> buffers() {
        return List.copyOf(buffers);
    }

    Kernel.Loops of(Kernel.Loops kernel) {
        if (!kernel.outer().isEmpty() || kernel.stages().size() != 1) {
            return kernel;
        }
        return switch (kernel.stages().getFirst()) {
            case Stage.Sweep s when s.folds().isEmpty() ->
                    loops(kernel, s.axes(), new Stage.Sweep(List.of(), s.terms(), s.actions()));
            case Stage.Sweep s -> kernel;
            case Stage.Accumulate a -> accumulate(kernel, a);
        };
    }

    private static Kernel.Loops loops(Kernel kernel, List<Axis> outer, Stage... stages) {
        return new Kernel.Loops(kernel.name(), kernel.spans(), outer, List.of(stages));
    }

    /// Each element of the result is a point.
    private Kernel.Loops accumulate(Kernel kernel, Stage.Accumulate stage) {
        var type = buffers.get(stage.target()).type().element().arithmetic();
        int local = local(stage.target(), type);
        var fold = new Stage.Action.Fold(stage.reducer(), stage.value(), local);
        var load = new Term.Load(type, local, List.of(Size.ZERO), Guard.ALWAYS);
        var store = new Stage.Action.Store(stage.target(), stage.index(), 0);
        return loops(
                kernel,
                stage.map(),
                new Stage.Sweep(stage.reduce(), stage.terms(), List.of(fold)),
                new Stage.Sweep(List.of(), List.of(load), List.of(store)));
    }

    /// Each sum is a point: a fold of products, then what happens to it.
    Kernel.Loops of(Kernel.Contraction kernel) {
        var left = factor(kernel.left());
        var terms =
                List.of(
                        left,
                        factor(kernel.right()),
                        new Term.Apply(left.type(), Fn.MUL, List.of(0, 1)));
        return sums(kernel, kernel.reduce(), terms);
    }

    /// Points that fold the last term over axes.
    Kernel.Loops sums(Kernel.Contraction kernel, List<Axis> axes, List<Term> terms) {
        var finish = Finish.of(kernel, buffers(), new Buffer.Place.Local(), List.of(), Size.ZERO);
        buffers.add(finish.buffers().getLast());
        var fold = new Stage.Action.Fold(Reducer.SUM, terms.size() - 1, finish.sums());
        return loops(
                kernel, out(kernel), new Stage.Sweep(axes, terms, List.of(fold)), finish.sweep());
    }

    static List<Axis> out(Kernel.Contraction kernel) {
        return Stream.of(kernel.batch(), kernel.rows(), kernel.columns())
                .flatMap(List::stream)
                .toList();
    }

    private Term factor(Kernel.Operand operand) {
        return new Term.Load(
                buffers.get(operand.buffer()).type().element().arithmetic(),
                operand.buffer(),
                List.of(operand.index()),
                operand.guard());
    }

    private int local(int like, ElementType type) {
        return add(like, type, List.of(), new Buffer.Place.Local());
    }

    /// Another buffer, for what another in the program is about.
    int add(int like, ElementType type, List<Axis> axes, Buffer.Place place) {
        var shape = new Shape(axes.stream().map(Axis::extent).toList());
        var span = buffers.get(like).span();
        buffers.add(new Buffer(buffers.size(), "sum", new TensorType(type, shape), place, span));
        return buffers.size() - 1;
    }
}
