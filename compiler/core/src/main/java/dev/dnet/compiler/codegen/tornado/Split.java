package dev.dnet.compiler.codegen.tornado;

import dev.dnet.compiler.codegen.jvm.kernel.SweepPlan;
import dev.dnet.compiler.loops.Buffer;
import dev.dnet.compiler.loops.Kernel;
import dev.dnet.compiler.loops.Ranges;
import dev.dnet.compiler.loops.Stage;
import dev.dnet.compiler.nest.Axis;
import dev.dnet.compiler.nest.Guard;
import dev.dnet.compiler.nest.Term;
import dev.dnet.compiler.type.Shape;
import dev.dnet.compiler.type.Size;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A kernel whose sums groups share: `parts` leaves a sum for each piece of the terms, that is for
/// each place of the axis `piece`, in memory of their own; `rest` adds them up and does what
/// happens to the whole.
record Split<K extends Kernel>(K parts, Axis piece, Kernel.Loops rest) {

    static Split<Kernel.Contraction> of(Kernel.Contraction k, Size pieces, Points points) {
        var piece = new Axis("#piece", pieces);
        var out = with(piece, Points.out(k));
        int like = k.left().buffer();
        var type = points.buffers().get(like).type().element().arithmetic();
        int sums = points.add(like, type, out, new Buffer.Place.Arena());
        var index = index(out);
        var parts =
                new Kernel.Contraction(
                        k.name() + "_pieces",
                        k.spans(),
                        with(piece, k.batch()),
                        k.rows(),
                        k.columns(),
                        k.reduce(),
                        k.left(),
                        k.right(),
                        sums,
                        index,
                        Optional.empty());
        var part = new Term.Load(type, sums, List.of(index), Guard.ALWAYS);
        return new Split<>(parts, piece, points.sums(k, List.of(piece), List.of(part)));
    }

    /// Whether a kernel is one sweep of sums, products or extremes, and scalars behind it.
    static boolean isPossible(Kernel.Loops kernel) {
        var first = kernel.stages().getFirst();
        return first instanceof Stage.Sweep sweep
                && !sweep.axes().isEmpty()
                && sweep.actions().stream()
                        .allMatch(a ->
                                a instanceof Stage.Action.Fold f && SweepPlan.isFold(f.reducer()))
                && kernel.stages().stream()
                        .skip(1)
                        .allMatch(s -> s instanceof Stage.Sweep o && o.axes().isEmpty());
    }

    static Split<Kernel.Loops> of(Kernel.Loops k, Size pieces, Points points) {
        var piece = new Axis("#piece", pieces);
        var out = with(piece, k.outer());
        var index = index(out);
        var sweep = (Stage.Sweep) k.stages().getFirst();
        var loads = new ArrayList<Term>();
        var stores = new ArrayList<Stage.Action>();
        var parts = new ArrayList<Term>();
        var folds = new ArrayList<Stage.Action>();
        for (var action : sweep.actions()) {
            var fold = (Stage.Action.Fold) action;
            var type = sweep.terms().get(fold.value()).type();
            int sums = points.add(fold.target(), type, out, new Buffer.Place.Arena());
            stores.add(new Stage.Action.Store(sums, index, loads.size()));
            loads.add(new Term.Load(type, fold.target(), List.of(Size.ZERO), Guard.ALWAYS));
            folds.add(new Stage.Action.Fold(fold.reducer(), parts.size(), fold.target()));
            parts.add(new Term.Load(type, sums, List.of(index), Guard.ALWAYS));
        }
        var rest = new ArrayList<Stage>(k.stages());
        rest.set(0, new Stage.Sweep(List.of(piece), parts, folds));
        var last = new Stage.Sweep(List.of(), loads, stores);
        return new Split<>(
                new Kernel.Loops(k.name() + "_pieces", k.spans(), out, List.of(sweep, last)),
                piece,
                new Kernel.Loops(k.name(), k.spans(), k.outer(), rest));
    }

    private static List<Axis> with(Axis first, List<Axis> axes) {
        return Stream.concat(Stream.of(first), axes.stream()).toList();
    }

    private static Size index(List<Axis> axes) {
        var shape = new Shape(axes.stream().map(Axis::extent).toList());
        return Ranges.flatten(axes.stream().map(Axis::index).toList(), shape);
    }
}
