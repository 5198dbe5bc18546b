package dev.dnet.compiler.codegen.jvm.kernel;

import com.palantir.javapoet.CodeBlock;

import dev.dnet.compiler.loops.Stage;
import dev.dnet.compiler.nest.Axis;
import dev.dnet.compiler.nest.Fn;
import dev.dnet.compiler.nest.Reducer;
import dev.dnet.runtime.ElementType;

import java.util.List;

/// Writes a [Stage.Sweep] as nested loops: what does not move with an inner axis stands outside it,
/// the innermost axis runs in vectors where it can, with a mask for the rest of the row. Folds keep
/// 16 lanes whatever the vector width is.
public final class SweepWriter {
    private static final int LANES = 16;

    private final KernelNames names;
    private final Stage.Sweep sweep;
    private final SweepPlan plan;
    private final TermWriter terms;
    private final Width width;
    private final CodeBlock.Builder code;

    public SweepWriter(
            KernelNames names,
            Stage.Sweep sweep,
            SweepPlan plan,
            Width width,
            CodeBlock.Builder code) {
        this.names = names;
        this.sweep = sweep;
        this.plan = plan;
        this.width = width;
        this.code = code;
        this.terms = new TermWriter(names, sweep.terms(), plan);
    }

    /// The scalars that the stages of a kernel leave for those behind them.
    public static void declareLocals(
            List<Stage> stages, KernelNames names, CodeBlock.Builder code) {
        for (var stage : stages) {
            if (stage instanceof Stage.Sweep sweep) {
                sweep.actions().forEach(a -> declareLocal(a, names, code));
            }
        }
    }

    private static void declareLocal(
            Stage.Action action, KernelNames names, CodeBlock.Builder code) {
        int target =
                switch (action) {
                    case Stage.Action.Store s -> s.target();
                    case Stage.Action.Fold f -> f.target();
                };
        if (names.isLocal(target)) {
            var lane = Lane.of(names.type(target));
            code.addStatement("$T $L = $L", lane.java(), names.buffer(target), lane.literal(0));
        }
    }

    /// The whole sweep.
    public void write() {
        write("0", "");
    }

    /// The sweep with its first axis from `from` to `to` (its extent where `to` is empty).
    public void write(String from, String to) {
        sweep.folds().forEach(this::begin);
        nest(0, from, to);
        sweep.folds().forEach(this::end);
    }

    private void nest(int depth, String from, String to) {
        int rank = sweep.axes().size();
        if (depth == rank) {
            terms.scalars(code, depth);
            sweep.stores().forEach(this::store);
            sweep.folds().forEach(this::foldScalar);
            return;
        }
        terms.scalars(code, depth);
        if (depth == rank - 1 && isVector()) {
            row(sweep.axes().get(depth), from, to);
            return;
        }
        var axis = sweep.axes().get(depth);
        var i = names.axis(axis.name());
        code.beginControlFlow("for (int $L = $L; $L < $L; $L++)", i, from, i, end(axis, to), i);
        nest(depth + 1, "0", "");
        code.endControlFlow();
    }

    private boolean isVector() {
        return plan.isVector() && width.isVector();
    }

    private String end(Axis axis, String to) {
        return to.isEmpty() ? names.scalars().end(terms.index().print(axis.extent())) : to;
    }

    // Scalars.

    private void store(Stage.Action.Store store) {
        var value = terms.scalarName(store.value());
        if (names.isLocal(store.target())) {
            code.addStatement("$L = $L", names.buffer(store.target()), value);
            return;
        }
        code.addStatement(
                "$L",
                names.scalars()
                        .store(
                                terms.place(store.target(), store.index()),
                                CodeBlock.of("$L", value)));
    }

    /// Without vectors a fold that could use them keeps its 16 lanes in an array; any other is one
    /// chain.
    private void foldScalar(Stage.Action.Fold fold) {
        var value = terms.scalarName(fold.value());
        var target = names.buffer(fold.target());
        switch (fold.reducer()) {
            case SUM, PRODUCT, MAX, MIN -> {
                var at =
                        hasLanes()
                                ? target + "Lanes[" + innermost() + " & " + (LANES - 1) + "]"
                                : target;
                var type = lane(fold).type();
                var fn = function(fold.reducer());
                var folded = names.scalars().apply(fn, type, type, List.of(at, value));
                code.addStatement("$L = $L", at, folded);
            }
            case ARG_MAX, ARG_MIN -> {
                code.beginControlFlow("if ($L)", better(fold, target, value));
                code.addStatement("$LBest = $L", target, value);
                code.addStatement("$L = $LAt", target, target);
                code.endControlFlow();
                code.addStatement("$LAt++", target);
            }
            case NONE -> throw new IllegalStateException("a fold needs a reducer");
        }
    }

