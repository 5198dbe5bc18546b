package dev.dnet.compiler.fusion;

import dev.dnet.compiler.loops.Buffer;
import dev.dnet.compiler.loops.Kernel;
import dev.dnet.compiler.nest.Body;
import dev.dnet.compiler.nest.BodyBuilder;
import dev.dnet.compiler.nest.Compute;
import dev.dnet.compiler.nest.Fn;
import dev.dnet.compiler.nest.Reducer;
import dev.dnet.compiler.nest.Term;
import dev.dnet.compiler.type.Size;
import dev.dnet.runtime.ElementType;
import dev.dnet.runtime.Half;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Floats of 16 bits are a form of memory alone: steps of kernels compute in f32, a load widens, a
/// store rounds, and so does the end of each operation that may leave the type. So a chain of
/// operations has the same bits however it is fused.
final class Halves {
    private final ElementType result;
    private final BodyBuilder body = new BodyBuilder();
    private final Map<String, Size> names = new HashMap<>();
    private final List<Term> source;
    private final int[] at;
    private final boolean[] fits;

    private Halves(List<Term> source, ElementType result) {
        this.source = source;
        this.result = result;
        this.at = new int[source.size()];
        this.fits = new boolean[source.size()];
    }

    /// What an operator computes with a result of this type, in f32.
    static Compute arithmetic(Compute compute, ElementType result) {
        return switch (compute) {
            case Compute.Nest n -> {
                boolean whole = n.reducer() == Reducer.NONE;
                yield new Compute.Nest(
                        n.out(), n.reduce(), n.reducer(), arithmetic(n.body(), result, whole));
            }
            case Compute.Scatter s -> {
                var halves = new Halves(s.body().terms(), result);
                halves.copy();
                yield new Compute.Scatter(
                        s.domain(),
                        s.index().stream().map(i -> i.substitute(halves.names)).toList(),
                        halves.body.build(halves.at[s.body().result()]),
                        s.replaces());
            }
            case Compute.Alias a -> a;
            case Compute.Routine r -> r;
            case Compute.Turns t -> t;
        };
    }

    private static Body arithmetic(Body source, ElementType result, boolean round) {
        if (source.terms().stream().noneMatch(t -> t.type().isHalf())) {
            return source;
        }
        var halves = new Halves(source.terms(), result);
        halves.copy();
        int last = halves.at[source.result()];
        boolean rounds = round && !halves.fits[source.result()];
        return halves.body.build(rounds ? rounded(halves.body, last, result) : last);
    }

    private void copy() {
        for (int k = 0; k < at.length; k++) {
            var term = source.get(k);
            fits[k] = fits(term);
            at[k] =
                    switch (term) {
                        case Term.Const c -> constant(c);
                        case Term.Index i -> index(i);
                        case Term.Load l ->
                                body.load(
                                        l.type().arithmetic(),
                                        l.operand(),
                                        l.index().stream().map(s -> s.substitute(names)).toList(),
                                        l.guard().substitute(names));
                        case Term.Apply a -> apply(a);
                    };
            names.put("%" + k, body.indexOf(at[k]));
        }
    }

    private int constant(Term.Const term) {
        var type = term.type();
        return body.constant(
                type.arithmetic(), type.isHalf() ? Half.round(type, term.value()) : term.value());
    }

    private int index(Term.Index term) {
        int value = body.index(term.type().arithmetic(), term.value().substitute(names));
        return rounded(body, value, term.type());
    }

    private int apply(Term.Apply term) {
        var type = term.type().arithmetic();
        var args = term.args().stream().map(a -> at[a]).toList();
        if (term.fn() != Fn.CAST) {
            return body.add(new Term.Apply(type, term.fn(), args));
        }
        var from = source.get(term.args().getFirst()).type();
        int arg = args.getFirst();
        int cast = body.type(arg) == type ? arg : body.apply(type, Fn.CAST, arg);
        return from == term.type() ? cast : rounded(body, cast, term.type());
    }

    /// Whether a step is a number of the result's type without being rounded.
    private boolean fits(Term term) {
        return term.type() == result
                && switch (term) {
                    case Term.Const c -> true;
                    case Term.Index i -> true;
                    case Term.Load l -> true;
                    case Term.Apply a -> fits(a);
                };
    }

    private boolean fits(Term.Apply term) {
        return switch (term.fn()) {
            case CAST, SIGN, FLOOR, ROUND -> true;
            case NEG, ABS, MIN, MAX -> term.args().stream().allMatch(a -> fits[a]);
            case SELECT -> term.args().stream().skip(1).allMatch(a -> fits[a]);
            default -> false;
        };
    }

    /// A step as a number of a type.
    static int rounded(BodyBuilder body, int step, ElementType type) {
        return switch (type) {
            case F16 -> body.apply(ElementType.F32, Fn.ROUND_F16, step);
            case BF16 -> body.apply(ElementType.F32, Fn.ROUND_BF16, step);
            case F32, F64, I32, I64, BOOL -> step;
        };
    }

    /// A root that was a reduction and is a map now.
    static Root rounded(Root root, ElementType type) {
        if (!root.isMap() || !type.isHalf()) {
            return root;
        }
        var body = new BodyBuilder();
        int last =
                Terms.copy(
                        root.body(),
                        body,
                        new HashMap<>(),
                        (into, load, index, guard) ->
                                into.load(load.type(), load.operand(), index, guard));
        return new Root(
                root.value(),
                root.out(),
                root.reduce(),
                root.reducer(),
                body.build(rounded(body, last, type)));
    }

    /// The step that a store to a buffer takes: it rounds by itself.
    static int stored(List<Term> terms, int step, ElementType target) {
        return terms.get(step) instanceof Term.Apply a
                        && (a.fn() == Fn.ROUND_F16 && target == ElementType.F16
                                || a.fn() == Fn.ROUND_BF16 && target == ElementType.BF16)
                ? a.args().getFirst()
                : step;
    }

    /// The buffer, or where it is of 16 bits another one with its numbers in f32, which a kernel
    /// fills.
    static int widened(Buffers buffers, int buffer, List<Kernel> kernels) {
        var b = buffers.get(buffer);
        if (!b.type().element().isHalf()) {
            return buffer;
        }
        int wide = temporary(buffers, b);
        kernels.add(Outputs.copy("wide", b.span(), b.type(), buffer, wide));
        return wide;
    }

    /// An f32 buffer of the same shape.
    static int temporary(Buffers buffers, Buffer like) {
        return buffers.add(
                like.name(),
                like.type().withElement(like.type().element().arithmetic()),
                new Buffer.Place.Arena(),
                like.span());
    }

    /// Where a kernel that computes in f32 writes what belongs into a buffer; `narrow` then brings
    /// it there.
    static int target(Buffers buffers, int buffer) {
        var b = buffers.get(buffer);
        return b.type().element().isHalf() ? temporary(buffers, b) : buffer;
    }

    static void narrow(Buffers buffers, int from, int to, List<Kernel> kernels) {
        if (from != to) {
            var b = buffers.get(from);
            kernels.add(Outputs.copy("narrow", b.span(), b.type(), from, to));
        }
    }
}
