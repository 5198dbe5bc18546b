package dev.dnet.compiler.codegen.jvm.kernel;

import com.palantir.javapoet.CodeBlock;

import dev.dnet.compiler.loops.Stage;
import dev.dnet.compiler.nest.Axis;
import dev.dnet.compiler.nest.Reducer;

/// Writes a [Stage.Accumulate]: for each place (or vector of places) of the result the reduce
/// loops, so that the partial result stays in a register. Each result is one chain in the order of
/// the loops.
public final class AccumulateWriter {
    private final KernelNames names;
    private final Stage.Accumulate stage;
    private final SweepPlan plan;
    private final TermWriter terms;
    private final Width width;
    private final CodeBlock.Builder code;

    public AccumulateWriter(
            KernelNames names, Stage.Accumulate stage, Width width, CodeBlock.Builder code) {
        this.names = names;
        this.stage = stage;
        this.plan = SweepPlan.of(stage);
        this.width = width;
        this.code = code;
        this.terms = new TermWriter(names, stage.terms(), plan);
    }

    /// The first map axis runs from `from` to `to`.
    public void write(String from, String to) {
        var leading = stage.map().subList(0, stage.map().size() - 1);
        for (var axis : leading) {
            open(
                    axis,
                    axis.equals(leading.getFirst()) ? from : "0",
                    axis.equals(leading.getFirst()) ? to : "");
        }
        var last = stage.map().getLast();
        boolean first = leading.isEmpty();
        if (plan.isVector() && width.isVector()) {
            row(last, first ? from : "0", first ? to : "");
        } else {
            open(last, first ? from : "0", first ? to : "");
            place();
            code.endControlFlow();
        }
        leading.forEach(a -> code.endControlFlow());
    }

    private void open(Axis axis, String from, String to) {
        var i = names.axis(axis.name());
        code.beginControlFlow("for (int $L = $L; $L < $L; $L++)", i, from, i, end(axis, to), i);
    }

    private String end(Axis axis, String to) {
        return to.isEmpty() ? terms.index().print(axis.extent()) : to;
    }

    private Lane lane() {
        return Lane.of(stage.terms().get(stage.value()).type());
    }

    private void place() {
        boolean position = !SweepPlan.isFold(stage.reducer());
        var lane = lane();
        code.addStatement("$T best = $L", lane.java(), position ? lane.literal(0) : start());
        if (position) {
            code.addStatement("int at = 0");
            code.addStatement("int position = 0");
        }
        stage.reduce().forEach(r -> open(r, "0", ""));
        allScalars();
        var value = terms.scalarName(stage.value());
        if (position) {
            var sign = stage.reducer() == Reducer.ARG_MAX ? ">" : "<";
            code.beginControlFlow("if (at == 0 || $L $L best)", value, sign);
            code.addStatement("best = $L", value);
            code.addStatement("position = at");
            code.endControlFlow();
            code.addStatement("at++");
        } else {
            code.addStatement("best = $L", SweepWriter.combine(stage.reducer(), "best", value));
        }
        stage.reduce().forEach(r -> code.endControlFlow());
        store(position ? "position" : "best");
    }

    private String start() {
        return lane().literal(SweepWriter.identity(stage.reducer(), lane().type()));
    }

    private void allScalars() {
        int depths = stage.map().size() + stage.reduce().size();
        for (int d = 0; d <= depths; d++) {
            terms.scalars(code, d);
        }
    }

    private void store(String value) {
        code.addStatement(
                "$L",
                names.scalars()
                        .store(
                                terms.place(stage.target(), stage.index()),
                                CodeBlock.of("$L", value)));
    }

    private void row(Axis axis, String from, String to) {
        var i = names.axis(axis.name());
        var end = end(axis, to);
        int step = width.lanes(plan.mainType());
        boolean whole =
                to.isEmpty() && axis.extent().isConstant() && axis.extent().value() % step == 0;
        code.addStatement("int $L = $L", i, from);
        code.beginControlFlow("for (; $L <= $L - $L; $L += $L)", i, end, step, i, step);
        vectorPlace(new TermWriter.Spot(i, 0, 0, ""));
        code.endControlFlow();
        if (!whole) {
            var main = Lane.of(plan.mainType());
            code.beginControlFlow("if ($L < $L)", i, end);
            code.addStatement(
                    "final $T<$T> mask = $L.indexInRange($L, $L)",
                    Names.VECTOR_MASK,
                    main.boxed(),
                    main.species(),
                    i,
                    end);
            vectorPlace(new TermWriter.Spot(i, 0, 0, "mask"));
            code.endControlFlow();
        }
    }

    private void vectorPlace(TermWriter.Spot spot) {
        var lane = lane();
        code.addStatement(
                "$T best = $T.broadcast($L, $L)",
                lane.vector(),
                lane.vector(),
                lane.species(),
                start());
        stage.reduce().forEach(r -> open(r, "0", ""));
        for (int d = 0; d < stage.map().size() + stage.reduce().size(); d++) {
            terms.scalars(code, d);
        }
        var inside = new TermWriter(names, stage.terms(), plan);
        inside.broadcasts(code);
        inside.broadcast(code, stage.value());
        inside.vectors(code, spot);
        code.addStatement(
                "best = best.lanewise($T.$L, $L)",
                Names.VECTOR_OPERATORS,
                SweepWriter.vectorOperator(stage.reducer()),
                inside.vectorName(stage.value(), spot));
        stage.reduce().forEach(r -> code.endControlFlow());
        code.addStatement(
                "$L",
                VectorCode.store(
                        names.type(stage.target()),
                        "best",
                        names.buffer(stage.target()),
                        terms.vectorAddress(stage.target(), stage.index(), spot),
                        spot.mask(),
                        plan.mainType()));
    }
}
