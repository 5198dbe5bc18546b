package dev.dnet.compiler.codegen.jvm.kernel;

import com.palantir.javapoet.CodeBlock;

import dev.dnet.compiler.loops.Halved;
import dev.dnet.compiler.loops.Linear;
import dev.dnet.compiler.nest.Guard;
import dev.dnet.compiler.nest.Term;
import dev.dnet.compiler.type.Size;
import dev.dnet.runtime.ElementType;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.UnaryOperator;

/// Writes the terms of one stage as Java statements, scalar or vector. Scalar step `k` is the local
/// `t<k>`, vector step `v<k>`, in a later vector of an unrolled loop `v<k>_1` and so on.
public final class TermWriter {
    /// The name in emitted code of a kernel's operand -1, the finished sum of a contraction.
    public static final String SUM = "sum";

    private final KernelNames names;
    private final List<Term> terms;
    private final SweepPlan plan;
    private final IndexCode index;
    private final Map<Integer, ElementType> broadcasts = new HashMap<>();

    public TermWriter(KernelNames names, List<Term> terms, SweepPlan plan) {
        this.names = names;
        this.terms = terms;
        this.plan = plan;
        UnaryOperator<String> symbol =
                s -> s.startsWith("%") ? "t" + s.substring(1) : names.symbol(s);
        this.index = new IndexCode(symbol);
    }

    public IndexCode index() {
        return index;
    }

    /// All steps that belong at this depth, as scalars.
    public void scalars(CodeBlock.Builder code, int depth) {
        for (int k = 0; k < terms.size(); k++) {
            if (plan.depth(k) == depth && !(terms.get(k) instanceof Term.Const)) {
                scalar(code, k);
            }
        }
    }

    /// One step that is no constant, as a scalar.
    public void scalar(CodeBlock.Builder code, int step) {
        var term = terms.get(step);
        code.addStatement("final $T t$L = $L", Lane.of(term.type()).java(), step, scalar(term));
    }

    private CodeBlock scalar(Term term) {
        return switch (term) {
            case Term.Const c -> CodeBlock.of("$L", Lane.of(c.type()).literal(c.value()));
            case Term.Index i -> indexValue(i);
            case Term.Load l -> load(l);
            case Term.Apply a -> {
                var from = terms.get(a.args().getFirst()).type();
                yield names.scalars()
                        .apply(
                                a.fn(),
                                a.type(),
                                from,
                                a.args().stream().map(this::scalarName).toList());
            }
        };
    }

    private CodeBlock indexValue(Term.Index term) {
        var lane = Lane.of(term.type());
        return CodeBlock.of("($T) ($L)", lane.java(), index.print(term.value()));
    }

    private CodeBlock load(Term.Load load) {
        var value = element(load);
        return load.guard().isAlways()
                ? value
                : CodeBlock.of(
                        "$L ? $L : $L",
                        guard(load.guard()),
                        value,
                        Lane.of(load.type()).literal(0));
    }

    private CodeBlock element(Term.Load load) {
        if (load.operand() < 0) {
            return CodeBlock.of(SUM);
        }
        if (names.isLocal(load.operand())) {
            return CodeBlock.of("$L", names.buffer(load.operand()));
        }
        if (names.isArray(load.operand())) {
            return CodeBlock.of("$L", arrayElement(load));
        }
        return names.scalars().load(place(load.operand(), load.index().getFirst()));
    }

    /// An element of a buffer.
    public Scalars.Place place(int buffer, Size element) {
        return new Scalars.Place(
                Lane.of(names.type(buffer)),
                names.buffer(buffer),
                names.offset(buffer),
                element,
                index);
    }

    private String arrayElement(Term.Load load) {
        return "%s[%s]".formatted(names.buffer(load.operand()), arrayIndex(load));
    }

    private String arrayIndex(Term.Load load) {
        return names.offset(load.operand()) + " + " + index.print(load.index().getFirst());
    }

    public String guard(Guard guard) {
        var all = new StringJoiner(" && ", "(", ")");
        for (var check : guard.checks()) {
            switch (check) {
                case Guard.Check.InRange r -> {
                    all.add(index.factor(r.value()) + " >= 0");
                    all.add(index.factor(r.value()) + " < " + index.factor(r.extent()));
                }
                case Guard.Check.Divides d ->
                        all.add(
                                "Math.floorMod("
                                        + index.print(d.value())
                                        + ", "
                                        + index.print(d.divisor())
                                        + ") == 0");
            }
        }
        return all.toString();
    }

    public String scalarName(int step) {
        return terms.get(step) instanceof Term.Const c
                ? Lane.of(c.type()).literal(c.value())
                : "t" + step;
    }

    // Vectors.

    /// Scalars that meet vectors, once in front of the innermost loop.
    public void broadcasts(CodeBlock.Builder code) {
        for (int k = 0; k < terms.size(); k++) {
            if (plan.isInner(k) && terms.get(k) instanceof Term.Apply a) {
                a.args().stream().filter(x -> !plan.isInner(x)).forEach(x -> broadcast(code, x));
            }
        }
    }

    public void broadcast(CodeBlock.Builder code, int step) {
        var type = terms.get(step).type();
        if (plan.isInner(step) || broadcasts.putIfAbsent(step, type) != null) {
            return;
        }
        if (type == ElementType.BOOL) {
            var main = Lane.of(plan.mainType());
            code.addStatement(
                    "final $T<$T> v$L = $L.maskAll($L)",
                    Names.VECTOR_MASK,
                    main.boxed(),
                    step,
                    main.species(),
                    scalarName(step));
            return;
        }
        var lane = Lane.of(type);
        code.addStatement(
                "final $T v$L = $T.broadcast($L, $L)",
                lane.vector(),
                step,
                lane.vector(),
                lane.species(),
                scalarName(step));
    }

