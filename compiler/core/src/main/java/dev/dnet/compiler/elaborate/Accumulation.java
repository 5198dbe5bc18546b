package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.ir.Input;
import dev.dnet.compiler.ir.Program;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.ops.Formulas;
import dev.dnet.compiler.source.Span;
import dev.dnet.compiler.syntax.ast.TrainItem;
import dev.dnet.compiler.type.Size;
import dev.dnet.runtime.ElementType;

import java.util.Map;

/// `run { accumulate = 4 }`: the gradients of so many batches are averaged before one update. Each
/// parameter has a slot for their sum, so a run that is resumed between two updates goes on
/// exactly. Slots of optimizers, parameters and averages change in the last of the batches only.
///
/// @param batches how many, 1 for an update after each
record Accumulation(Evaluator evaluator, long batches, Span at) {
    static final String SETTING = "accumulate";

    static Accumulation of(TrainBlock block) {
        for (var run : block.items().all(TrainItem.Run.class)) {
            for (var setting : run.settings()) {
                if (setting.name().text().equals(SETTING)) {
                    return of(setting, block);
                }
            }
        }
        return new Accumulation(block.evaluator(), 1, block.decl().name().span());
    }

    private static Accumulation of(TrainItem.Run.Setting setting, TrainBlock block) {
        var expr = setting.value();
        if (block.evaluator().need(expr, block.running()) instanceof Value.Int number
                && number.size().isConstant()
                && number.size().value() >= 1) {
            return new Accumulation(block.evaluator(), number.size().value(), expr.span());
        }
        throw Refusal.of(
                "settings/accumulate",
                expr.span(),
                "`accumulate` is the number of batches whose gradients make one update, not `"
                        + expr.span().text()
                        + "`",
                "write a whole number, 1 or more, that is known when compiling");
    }

    boolean isNone() {
        return batches == 1;
    }

    /// Only gradients are averaged over batches: what layers got and gave is not.
    void refuse(Value.Optimizer optimizer) {
        if (!isNone()) {
            throw Refusal.of(
                    "optimizer/accumulate",
                    at,
                    optimizer.of().decl().name()
                            + " reads the layers of one batch, and `accumulate` makes one update of "
                            + batches,
                    "leave `accumulate` out, or take an optimizer without `on`");
        }
    }

    /// The number of this update, from 1.
    Value number(ElementType element, Span place) {
        var step = session().tensor(session().step());
        var number =
                isNone()
                        ? step
                        : call("floor_div", call("add", step, whole(batches - 1)), whole(batches));
        return evaluator.operators().cast(element, number, place);
    }

    /// The mean gradient, as far as batches of this update were seen; it is complete in the last.
    Value.Tensor mean(Program.Variable parameter, Value.Tensor gradient, Env env) {
        if (isNone()) {
            return gradient;
        }
        var slot = slot(parameter, env);
        var sum = call("add", session().read(slot), gradient);
        session().write(slot, call("where", isLast(), new Value.Num(0), sum));
        return call("div", sum, new Value.Num(batches));
    }

    /// Sums begin at zero.
    void initialise(Program.Variable parameter, Env env) {
        if (!isNone()) {
            var value = new Expr(session().graph(), session().read(parameter).position());
            session()
                    .write(slot(parameter, env), session().tensor(Formulas.like(value, 0).value()));
        }
    }

    /// Undoes what was written since then, except in the last batch.
    void keep(Map<String, Integer> before) {
        if (isNone()) {
            return;
        }
        new LossScales(evaluator).keep(before, isLast(), at);
    }

    private Value.Tensor isLast() {
        var step = session().tensor(session().step());
        return call("eq", call("mod", step, whole(batches)), whole(0));
    }

    private Program.Variable slot(Program.Variable parameter, Env env) {
        var step = TrainPlayer.of(env.scope()).map(name -> name + ".").orElse("");
        var path = step + SETTING + "/" + parameter.path();
        return session().variables().declare(Input.Role.SLOT, path, parameter.type(), at);
    }

    private Session session() {
        return evaluator.session();
    }

    private Value.Tensor call(String name, Value... operands) {
        return evaluator.primitives().call(name, at, operands);
    }

    private static Value whole(long value) {
        return new Value.Int(Size.of(value));
    }
}
