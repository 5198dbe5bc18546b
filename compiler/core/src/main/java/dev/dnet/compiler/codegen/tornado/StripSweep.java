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
import dev.dnet.compiler.nest.Guard;
import dev.dnet.compiler.nest.Term;
import dev.dnet.compiler.type.Size;
import dev.dnet.runtime.ElementType;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// A sweep whose innermost loop goes in strips: what it loads is brought to private arrays, then a
/// second loop computes there, and a third one stores. A driver's compiler does not see through
/// TornadoVM's addresses, so that the second loop is the one that it can do in vectors.
final class StripSweep {
    /// What costs a processor much more than to bring its argument.
    private static final Set<Fn> COSTLY =
            Set.of(Fn.EXP, Fn.LOG, Fn.LOG1P, Fn.SIN, Fn.COS, Fn.TANH, Fn.SIGMOID, Fn.ERF, Fn.POW);

    private final KernelNames names;
    private final Stage.Sweep sweep;
    private final SweepPlan plan;
    private final TermWriter terms;
    private final int strip;
    private final CodeBlock.Builder code;

    /// Terms of the innermost loop that loads need, and those themselves.
    private final Set<Integer> brought = new TreeSet<>();

    /// Terms that another of the three loops needs.
    private final Set<Integer> kept = new TreeSet<>();

    StripSweep(
            KernelNames names,
            Stage.Sweep sweep,
            List<Buffer> buffers,
            int strip,
            CodeBlock.Builder code) {
        this.names = names;
        this.sweep = sweep;
        this.plan = SweepPlan.of(sweep, buffers);
        this.terms = new TermWriter(names, sweep.terms(), plan);
        this.strip = strip;
        this.code = code;
        for (int k = sweep.terms().size() - 1; k >= 0; k--) {
            if (sweep.terms().get(k) instanceof Term.Load) {
                bring(k);
            }
        }
        inner().stream()
                .filter(k -> !brought.contains(k))
                .forEach(k -> needs(k).stream().filter(brought::contains).forEach(kept::add));
        for (var action : sweep.actions()) {
            switch (action) {
                case Stage.Action.Store s -> {
                    keep(s.value());
                    data(s.index()).forEach(this::keep);
                }
                case Stage.Action.Fold f -> {
                    if (brought.contains(f.value())) {
                        keep(f.value());
                    }
                }
            }
        }
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

    private static final int SHORT = 16;

    private List<Integer> inner() {
        var all = new ArrayList<Integer>();
        for (int k = 0; k < sweep.terms().size(); k++) {
            if (plan.isInner(k)) {
                all.add(k);
            }
        }
        return all;
    }

    private void bring(int term) {
        if (plan.isInner(term) && brought.add(term)) {
            needs(term).forEach(this::bring);
        }
    }

    private void keep(int term) {
        if (plan.isInner(term)) {
            kept.add(term);
        }
    }

    private Set<Integer> needs(int term) {
        return switch (sweep.terms().get(term)) {
            case Term.Const c -> Set.of();
            case Term.Index i -> data(i.value());
            case Term.Apply a -> new TreeSet<>(a.args());
            case Term.Load l -> {
                var all = new HashSet<Integer>();
                l.index().forEach(i -> all.addAll(data(i)));
                l.guard().checks().forEach(c -> all.addAll(data(c)));
                yield all;
            }
        };
    }

    private static Set<Integer> data(Guard.Check check) {
        var all = new HashSet<Integer>();
        switch (check) {
            case Guard.Check.InRange r -> {
                all.addAll(data(r.value()));
                all.addAll(data(r.extent()));
            }
            case Guard.Check.Divides d -> {
                all.addAll(data(d.value()));
                all.addAll(data(d.divisor()));
            }
        }
        return all;
    }

    /// The terms whose values are in an index.
    private static Set<Integer> data(Size index) {
        var all = new HashSet<Integer>();
        for (var symbol : index.symbols()) {
            if (symbol.startsWith("%")) {
                all.add(Integer.parseInt(symbol.substring(1)));
            }
        }
        return all;
    }

    /// The sweep with its first axis from `from` to `to`, its extent where that is empty.
    void write(String from, String to) {
        for (int k : kept) {
            var type = lane(k).java();
            code.addStatement("final $T[] kept$L = new $T[$L]", type, k, type, strip);
        }
        folds().forEach(f ->
                code.addStatement(
                        "$L = $L",
                        names.buffer(f.target()),
                        Lane.of(type(f.value()))
                                .literal(SweepWriter.identity(f.reducer(), type(f.value())))));
        nest(0, from, to);
    }

    private ElementType type(int term) {
        return sweep.terms().get(term).type();
    }

    /// Private arrays are not of truth values.
    private Lane lane(int term) {
        return Lane.of(type(term) == ElementType.BOOL ? ElementType.I32 : type(term));
    }

    private List<Stage.Action.Fold> folds() {
        return sweep.actions().stream()
                .filter(Stage.Action.Fold.class::isInstance)
                .map(Stage.Action.Fold.class::cast)
                .toList();
    }

    private List<Stage.Action.Store> stores() {
        return sweep.actions().stream()
                .filter(Stage.Action.Store.class::isInstance)
                .map(Stage.Action.Store.class::cast)
                .toList();
    }

    private void nest(int depth, String from, String to) {
        terms.scalars(code, depth);
        var axis = sweep.axes().get(depth);
        var end = to.isEmpty() ? terms.index().print(axis.extent()) : to;
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
        if (!brought.isEmpty()) {
            lanes(i);
            brought.forEach(k -> terms.scalar(code, k));
            brought.stream().filter(kept::contains).forEach(this::put);
            code.endControlFlow();
        }
        compute(i);
        if (!stores().isEmpty()) {
            lanes(i);
            var read = new TreeSet<Integer>();
            stores().forEach(s -> {
                read.add(s.value());
                read.addAll(data(s.index()));
            });
            read.stream().filter(kept::contains).forEach(this::get);
            stores().forEach(this::store);
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
        var rest = inner().stream().filter(k -> !brought.contains(k)).toList();
        if (rest.isEmpty() && folds().isEmpty()) {
            return;
        }
        var read = new TreeSet<Integer>();
        rest.forEach(k -> read.addAll(needs(k)));
        folds().forEach(f -> read.add(f.value()));
        lanes(i);
        read.stream().filter(k -> brought.contains(k) && kept.contains(k)).forEach(this::get);
        rest.stream()
                .filter(k -> !(sweep.terms().get(k) instanceof Term.Const))
                .forEach(k -> terms.scalar(code, k));
        rest.stream().filter(kept::contains).forEach(this::put);
        for (var fold : folds()) {
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