    /// The steps of the innermost loop for one vector; `mask` is empty inside the row.
    public void vectors(CodeBlock.Builder code, Spot spot) {
        for (int k = 0; k < terms.size(); k++) {
            if (plan.isInner(k)) {
                var type = terms.get(k).type();
                if (type == ElementType.BOOL) {
                    code.addStatement(
                            "final $T<$T> $L = $L",
                            Names.VECTOR_MASK,
                            Lane.of(plan.mainType()).boxed(),
                            vectorName(k, spot),
                            vector(k, spot));
                } else {
                    var name = vectorName(k, spot);
                    code.addStatement(
                            "final $T $L = $L",
                            Lane.of(type).vector(),
                            name,
                            terms.get(k) instanceof Term.Apply
                                    ? Expansion.of(vector(k, spot), name, code)
                                    : vector(k, spot));
                }
            }
        }
    }

    /// Where a vector lies: the innermost index variable plus a constant, the mask's name if it is
    /// a partial one.
    public record Spot(String variable, int shift, int unrolled, String mask) {
        public String suffix() {
            return unrolled == 0 ? "" : "_" + unrolled;
        }

        public boolean isMasked() {
            return !mask.isEmpty();
        }
    }

    public String vectorName(int step, Spot spot) {
        return "v" + step + (plan.isInner(step) ? spot.suffix() : "");
    }

    private CodeBlock vector(int step, Spot spot) {
        return switch (terms.get(step)) {
            case Term.Const c -> throw new IllegalStateException("a constant does not move");
            case Term.Index i -> iota(i, spot);
            case Term.Load l -> vectorLoad(l, spot);
            case Term.Apply a -> {
                var from = new ArrayList<ElementType>();
                a.args().forEach(x -> from.add(terms.get(x).type()));
                var args = a.args().stream().map(x -> vectorName(x, spot)).toList();
                yield VectorCode.apply(a.fn(), a.type(), from, args, plan.mainType());
            }
        };
    }

    private CodeBlock iota(Term.Index term, Spot spot) {
        var axis = names.axisOf(spot.variable());
        var remainder = Halved.remainderFactor(term.value(), axis);
        if (remainder.isPresent()) {
            return CodeBlock.of(
                    "$T.broadcast(I, (int) ($L)).add(IOTA.and(1).mul($L))",
                    Names.vector("IntVector"),
                    index.print(term.value()),
                    remainder.get());
        }
        var coefficient = Linear.coefficient(term.value(), axis).orElseThrow();
        var start = index.print(term.value());
        long shift = coefficient.value() * spot.shift();
        return CodeBlock.of(
                "$T.broadcast(I, (int) ($L + $L)).add(IOTA.mul($L))",
                Names.vector("IntVector"),
                start,
                shift,
                coefficient.value());
    }

    private CodeBlock vectorLoad(Term.Load load, Spot spot) {
        var lane = Lane.of(load.type());
        var mask =
                spot.isMasked()
                        ? CodeBlock.of(
                                ", $L", VectorCode.mask(spot.mask(), load.type(), plan.mainType()))
                        : CodeBlock.of("");
        if (names.isArray(load.operand())) {
            return CodeBlock.of(
                    "$T.fromArray($L, $L, $L + $L$L)",
                    lane.vector(),
                    lane.species(),
                    names.buffer(load.operand()),
                    arrayIndex(load),
                    spot.shift(),
                    mask);
        }
        var plain =
                plan.isHalved(load.index().getFirst())
                        ? halved(load, spot)
                        : fromMemory(
                                lane,
                                load.operand(),
                                vectorAddress(load.operand(), load.index().getFirst(), spot),
                                mask);
        return load.guard().isAlways()
                ? plain
                : CodeBlock.of(
                        "$L ? $L : $T.zero($L)",
                        guard(load.guard()),
                        plain,
                        lane.vector(),
                        lane.species());
    }

    /// A vector from memory; the mask follows a comma where there is one.
    private CodeBlock fromMemory(Lane lane, int buffer, String address, CodeBlock mask) {
        var type = names.type(buffer);
        return type.isHalf()
                ? CodeBlock.of(
                        "$L($L, $L$L)",
                        VectorCode.half(mask.isEmpty() ? "load" : "loadSome", type),
                        names.buffer(buffer),
                        address,
                        mask)
                : CodeBlock.of(
                        "$T.fromMemorySegment($L, $L, $L, LE$L)",
                        lane.vector(),
                        lane.species(),
                        names.buffer(buffer),
                        address,
                        mask);
    }

    /// Half a vector, each element twice.
    private CodeBlock halved(Term.Load load, Spot spot) {
        var lane = Lane.of(load.type());
        long shift = (long) spot.shift() / 2 * names.type(load.operand()).bytes();
        var half =
                CodeBlock.of(
                        ", $L.indexInRange(0, $L)",
                        lane.species(),
                        spot.isMasked()
                                ? "(" + spot.mask() + ".trueCount() + 1) / 2"
                                : lane.species() + ".length() / 2");
        var address = place(load.operand(), load.index().getFirst()).address() + " + " + shift;
        return CodeBlock.of(
                "$L.rearrange($L)", fromMemory(lane, load.operand(), address, half), twice(lane));
    }

    /// The holder's constant that gives each element of the lower half twice.
    public static String twice(Lane lane) {
        return lane.species() + "_TWICE";
    }

    public String vectorAddress(int buffer, Size element, Spot spot) {
        var address = place(buffer, element).address();
        int bytes = names.type(buffer).bytes();
        return spot.shift() == 0 ? address : address + " + " + (long) spot.shift() * bytes;
    }
}