    private static CodeBlock better(Stage.Action.Fold fold, String target, String value) {
        var sign = fold.reducer() == Reducer.ARG_MAX ? ">" : "<";
        return CodeBlock.of("$LAt == 0 || $L $L $LBest", target, value, sign, target);
    }

    private boolean hasLanes() {
        return names.scalars().keepsLanes() && plan.isVector() && !width.isVector();
    }

    private String innermost() {
        return names.axis(sweep.axes().getLast().name());
    }

    private static Fn function(Reducer reducer) {
        return switch (reducer) {
            case SUM -> Fn.ADD;
            case PRODUCT -> Fn.MUL;
            case MAX -> Fn.MAX;
            case MIN -> Fn.MIN;
            case NONE, ARG_MAX, ARG_MIN -> throw new IllegalStateException("no fold: " + reducer);
        };
    }

    public static CodeBlock combine(Reducer reducer, String a, String b) {
        return switch (reducer) {
            case SUM -> CodeBlock.of("$L + $L", a, b);
            case PRODUCT -> CodeBlock.of("$L * $L", a, b);
            case MAX -> CodeBlock.of("Math.max($L, $L)", a, b);
            case MIN -> CodeBlock.of("Math.min($L, $L)", a, b);
            case NONE, ARG_MAX, ARG_MIN -> throw new IllegalStateException("no fold: " + reducer);
        };
    }

    public static double identity(Reducer reducer, ElementType type) {
        return switch (reducer) {
            case SUM -> 0;
            case PRODUCT -> 1;
            case MAX -> type.isFloat() ? Double.NEGATIVE_INFINITY : lowest(type);
            case MIN -> type.isFloat() ? Double.POSITIVE_INFINITY : highest(type);
            case NONE, ARG_MAX, ARG_MIN -> throw new IllegalStateException("no fold: " + reducer);
        };
    }

    private static double lowest(ElementType type) {
        return type == ElementType.I32 ? Integer.MIN_VALUE : Long.MIN_VALUE;
    }

    private static double highest(ElementType type) {
        return type == ElementType.I32 ? Integer.MAX_VALUE : Long.MAX_VALUE;
    }

    private Lane lane(Stage.Action.Fold fold) {
        return Lane.of(sweep.terms().get(fold.value()).type());
    }

    // Folds around the loops.

    private void begin(Stage.Action.Fold fold) {
        var target = names.buffer(fold.target());
        var lane = lane(fold);
        if (!SweepPlan.isFold(fold.reducer())) {
            code.addStatement("$T $LBest = $L", lane.java(), target, lane.literal(0));
            code.addStatement("$T $LAt = 0", Lane.of(names.type(fold.target())).java(), target);
            code.addStatement("$L = 0", target);
            return;
        }
        var start = lane.literal(identity(fold.reducer(), lane.type()));
        if (isVector()) {
            for (int u = 0; u < unrolled(); u++) {
                code.addStatement(
                        "$T $L_$L = $T.broadcast($L, $L)",
                        lane.vector(),
                        target,
                        u,
                        lane.vector(),
                        lane.species(),
                        start);
            }
        } else if (hasLanes()) {
            code.addStatement(
                    "final $T[] $LLanes = new $T[$L]", lane.java(), target, lane.java(), LANES);
            code.addStatement("$T.fill($LLanes, $L)", java.util.Arrays.class, target, start);
        } else {
            code.addStatement("$L = $L", target, start);
        }
    }

    private void end(Stage.Action.Fold fold) {
        var target = names.buffer(fold.target());
        if (!SweepPlan.isFold(fold.reducer()) || !isVector() && !hasLanes()) {
            return;
        }
        if (hasLanes()) {
            endLanes(fold, target);
            return;
        }
        var op = vectorOperator(fold.reducer());
        int vectors = unrolled();
        for (; vectors > 1; vectors /= 2) {
            for (int u = 0; u < vectors / 2; u++) {
                code.addStatement(
                        "$L_$L = $L_$L.lanewise($T.$L, $L_$L)",
                        target,
                        u,
                        target,
                        u,
                        Names.VECTOR_OPERATORS,
                        op,
                        target,
                        u + vectors / 2);
            }
        }
        var lane = lane(fold);
        for (int half = width.lanes(lane.type()) / 2; half >= 1; half /= 2) {
            code.addStatement(
                    "$L_0 = $L_0.lanewise($T.$L, $L_0.rearrange($L))",
                    target,
                    target,
                    Names.VECTOR_OPERATORS,
                    op,
                    target,
                    shuffle(lane, half));
        }
        code.addStatement("$L = $L_0.lane(0)", target, target);
    }

