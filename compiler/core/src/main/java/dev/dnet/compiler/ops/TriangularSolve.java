package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.ir.OpError;
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
import java.util.List;
import java.util.Optional;

/// `X` with `A X = B`, or `Aᵀ X = B`, for a triangular `A`, of which only the triangle is read; a
/// `unit` one has ones on the diagonal.
@AutoService({Op.class, Primitive.class})
public record TriangularSolve(boolean lower, boolean transpose, boolean unit)
        implements Differentiable, Primitive, Examples {
    public TriangularSolve() {
        this(true, false, false);
    }

    @Override
    public TensorType type(List<TensorType> operands) {
        var a = operands.get(0);
        var b = operands.get(1);
        Matrices.checkSquare("triangular_solve", a);
        boolean fits =
                a.element() == b.element()
                        && a.rank() == b.rank()
                        && Matrices.batch(a.shape()).equals(Matrices.batch(b.shape()))
                        && Matrices.rows(a.shape()).equals(Matrices.rows(b.shape()));
        if (!fits) {
            throw new OpError(
                    "triangular_solve/shape",
                    "`triangular_solve` of a, " + a + ", and b, " + b,
                    "b has the element type, the batch axes and as many rows as a");
        }
        return b;
    }

    @Override
    public NdArray eval(List<NdArray> operands, TensorType result) {
        var solution = new NdArray(operands.get(1).shape(), operands.get(1).data().clone());
        for (int b = 0; b < Matrices.batches(solution); b++) {
            var x = Matrices.read(solution, b);
            solve(Matrices.read(operands.get(0), b), x);
            Matrices.write(x, solution, b);
        }
        return solution;
    }

    /// Row by row from the end that has one unknown.
    private void solve(double[][] a, double[][] x) {
        boolean forward = lower != transpose;
        for (int step = 0; step < a.length; step++) {
            int i = forward ? step : a.length - 1 - step;
            for (int done = 0; done < step; done++) {
                int j = forward ? done : a.length - 1 - done;
                double factor = transpose ? a[j][i] : a[i][j];
                for (int c = 0; c < x[i].length; c++) {
                    x[i][c] -= factor * x[j][c];
                }
            }
            for (int c = 0; c < x[i].length && !unit; c++) {
                x[i][c] /= a[i][i];
            }
        }
    }

    @Override
    public Compute compute(List<TensorType> operands, TensorType result) {
        var shape = result.shape();
        return new Compute.Routine(
                "TriangularSolve",
                List.of(
                        Matrices.batch(shape).elements(),
                        Matrices.rows(shape),
                        Matrices.columns(shape),
                        flag(lower),
                        flag(transpose),
                        flag(unit)));
    }

    private static Size flag(boolean value) {
        return Size.of(value ? 1 : 0);
    }

    @Override
    public Optional<Expr> stacked(Stacks x) {
        return Optional.of(x.stack(0).call(this, x.stack(1)));
    }

    /// Giles, "Collected matrix derivative results for forward and reverse mode algorithmic
    /// differentiation" (2008), 2.3.1: `dB = A⁻ᵀ dX`, `dA = -dB Xᵀ`, of which the triangle counts.
    @Override
    public List<Optional<Expr>> cotangents(List<Expr> x, Expr y, Expr dy) {
        var db = x.get(0).call(new TriangularSolve(lower, !transpose, unit), dy);
        var outer =
                transpose
                        ? Formulas.matmul(y, Formulas.transpose(db))
                        : Formulas.matmul(db, Formulas.transpose(y));
        var triangle = lower ? Matrices.lower(outer, unit) : Matrices.upper(outer, unit);
        return List.of(Optional.of(Formulas.neg(triangle)), Optional.of(db));
    }

    @Override
    public String summary() {
        return "The solution `x` of `a @ x = b`, or with `transpose` of `a.T @ x = b`, for a triangular `a`: the lower "
                + "triangle unless `lower: false`, with ones on the diagonal where `unit`. The other elements are not read. "
                + "`b` is a matrix or a vector.";
    }

    @Override
    public Signature signature() {
        return Signature.of(
                Signature.tensor("a"),
                Signature.tensor("b"),
                Signature.flag("lower", true),
                Signature.flag("transpose", false),
                Signature.flag("unit", false));
    }

    @Override
    public Expr build(Call call) {
        var a = call.tensor("a");
        var b = call.tensor("b");
        var op = new TriangularSolve(call.flag("lower"), call.flag("transpose"), call.flag("unit"));
        if (b.rank() != a.rank() - 1) {
            return a.call(op, b);
        }
        var column = Formulas.reshape(b, b.shape().insert(b.rank(), Size.ONE));
        return Formulas.reshape(a.call(op, column), b.shape());
    }

    @Override
    public List<Example> examples() {
        var examples = new ArrayList<Example>();
        for (int flags = 0; flags < 8; flags++) {
            boolean down = (flags & 1) != 0;
            var op = new TriangularSolve(down, (flags & 2) != 0, (flags & 4) != 0);
            var a =
                    new TensorType(
                            flags % 3 == 0 ? ElementType.F64 : ElementType.F32, Shape.of(2, 4, 4));
            var values = down ? Example.Values.LOWER_TRIANGULAR : Example.Values.POSITIVE_DEFINITE;
            examples.add(
                    new Example(
                            op,
                            List.of(a, a.withShape(Shape.of(2, 4, 3))),
                            List.of(values, Example.Values.ANY)));
        }
        return examples;
    }
}
