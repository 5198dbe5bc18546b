package dev.dnet.compiler.codegen.jvm.kernel;

import dev.dnet.compiler.loops.Buffer;
import dev.dnet.compiler.loops.Kernel;
import dev.dnet.compiler.loops.Stage;
import dev.dnet.compiler.nest.Axis;
import dev.dnet.compiler.nest.Guard;
import dev.dnet.compiler.nest.Term;
import dev.dnet.compiler.type.Shape;
import dev.dnet.compiler.type.Size;
import dev.dnet.compiler.type.TensorType;

import java.util.ArrayList;
import java.util.List;

/// What happens to finished sums, as a sweep that reads them from a buffer of its own: `buffers`
/// with that one added as the last.
public record Finish(Stage.Sweep sweep, List<Buffer> buffers) {
    public Finish {
        buffers = List.copyOf(buffers);
    }

    public int sums() {
        return buffers.size() - 1;
    }

    /// The sums lie at `at` in a buffer of this kind; the sweep runs over `axes`.
    public static Finish of(
            Kernel.Contraction kernel,
            List<Buffer> buffers,
            Buffer.Place place,
            List<Axis> axes,
            Size at) {
        var left = buffers.get(kernel.left().buffer());
        var element = left.type().element().arithmetic();
        var type = new TensorType(element, new Shape(List.of()));
        var all = new ArrayList<>(buffers);
        all.add(new Buffer(buffers.size(), "sums", type, place, left.span()));
        var sum = new Term.Load(element, buffers.size(), List.of(at), Guard.ALWAYS);
        var terms = new ArrayList<Term>();
        var actions = new ArrayList<Stage.Action>();
        kernel.epilogue()
                .ifPresent(e -> {
                    e.terms().forEach(t -> terms.add(isSum(t) ? sum : t));
                    actions.addAll(e.stores());
                });
        if (keepsSum(kernel)) {
            terms.add(sum);
            actions.add(new Stage.Action.Store(kernel.target(), kernel.index(), terms.size() - 1));
        }
        return new Finish(new Stage.Sweep(axes, terms, actions), all);
    }

    private static boolean isSum(Term term) {
        return term instanceof Term.Load load && load.operand() < 0;
    }

    private static boolean keepsSum(Kernel.Contraction kernel) {
        return kernel.epilogue()
                .map(e ->
                        e.keepSum()
                                && e.stores().stream()
                                        .noneMatch(s -> s.target() == kernel.target()))
                .orElse(true);
    }
}