    /// The holder's constant that brings lane `k + half` to lane `k`.
    public static String shuffle(Lane lane, int half) {
        return lane.species() + "_DOWN_" + half;
    }

    private void endLanes(Stage.Action.Fold fold, String target) {
        for (int half = LANES / 2; half >= 1; half /= 2) {
            code.beginControlFlow("for (int lane = 0; lane < $L; lane++)", half);
            var a = target + "Lanes[lane]";
            code.addStatement(
                    "$L = $L",
                    a,
                    combine(fold.reducer(), a, target + "Lanes[lane + " + half + "]"));
            code.endControlFlow();
        }
        code.addStatement("$L = $LLanes[0]", target, target);
    }

    public static String vectorOperator(Reducer reducer) {
        return switch (reducer) {
            case SUM -> "ADD";
            case PRODUCT -> "MUL";
            case MAX -> "MAX";
            case MIN -> "MIN";
            case NONE, ARG_MAX, ARG_MIN -> throw new IllegalStateException("no fold: " + reducer);
        };
    }

    // Vectors.

    private int lanes() {
        return width.lanes(plan.mainType());
    }

    /// Vectors in one turn of the innermost loop: as many as fill the 16 lanes of a fold.
    private int unrolled() {
        return sweep.folds().isEmpty() ? 1 : Math.max(1, LANES / lanes());
    }

    private void row(Axis axis, String from, String to) {
        terms.broadcasts(code);
        sweep.stores().forEach(s -> terms.broadcast(code, s.value()));
        sweep.folds().forEach(f -> terms.broadcast(code, f.value()));
        var i = names.axis(axis.name());
        var end = end(axis, to);
        int step = lanes() * unrolled();
        boolean whole =
                to.isEmpty() && axis.extent().isConstant() && axis.extent().value() % step == 0;
        code.addStatement("int $L = $L", i, from);
        if (!axis.extent().isConstant() || axis.extent().value() >= step) {
            code.beginControlFlow("for (; $L <= $L - $L; $L += $L)", i, end, step, i, step);
            for (int u = 0; u < unrolled(); u++) {
                point(new TermWriter.Spot(i, u * lanes(), u, ""));
            }
            code.endControlFlow();
        }
        if (!whole) {
            tail(i, end);
        }
    }

    private void tail(String i, String end) {
        code.beginControlFlow("if ($L < $L)", i, end);
        var main = Lane.of(plan.mainType());
        for (int u = 0; u < unrolled(); u++) {
            var mask = u == 0 ? "mask" : "mask_" + u;
            code.addStatement(
                    "final $T<$T> $L = $L.indexInRange($L + $L, $L)",
                    Names.VECTOR_MASK,
                    main.boxed(),
                    mask,
                    main.species(),
                    i,
                    u * lanes(),
                    end);
            point(new TermWriter.Spot(i, u * lanes(), u, mask));
        }
        code.endControlFlow();
    }

    private void point(TermWriter.Spot spot) {
        terms.vectors(code, spot);
        for (var store : sweep.stores()) {
            code.addStatement(
                    "$L",
                    VectorCode.store(
                            names.type(store.target()),
                            terms.vectorName(store.value(), spot),
                            names.buffer(store.target()),
                            terms.vectorAddress(store.target(), store.index(), spot),
                            spot.mask(),
                            plan.mainType()));
        }
        for (var fold : sweep.folds()) {
            var lane = lane(fold);
            var target = names.buffer(fold.target()) + "_" + spot.unrolled();
            var mask =
                    spot.isMasked()
                            ? CodeBlock.of(
                                    ", $L",
                                    VectorCode.mask(spot.mask(), lane.type(), plan.mainType()))
                            : CodeBlock.of("");
            code.addStatement(
                    "$L = $L.lanewise($T.$L, $L$L)",
                    target,
                    target,
                    Names.VECTOR_OPERATORS,
                    vectorOperator(fold.reducer()),
                    terms.vectorName(fold.value(), spot),
                    mask);
        }
    }
}
