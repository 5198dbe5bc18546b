package dev.dnet.compiler.codegen.tornado;

import dev.dnet.compiler.codegen.jvm.kernel.Turn;
import dev.dnet.compiler.loops.Kernel;
import dev.dnet.compiler.loops.Stage;
import dev.dnet.compiler.nest.Axis;
import dev.dnet.compiler.type.Size;

import java.util.List;

/// Kernels whose threads find their work in `KernelContext`, and of which groups share local
/// memory. What a group does is decided by what is known of a kernel's sizes when it is written:
///
/// - Points whose loops are all known to be short have a thread each.
/// - Points that lie side by side in memory, as the columns of a matrix, have a thread each if they
///   are known to be many; else a group has some of them, with several threads for each.
/// - Any other point has a group, or several where there are few points and long sums. A size that
///   is a symbol counts as long.
/// - Contractions are products of matrices in tiles. Where there are few tiles and long sums,
///   groups share those of a tile. Else, with few sums in each batch or few terms in each sum,
///   contractions are points with loops; so are those of a matrix and a vector.
final class GroupForms implements Forms {
    /// Elements of a sum that a thread should have before others get some.
    private static final int EACH = 16;

    /// Elements of a row that a thread should have.
    private static final int SEVERAL = 8;

    private final DeviceScalars scalars;
    private final Tiles tiles;

    GroupForms(DeviceScalars scalars, Tiles tiles) {
        this.scalars = scalars;
        this.tiles = tiles;
    }

    @Override
    public Launch points(Size count) {
        return Launch.points(count);
    }

    @Override
    public List<DeviceKernel> write(Kernel.Loops kernel, Points points) {
        return loops(points.of(kernel), points);
    }

    @Override
    public List<DeviceKernel> write(Kernel.Contraction kernel, Points points) {
        var turned = MergedAxes.of(Turn.columnsInside(kernel));
        var element = points.buffers().get(turned.left().buffer()).type().element();
        int bytes = element.arithmetic().bytes();
        var tile = tile(turned, bytes);
        var pieces = pieces(turned, tile);
        if (isVector(turned) || pieces.is(1) && isFew(turned)) {
            return loops(points.of(turned), points);
        }
        if (pieces.is(1)) {
            return List.of(TileKernel.write(turned, points.buffers(), scalars, tile));
        }
        var split = Split.of(turned, pieces, points);
        return List.of(
                TileKernel.write(split, points.buffers(), scalars, tile),
                PointKernel.write(split.rest(), points.buffers(), scalars, this));
    }

    /// Large tiles read less local memory for each product, but keep a device busy only where they
    /// are many.
    private Tile tile(Kernel.Contraction kernel, int bytes) {
        var rows = Axis.points(kernel.rows());
        var columns = Axis.points(kernel.columns());
        var large = Tile.of(rows, columns, bytes, tiles, tiles.eachOfMany());
        return Extents.typical(rows) >= large.rows()
                        && Extents.typical(columns) >= large.columns()
                        && Extents.typical(count(kernel, large)) >= tiles.busy()
                ? large
                : Tile.of(rows, columns, bytes, tiles, tiles.each());
    }

    private static Size count(Kernel.Contraction kernel, Tile tile) {
        return Axis.points(kernel.batch())
                .times(tile.rowTiles(Axis.points(kernel.rows())))
                .times(tile.columnTiles(Axis.points(kernel.columns())));
    }

    /// Into how many pieces the sums of a contraction are cut: several where they are long, and
    /// there are not enough tiles to keep a device busy.
    private Size pieces(Kernel.Contraction kernel, Tile tile) {
        return pieces(count(kernel, tile), Axis.points(kernel.reduce()), tiles.piece());
    }

    private Size pieces(Size groups, Size length, int least) {
        if (!groups.isConstant()
                || 2 * groups.value() > tiles.busy()
                || Extents.typical(length) < 4L * least) {
            return Size.ONE;
        }
        long most = tiles.busy() / groups.value();
        return length.floorDiv(least).min(Size.of(most)).max(Size.ONE);
    }

    private static boolean isVector(Kernel.Contraction kernel) {
        return Axis.points(kernel.rows()).is(1) || Axis.points(kernel.columns()).is(1);
    }

    private boolean isFew(Kernel.Contraction kernel) {
        var sums = Axis.points(kernel.rows()).times(Axis.points(kernel.columns()));
        var terms = Axis.points(kernel.reduce());
        return sums.isConstant() && sums.value() <= tiles.group()
                || terms.isConstant() && terms.value() < tiles.depth() / 2;
    }

    private List<DeviceKernel> loops(Kernel.Loops kernel, Points points) {
        var count = Axis.points(kernel.outer());
        if (isShort(kernel)
                || Neighbours.areAcross(kernel)
                        && count.isConstant()
                        && count.value() >= tiles.manyPoints()) {
            return List.of(PointKernel.write(kernel, points.buffers(), scalars, this));
        }
        var shape = shape(kernel, count);
        var pieces = pieces(kernel, shape);
        if (pieces.is(1)) {
            return List.of(GroupKernel.write(kernel, points.buffers(), scalars, shape));
        }
        var split = Split.of(kernel, pieces, points);
        return List.of(
                GroupKernel.write(split, points.buffers(), scalars, shape),
                GroupKernel.write(split.rest(), points.buffers(), scalars, shape));
    }

    /// The same of a kernel of loops.
    private Size pieces(Kernel.Loops kernel, GroupKernel.Shape shape) {
        var groups = Axis.points(kernel.outer()).plus(shape.across() - 1).floorDiv(shape.across());
        return Split.isPossible(kernel)
                ? pieces(groups, length(kernel.stages().getFirst()), shape.lanes() * EACH)
                : Size.ONE;
    }

    private boolean isShort(Kernel.Loops kernel) {
        return kernel.stages().stream()
                .map(GroupForms::length)
                .allMatch(l -> l.isConstant() && l.value() < tiles.shortSweep());
    }

    private static Size length(Stage stage) {
        return switch (stage) {
            case Stage.Sweep s -> Axis.points(s.axes());
            case Stage.Accumulate a -> Axis.points(a.map()).times(Axis.points(a.reduce()));
        };
    }

    private GroupKernel.Shape shape(Kernel.Loops kernel, Size points) {
        if (Neighbours.areAcross(kernel)) {
            long most = points.isConstant() ? Long.highestOneBit(points.value()) : tiles.across();
            int across = Math.clamp(most, 1, tiles.across());
            return new GroupKernel.Shape(across, tiles.group() / across);
        }
        return new GroupKernel.Shape(1, threads(kernel));
    }

    /// Threads with several elements each have less to wait for; a lone point has all there are.
    private int threads(Kernel.Loops kernel) {
        if (kernel.outer().isEmpty()) {
            return tiles.group();
        }
        long most = tiles.warp();
        for (var stage : kernel.stages()) {
            var length = length(stage);
            long own = length.isConstant() ? length.value() / SEVERAL : tiles.group() / 2;
            most = Math.max(most, own);
        }
        return (int) Math.min(tiles.group(), 2 * Long.highestOneBit(most - 1));
    }
}
