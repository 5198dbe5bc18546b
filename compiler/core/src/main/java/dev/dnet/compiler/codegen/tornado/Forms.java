package dev.dnet.compiler.codegen.tornado;

import dev.dnet.compiler.codegen.jvm.kernel.Turn;
import dev.dnet.compiler.loops.Buffer;
import dev.dnet.compiler.loops.Kernel;
import dev.dnet.compiler.loops.Linear;
import dev.dnet.compiler.loops.Stage;
import dev.dnet.compiler.nest.Axis;
import dev.dnet.compiler.nest.Term;
import dev.dnet.compiler.type.Size;

import java.util.List;

/// Which form a kernel takes, by what is known of its sizes when it is written:
///
/// - Points whose loops are all known to be short have a thread each.
/// - Points that lie side by side in memory, as the columns of a matrix, have a thread each if they
///   are known to be many; else a group has some of them, with several threads for each.
/// - Any other point has a group. A size that is a symbol counts as long.
/// - Contractions are products of matrices in tiles; those with few sums in each batch, or with few
///   terms in each sum, are points with loops.
final class Forms {
    private final DeviceScalars scalars;
    private final Tiles tiles;

    Forms(DeviceScalars scalars, Tiles tiles) {
        this.scalars = scalars;
        this.tiles = tiles;
    }

    DeviceKernel write(Kernel.Loops kernel, Points points) {
        var loops = points.of(kernel);
        return write(loops, points.buffers());
    }

    DeviceKernel write(Kernel.Contraction kernel, Points points) {
        var turned = Turn.columnsInside(kernel);
        if (isVector(turned) || isFew(turned)) {
            var loops = points.of(turned);
            return write(loops, points.buffers());
        }
        int bytes = points.buffers().get(turned.left().buffer()).type().element().bytes();
        var tile = Tile.of(product(turned.rows()), product(turned.columns()), bytes, tiles);
        return TileKernel.write(turned, points.buffers(), scalars, tile);
    }

    private static boolean isVector(Kernel.Contraction kernel) {
        return product(kernel.rows()).is(1) || product(kernel.columns()).is(1);
    }

    private boolean isFew(Kernel.Contraction kernel) {
        var sums = product(kernel.rows()).times(product(kernel.columns()));
        var terms = product(kernel.reduce());
        return sums.isConstant() && sums.value() <= tiles.group()
                || terms.isConstant() && terms.value() < tiles.depth() / 2;
    }

    /// Kernels as [Points] leaves them.
    private DeviceKernel write(Kernel.Loops kernel, List<Buffer> buffers) {
        var points = product(kernel.outer());
        boolean alone =
                isShort(kernel)
                        || isAcross(kernel)
                                && points.isConstant()
                                && points.value() >= tiles.manyPoints();
        return alone
                ? PointKernel.write(kernel, buffers, scalars)
                : GroupKernel.write(kernel, buffers, scalars, shape(kernel, points));
    }

    private boolean isShort(Kernel.Loops kernel) {
        return kernel.stages().stream()
                .map(Forms::length)
                .allMatch(l -> l.isConstant() && l.value() < tiles.shortSweep());
    }

    private static Size length(Stage stage) {
        return switch (stage) {
            case Stage.Sweep s -> product(s.axes());
            case Stage.Accumulate a -> product(a.map()).times(product(a.reduce()));
        };
    }

    private static Size product(List<Axis> axes) {
        return Size.product(axes.stream().map(Axis::extent).toList());
    }

    /// Few threads where the loops are known to be no longer.
    private GroupKernel.Shape shape(Kernel.Loops kernel, Size points) {
        if (isAcross(kernel)) {
            long most = points.isConstant() ? Long.highestOneBit(points.value()) : tiles.across();
            int across = Math.clamp(most, 1, tiles.across());
            return new GroupKernel.Shape(across, tiles.group() / across);
        }
        long longest = tiles.warp();
        for (var stage : kernel.stages()) {
            var length = length(stage);
            longest = Math.max(longest, length.isConstant() ? length.value() / 4 : tiles.group());
        }
        long threads = Math.min(tiles.group(), 2 * Long.highestOneBit(longest - 1));
        return new GroupKernel.Shape(1, (int) threads);
    }

    /// Whether neighbouring points read neighbouring elements, and the steps of their loops do not.
    private static boolean isAcross(Kernel.Loops kernel) {
        if (kernel.outer().isEmpty()) {
            return false;
        }
        var point = kernel.outer().getLast();
        boolean across = false;
        for (var stage : kernel.stages()) {
            if (stage instanceof Stage.Sweep sweep && !sweep.axes().isEmpty()) {
                var step = sweep.axes().getLast();
                if (sweep.terms().stream().anyMatch(t -> walks(t, step))) {
                    return false;
                }
                across |= sweep.terms().stream().anyMatch(t -> walks(t, point));
            }
        }
        return across;
    }

    private static boolean walks(Term term, Axis axis) {
        return term instanceof Term.Load load
                && Linear.coefficient(load.index().getFirst(), axis.name())
                        .filter(c -> c.is(1))
                        .isPresent();
    }
}
