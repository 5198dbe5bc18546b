package dev.dnet.compiler.codegen.jvm.contract;

import dev.dnet.compiler.codegen.jvm.kernel.Turn;
import dev.dnet.compiler.loops.Buffer;
import dev.dnet.compiler.loops.Kernel;
import dev.dnet.compiler.nest.Axis;
import dev.dnet.compiler.type.Size;
import dev.dnet.runtime.ElementType;

import java.util.List;
import java.util.Optional;

/// A contraction seen as a matrix product: which factor gives the columns, and where the elements
/// of both lie.
record Plan(Kernel.Contraction kernel, Factor left, Factor right, Source stored) {
    /// The rows of sums that one thread keeps at a time.
    static final int MOST_ROWS = 480;

    /// What packing a vector costs, in multiplications of a row with it.
    private static final int PACKING = 10;

    private static final int FEW = 8192;

    private static final int SPLIT = 1024;
    private static final int MOST_SPLITS = 16;

    /// Empty where an index is not a sum of a part for each axis, or where elements are not floats.
    static Optional<Plan> of(Kernel.Contraction kernel, List<Buffer> buffers) {
        var element = buffers.get(kernel.left().buffer()).type().element();
        if (element.arithmetic() != ElementType.F32) {
            return Optional.empty();
        }
        var turned = Turn.columnsInside(kernel);
        var left = factor(turned.left(), turned.rows(), turned, buffers);
        var right = factor(turned.right(), turned.columns(), turned, buffers);
        return left.isPresent() && right.isPresent()
                ? Optional.of(new Plan(turned, left.get(), right.get(), new Source(element)))
                : Optional.empty();
    }

    private static Optional<Factor> factor(
            Kernel.Operand operand,
            List<Axis> across,
            Kernel.Contraction kernel,
            List<Buffer> buffers) {
        var axes = new Factor.Axes(kernel.batch(), across, kernel.reduce());
        if (operand.guard().isAlways()) {
            return Factor.of(operand.buffer(), Optional.empty(), operand.index(), axes);
        }
        return Staging.of(operand, buffers.get(operand.buffer()).type().shape(), axes)
                .flatMap(s ->
                        Factor.of(operand.buffer(), Optional.of(s.staging()), s.index(), axes));
    }

    /// How a factor lies where it is packed from: what is staged is f32.
    Source source(Factor factor) {
        return factor.staging().isPresent() ? Source.SINGLE : stored;
    }

    private static Size product(List<Axis> axes) {
        return Axis.points(axes);
    }

    Size batch() {
        return product(kernel.batch());
    }

    Size rows() {
        return product(kernel.rows());
    }

    Size columns() {
        return product(kernel.columns());
    }

    Size depth() {
        return product(kernel.reduce());
    }

    Size work() {
        return batch().times(rows()).times(columns()).times(depth());
    }

    /// Whether the right factor is read as it lies in memory: it is where the few rows would use a
    /// packed panel so little that packing is dearer than vectors which are not full.
    boolean isDirect(Blocking blocking) {
        if (blocking.lanes() == 1
                || source(right).type().isHalf()
                || right.order() != Packing.Order.ACROSS
                || !rows().isConstant()
                || kernel.columns().isEmpty()) {
            return false;
        }
        var run = kernel.columns().getLast().extent();
        if (!run.isConstant() || rows().value() > 3L * blocking.rows()) {
            return false;
        }
        long vectors = (run.value() + blocking.lanes() - 1) / blocking.lanes();
        long idle = vectors * blocking.lanes() - run.value();
        return rows().value() * idle <= PACKING * vectors * blocking.lanes();
    }

    /// How the left factor is packed: so few elements that vector code would hardly be compiled go
    /// one by one.
    Packing.Order packedOrder() {
        var all = batch().times(rows()).times(depth());
        return all.isConstant() && all.value() <= FEW ? Packing.Order.NEITHER : left.order();
    }

    /// Whether there are so few sums that the threads share k: each sum is then one of a number of
    /// chains.
    boolean isSplit() {
        var sums = batch().times(rows()).times(columns());
        boolean deep = !depth().isConstant() || depth().value() >= 2 * SPLIT;
        return deep && sums.isConstant() && sums.value() <= Blocking.STRIP * Blocking.BAND * 2;
    }

    /// The number of those chains.
    Size splits() {
        return isSplit()
                ? depth().floorDiv(SPLIT).min(Size.of(MOST_SPLITS)).max(Size.ONE)
                : Size.ONE;
    }
}
