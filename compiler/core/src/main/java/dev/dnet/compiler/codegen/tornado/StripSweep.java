package dev.dnet.compiler.codegen.tornado;

import com.palantir.javapoet.CodeBlock;

import dev.dnet.compiler.codegen.jvm.kernel.KernelNames;
import dev.dnet.compiler.codegen.jvm.kernel.Lane;
import dev.dnet.compiler.codegen.jvm.kernel.SweepPlan;
import dev.dnet.compiler.codegen.jvm.kernel.SweepWriter;
import dev.dnet.compiler.codegen.jvm.kernel.TermWriter;
import dev.dnet.compiler.loops.Buffer;
import dev.dnet.compiler.loops.Stage;
import dev.dnet.compiler.nest.Fn;
import dev.dnet.compiler.nest.Term;
import dev.dnet.runtime.ElementType;

import java.util.List;
import java.util.Set;

/// A sweep whose innermost loop goes in strips: what it loads is brought to private arrays, then a
/// second loop computes there, and a third one stores. A driver's compiler does not see through
/// TornadoVM's addresses, so that the second loop is the one that it can do in vectors.
final class StripSweep {
    /// What costs a processor much more than to bring its argument.
    private static final Set<Fn> COSTLY =
            Set.of(Fn.EXP, Fn.LOG, Fn.LOG1P, Fn.SIN, Fn.COS, Fn.TANH, Fn.SIGMOID, Fn.ERF, Fn.POW);

    /// A loop of fewer steps is not worth it.
    private static final int SHORT = 16;

    private final KernelNames names;
    private final Stage.Sweep sweep;
    private final StripPlan plan;
    private final TermWriter terms;
    private final int strip;
    private final CodeBlock.Builder code;

    StripSweep(
            KernelNames names,
            Stage.Sweep sweep,
            List<Buffer> buffers,
            int strip,
            CodeBlock.Builder code) {
        this.names = names;
        this.sweep = sweep;
        var plan = SweepPlan.of(sweep, buffers);
        this.plan = new StripPlan(sweep, plan);
        this.terms = new TermWriter(names, sweep.terms(), plan);
        this.strip = strip;
        this.code = code;
    }

    /// Whether it is worth the copies: it has sums or extremes, which a processor has to wait for
    /// one by one, or functions that take their time.
    static boolean pays(Stage.Sweep sweep, List<Buffer> buffers) {
        if (sweep.axes().isEmpty()) {
            return false;
        }
        var plan = SweepPlan.of(sweep, buffers);
        boolean costly = false;
        for (int k = 0; k < sweep.terms().size(); k++) {
            costly |=
                    plan.isInner(k)
                            && sweep.terms().get(k) instanceof Term.Apply a
                            && a.type().isFloat()
                            && COSTLY.contains(a.fn());
        }
        boolean folds = false;
        for (var action : sweep.actions()) {
            if (action instanceof Stage.Action.Fold f) {
                if (!SweepPlan.isFold(f.reducer())) {
                    return false;
                }
                folds |= plan.isInner(f.value());
            }
        }
        var last = sweep.axes().getLast().extent();
        return (costly || folds) && !(last.isConstant() && last.value() < SHORT);
    }

    /// The sweep with its first axis from `from` to `to`, its extent where that is empty.
    void write(String from, String to) {
        for (int k : plan.kept()) {
            var type = lane(k).java();
            code.addStatement("final $T[] kept$L = new $T[$L]", type, k, type, strip);
        }
        sweep.folds()
                .forEach(f ->
                        code.addStatement(
                                "$L = $L",
                                names.buffer(f.target()),
                                Lane.of(type(f.value()))
                                        .literal(
                                                SweepWriter.identity(
                                                        f.reducer(), type(f.value())))));
        nest(0, from, to);
    }

    private ElementType type(int term) {
        return sweep.terms().get(term).type();
    }

    /// Private arrays are not of truth values.
    private Lane lane(int term) {
        return Lane.of(type(term) == ElementType.BOOL ? ElementType.I32 : type(term));
    }

    private void nest(int depth, String from, String to) {
        terms.scalars(code, depth);
        var axis = sweep.axes().get(depth);
        var end = to.isEmpty() ? names.scalars().end(terms.index().print(axis.extent())) : to;
        var i = names.axis(axis.name());
        if (depth == sweep.axes().size() - 1) {
            strips(i, from, end);
            return;
        }
        code.beginControlFlow("for (int $L = $L; $L < $L; $L++)", i, from, i, end, i);
        nest(depth + 1, "0", "");
        code.endControlFlow();
    }

    private void strips(String i, String from, String end) {
        code.beginControlFlow("for (int strip = $L; strip < $L; strip += $L)", from, end, strip);
        code.addStatement("final int wide = Math.min($L, $L - strip)", strip, end);
        if (!plan.brought().isEmpty()) {
            lanes(i);
            plan.brought().forEach(k -> terms.scalar(code, k));
            plan.brought().stream().filter(plan.kept()::contains).forEach(this::put);
            code.endControlFlow();
        }
        compute(i);
        if (!sweep.stores().isEmpty()) {
            lanes(i);
            plan.stored().forEach(this::get);
            sweep.stores().forEach(this::store);
            code.endControlFlow();
        }
        code.endControlFlow();
    }

    private void lanes(String i) {
        code.beginControlFlow("for (int lane = 0; lane < wide; lane++)");
        code.addStatement("final int $L = strip + lane", i);
    }

    private void put(int k) {
        var value = type(k) == ElementType.BOOL ? "t" + k + " ? 1 : 0" : "t" + k;
        code.addStatement("kept$L[lane] = $L", k, value);
    }

    private void get(int k) {
        var test = type(k) == ElementType.BOOL ? " != 0" : "";
        code.addStatement("final $T t$L = kept$L[lane]$L", Lane.of(type(k)).java(), k, k, test);
    }

    private void compute(String i) {
        var computed = plan.computed();
        if (computed.isEmpty() && sweep.folds().isEmpty()) {
            return;
        }
        lanes(i);
        plan.read().forEach(this::get);
        computed.forEach(k -> terms.scalar(code, k));
        computed.stream().filter(plan.kept()::contains).forEach(this::put);
        for (var fold : sweep.folds()) {
            var target = names.buffer(fold.target());
            code.addStatement(
                    "$L = $L",
                    target,
                    SweepWriter.combine(fold.reducer(), target, terms.scalarName(fold.value())));
        }
        code.endControlFlow();
    }

    private void store(Stage.Action.Store store) {
        var value = CodeBlock.of("$L", terms.scalarName(store.value()));
        var place = terms.place(store.target(), store.index());
        code.addStatement("$L", names.scalars().store(place, value));
    }
}
