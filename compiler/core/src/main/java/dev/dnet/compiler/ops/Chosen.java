package dev.dnet.compiler.ops;

import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.ir.OpError;
import dev.dnet.compiler.nest.Axis;
import dev.dnet.compiler.op.Axes;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.type.Shape;
import dev.dnet.compiler.type.Size;
import dev.dnet.compiler.type.TensorType;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// How indices that are data choose along an axis. Either the axes of the indices take the place of
/// that axis, or, `along`, the indices have the other axes too and choose in each line of its own.
public record Chosen(int axis, boolean along) {
    static final Chosen NONE = new Chosen(0, false);

    void check(String what, TensorType x, TensorType indices) {
        if (!indices.element().isInteger()) {
            throw new OpError(
                    what + "/indices",
                    "`" + what + "` of " + x + " with indices " + indices,
                    "indices are whole numbers: write i32(indices)");
        }
        boolean lines =
                x.rank() == indices.rank()
                        && x.shape()
                                .with(axis, Size.ONE)
                                .equals(indices.shape().with(axis, Size.ONE));
        if (along && !lines) {
            throw new OpError(
                    what + "/shape",
                    "`" + what + "` of " + x + " along axis " + axis + " with indices " + indices,
                    "all axes but the one that is chosen along are equal");
        }
    }

    /// The indices, or an error of the call where one is outside the axis.
    Expr checked(Expr x, Expr indices, String use) {
        return CheckIndices.of(indices, x.shape().size(axis), use);
    }

    /// The shape of what is chosen.
    Shape result(Shape x, Shape indices) {
        if (along) {
            return indices;
        }
        var sizes = new ArrayList<>(x.sizes().subList(0, axis));
        sizes.addAll(indices.sizes());
        sizes.addAll(x.sizes().subList(axis + 1, x.rank()));
        return new Shape(sizes);
    }

    /// Where in the indices the index for a result is.
    List<Size> indexAxes(List<Axis> result, int indexRank) {
        return Axes.indices(along ? result : result.subList(axis, axis + indexRank));
    }

    /// Where in `x` a result comes from.
    List<Size> index(List<Axis> result, int indexRank, Size at) {
        var index = new ArrayList<>(Axes.indices(result.subList(0, axis)));
        index.add(at);
        index.addAll(Axes.indices(result.subList(axis + (along ? 1 : indexRank), result.size())));
        return index;
    }

    /// The same with numbers.
    long[] index(long[] result, NdArray indices) {
        int taken = along ? 1 : indices.rank();
        var which = along ? result : Arrays.copyOfRange(result, axis, axis + taken);
        var index = new long[result.length - taken + 1];
        System.arraycopy(result, 0, index, 0, axis);
        index[axis] = (long) indices.at(which);
        System.arraycopy(result, axis + taken, index, axis + 1, result.length - axis - taken);
        return index;
    }
}
