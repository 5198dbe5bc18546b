package dev.dnet.compiler.nest;

import dev.dnet.compiler.type.Size;
import dev.dnet.runtime.ElementType;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Builds a [Body]; equal steps are made once.
public final class BodyBuilder {
    private final List<Term> terms = new ArrayList<>();
    private final Map<Term, Integer> known = new HashMap<>();

    public int add(Term term) {
        return known.computeIfAbsent(
                term,
                t -> {
                    terms.add(t);
                    return terms.size() - 1;
                });
    }

    public int constant(ElementType type, double value) {
        return add(new Term.Const(type, value));
    }

    public int index(ElementType type, Size value) {
        return add(new Term.Index(type, value));
    }

    public int load(ElementType type, int operand, List<Size> index) {
        return load(type, operand, index, Guard.ALWAYS);
    }

    public int load(ElementType type, int operand, List<Size> index, Guard guard) {
        return add(new Term.Load(type, operand, index, guard));
    }

    public int apply(ElementType type, Fn fn, Integer... args) {
        return add(new Term.Apply(type, fn, List.of(args)));
    }

    /// The value of an earlier step, to be used inside an index expression.
    public static Size asIndex(int step) {
        return Size.symbol("%" + step);
    }

    /// The same, or what the step says where that is no data: a number, or an index expression.
    public Size indexOf(int step) {
        return switch (terms.get(step)) {
            case Term.Const c when !c.type().isFloat() && c.type() != ElementType.BOOL ->
                    Size.of((long) c.value());
            case Term.Index i -> i.value();
            case Term.Const c -> asIndex(step);
            case Term.Load l -> asIndex(step);
            case Term.Apply a -> asIndex(step);
        };
    }

    public ElementType type(int step) {
        return terms.get(step).type();
    }

    public List<Term> terms() {
        return List.copyOf(terms);
    }

    public Body build(int result) {
        return new Body(terms, result);
    }
}
