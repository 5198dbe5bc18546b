package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.nest.Compute;
import dev.dnet.compiler.op.Differentiable;
import dev.dnet.compiler.op.Example;
import dev.dnet.compiler.op.Examples;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.type.Size;
import dev.dnet.compiler.type.TensorType;
import dev.dnet.runtime.ElementType;
import dev.dnet.runtime.routine.Require;

import java.util.List;
import java.util.Optional;

/// A comparison of sizes that an `assert` states and only a call can decide: true, or an error of
/// the call. `condition` is its text, `message` what the program says to it.
@AutoService(Op.class)
public record RequireSizes(
        String comparison, Size left, Size right, String condition, String message)
        implements Differentiable, Examples {
    public RequireSizes() {
        this("==", Size.ONE, Size.ONE, "", "");
    }

    @Override
    public TensorType type(List<TensorType> operands) {
        return TensorType.scalar(ElementType.BOOL);
    }

    @Override
    public NdArray eval(List<NdArray> operands, TensorType result) {
        Require.sizes(condition, comparison, message, "", left.value(), right.value());
        return NdArray.scalar(1);
    }

    @Override
    public Compute compute(List<TensorType> operands, TensorType result) {
        return new Compute.Routine(
                "Require", List.of(condition, comparison, message), List.of(left, right));
    }

    @Override
    public List<Optional<Expr>> cotangents(List<Expr> x, Expr y, Expr dy) {
        return List.of();
    }

    @Override
    public List<Example> examples() {
        return List.of(
                Example.of(
                        new RequireSizes("<=", Size.of(3), Size.of(4), "N <= 4", "few"),
                        Example.Values.ANY));
    }
}
