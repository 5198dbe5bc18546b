package dev.dnet.compiler.codegen.tornado;

import dev.dnet.compiler.codegen.jvm.kernel.Turn;
import dev.dnet.compiler.loops.Kernel;
import dev.dnet.compiler.loops.Stage;
import dev.dnet.compiler.nest.Axis;
import dev.dnet.compiler.type.Size;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Kernels that are a `@Parallel` loop with counted loops inside, without barriers or local memory:
///
/// - Stores are done in runs of neighbours.
/// - Points that lie side by side in memory go through their sums together, any other one goes
///   through its own.
/// - Contractions have panels of sums; those of a matrix and a vector are points.
/// - Where there is little to share, and sums are long, iterations share the sums.
final class LoopForms implements Forms {
    private final DeviceScalars scalars;
    private final Strips strips;

    LoopForms(DeviceScalars scalars, Strips strips) {
        this.scalars = scalars;
        this.strips = strips;
    }

    @Override
    public Launch points(Size count) {
        return Launch.loop(count);
    }

    @Override
    public List<DeviceKernel> write(Kernel.Loops kernel, Points points) {
        return kernel.outer().isEmpty()
                        && kernel.stages().size() == 1
                        && kernel.stages().getFirst() instanceof Stage.Sweep sweep
                        && !sweep.axes().isEmpty()
                        && sweep.folds().isEmpty()
                ? List.of(LoopKernel.map(kernel, sweep, points.buffers(), scalars, strips))
                : loops(points.of(kernel), points);
    }

    private List<DeviceKernel> loops(Kernel.Loops kernel, Points points) {
        boolean across = areAcross(kernel, points);
        if (!Split.isPossible(kernel)) {
            return List.of(points(kernel, points));
        }
        var longest = longFirst(kernel);
        var axis = ((Stage.Sweep) longest.stages().getFirst()).axes().getFirst();
        var count = Axis.points(kernel.outer());
        var sums = Axis.points(((Stage.Sweep) longest.stages().getFirst()).axes());
        var pieces = pieces(across ? Extents.parts(count, strips.strip()) : count, sums, axis);
        if (pieces.is(1)) {
            return List.of(points(kernel, points));
        }
        var split = Split.of(longest, pieces, points);
        return List.of(
                across
                        ? LaneKernel.write(split, points.buffers(), scalars, strips)
                        : LoopKernel.write(split, points.buffers(), scalars, strips),
                points(split.rest(), points));
    }

    private static boolean areAcross(Kernel.Loops kernel, Points points) {
        return Neighbours.areAcross(kernel) && LaneKernel.isPossible(kernel, points.buffers());
    }

    private DeviceKernel points(Kernel.Loops kernel, Points points) {
        return areAcross(kernel, points)
                ? LaneKernel.write(kernel, points.buffers(), scalars, strips)
                : LoopKernel.write(kernel, points.buffers(), scalars, strips);
    }

    @Override
    public List<DeviceKernel> write(Kernel.Contraction kernel, Points points) {
        var turned = turned(MergedAxes.of(Turn.columnsInside(kernel)));
        var rows = Axis.points(turned.rows());
        var columns = Axis.points(turned.columns());
        if (rows.is(1) || columns.is(1)) {
            return loops(points.of(turned), points);
        }
        var shape = PanelKernel.Shape.of(rows, columns, strips);
        var longest = longFirst(turned);
        var axis = longest.reduce().getFirst();
        var pieces = pieces(shape.count(turned), Axis.points(turned.reduce()), axis);
        if (pieces.is(1)) {
            return List.of(PanelKernel.write(turned, points.buffers(), scalars, shape));
        }
        var split = Split.of(longest, pieces, points);
        return List.of(
                PanelKernel.write(split, points.buffers(), scalars, shape),
                points(split.rest(), points));
    }

    /// A line of few columns is no vector: where there are more rows, they lie in it.
    private Kernel.Contraction turned(Kernel.Contraction kernel) {
        var rows = Axis.points(kernel.rows());
        var columns = Axis.points(kernel.columns());
        return columns.isConstant()
                        && columns.value() < strips.columns() / 4
                        && Extents.typical(rows) > columns.value()
                ? Turn.of(kernel)
                : kernel;
    }

    /// Into how many pieces sums are cut, along an axis.
    private Size pieces(Size count, Size sums, Axis axis) {
        if (!count.isConstant()
                || 2 * count.value() > strips.busy()
                || Extents.typical(sums) < 4L * strips.piece()) {
            return Size.ONE;
        }
        long most = strips.busy() / Math.max(1, count.value());
        return sums.floorDiv(strips.piece()).min(axis.extent()).min(Size.of(most)).max(Size.ONE);
    }

    /// The same with the longest axis of the sums in front, but for the last, which stays where it
    /// is.
    private static Kernel.Loops longFirst(Kernel.Loops kernel) {
        var sweep = (Stage.Sweep) kernel.stages().getFirst();
        var axes = longFirst(sweep.axes());
        var stages = new ArrayList<Stage>(kernel.stages());
        stages.set(0, new Stage.Sweep(axes, sweep.terms(), sweep.actions()));
        return new Kernel.Loops(kernel.name(), kernel.spans(), kernel.outer(), stages);
    }

    private static Kernel.Contraction longFirst(Kernel.Contraction k) {
        return new Kernel.Contraction(
                k.name(),
                k.spans(),
                k.batch(),
                k.rows(),
                k.columns(),
                longFirst(k.reduce()),
                k.left(),
                k.right(),
                k.target(),
                k.index(),
                k.epilogue());
    }

    private static List<Axis> longFirst(List<Axis> axes) {
        if (axes.size() < 3) {
            return axes;
        }
        var longest =
                axes.subList(0, axes.size() - 1).stream()
                        .max(Comparator.comparingLong(a -> Extents.typical(a.extent())))
                        .orElseThrow();
        var sorted = new ArrayList<>(axes);
        sorted.remove(longest);
        sorted.addFirst(longest);
        return sorted;
    }
}
