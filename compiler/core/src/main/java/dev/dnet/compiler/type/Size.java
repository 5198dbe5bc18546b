package dev.dnet.compiler.type;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// A size: a polynomial with integer coefficients over [Atom]s, always in normal form, so that two
/// sizes are equal exactly when their terms are: `n + 1` is `1 + n`. The same algebra serves shapes
/// and the index maps of loops.
public final class Size {
    public static final Size ZERO = new Size(List.of());
    public static final Size ONE = Size.of(1);

    private final List<Term> terms;
    private final int hash;

    /// One summand: a coefficient times a sorted product of atoms; no atoms is the constant.
    public record Term(long coefficient, List<Atom> factors) {
        public Term {
            factors = List.copyOf(factors);
        }

        private String text() {
            var product = String.join(" * ", factors.stream().map(Term::factorText).toList());
            if (factors.isEmpty()) {
                return Long.toString(coefficient);
            }
            return switch ((int) Math.clamp(coefficient, -2L, 2L)) {
                case 1 -> product;
                case -1 -> "-" + product;
                default -> coefficient + " * " + product;
            };
        }

        private static String factorText(Atom atom) {
            return switch (atom) {
                case Atom.FloorDiv d -> "(" + d + ")";
                case Atom.Mod m -> "(" + m + ")";
                case Atom.Symbol s -> s.name();
                case Atom.Min m -> m.toString();
                case Atom.Max m -> m.toString();
            };
        }
    }

    private Size(List<Term> terms) {
        this.terms = List.copyOf(terms);
        this.hash = this.terms.hashCode();
    }

    public static Size of(long value) {
        return value == 0 ? new Size(List.of()) : new Size(List.of(new Term(value, List.of())));
    }

    public static Size of(Atom atom) {
        return new Size(List.of(new Term(1, List.of(atom))));
    }

    public static Size symbol(String name) {
        return of(new Atom.Symbol(name));
    }

    public static Size product(Collection<Size> factors) {
        return factors.stream().reduce(ONE, Size::times);
    }

    public List<Term> terms() {
        return terms;
    }

    public boolean isConstant() {
        return terms.isEmpty() || terms.size() == 1 && terms.getFirst().factors().isEmpty();
    }

    public boolean is(long value) {
        return isConstant() && constant().getAsLong() == value;
    }

    public OptionalLong constant() {
        if (!isConstant()) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(terms.isEmpty() ? 0 : terms.getFirst().coefficient());
    }

    /// The value of a size that must be a constant here; asking it of another is our bug.
    public long value() {
        return constant()
                .orElseThrow(() -> new IllegalStateException("not a constant size: " + this));
    }

    public Size plus(Size other) {
        if (terms.isEmpty() || other.terms.isEmpty()) {
            return terms.isEmpty() ? other : this;
        }
        if (isConstant() && other.isConstant()) {
            return of(Math.addExact(value(), other.value()));
        }
        var sum = new ArrayList<>(terms);
        sum.addAll(other.terms);
        return normal(sum);
    }

    public Size plus(long value) {
        return plus(of(value));
    }

    public Size minus(Size other) {
        return plus(other.times(-1));
    }

    public Size minus(long value) {
        return plus(-value);
    }

    public Size times(long factor) {
        return times(of(factor));
    }

    public Size times(Size other) {
        if (isConstant()) {
            return other.scaled(value());
        }
        if (other.isConstant()) {
            return scaled(other.value());
        }
        var product = new ArrayList<Term>();
        for (var a : terms) {
            for (var b : other.terms) {
                var factors = new ArrayList<>(a.factors());
                factors.addAll(b.factors());
                Collections.sort(factors);
                product.add(
                        new Term(Math.multiplyExact(a.coefficient(), b.coefficient()), factors));
            }
        }
        return normal(product);
    }

    /// A multiple of a normal form is one.
    private Size scaled(long factor) {
        if (factor == 0 || factor == 1) {
            return factor == 0 ? ZERO : this;
        }
        return new Size(
                terms.stream()
                        .map(t ->
                                new Term(Math.multiplyExact(t.coefficient(), factor), t.factors()))
                        .toList());
    }

    /// Division that rounds down. What divides exactly leaves the fraction: `(6n + m + 4) // 3` is
    /// `2n + 1 + (m + 1) // 3`, because those parts are whole numbers.
    public Size floorDiv(Size divisor) {
        if (divisor.is(1)) {
            return this;
        }
        var exact = exactDiv(divisor);
        if (exact.isPresent()) {
            return exact.get();
        }
        if (isConstant() && divisor.isConstant()) {
            return of(Math.floorDiv(value(), divisor.value()));
        }
        var split = splitMultiples(divisor);
        if (!split.multiple.terms.isEmpty()) {
            return split.multiple.plus(split.rest.floorDiv(divisor));
        }
        return withoutRemainder(divisor).orElseGet(() -> of(new Atom.FloorDiv(this, divisor)));
    }

    /// The quotient of `y - x % k` or `y + x % k` by `k` where the remainder is just what makes the
    /// division exact: `(h - h % 2) // 2` is `h // 2`.
    private Optional<Size> withoutRemainder(Size divisor) {
        for (var term : terms) {
            if (Math.abs(term.coefficient()) == 1
                    && term.factors().size() == 1
                    && term.factors().getFirst() instanceof Atom.Mod(Size x, Size k)
                    && k.equals(divisor)) {
                var y = minus(new Size(List.of(term)));
                long sign = term.coefficient();
                var whole = y.plus(x.times(sign)).exactDiv(k);
                if (whole.isPresent()) {
                    return Optional.of(whole.get().minus(x.floorDiv(k).times(sign)));
                }
            }
        }
        return Optional.empty();
    }

    public Size floorDiv(long divisor) {
        return floorDiv(of(divisor));
    }

    public Size mod(Size divisor) {
        if (divisor.is(1) || exactDiv(divisor).isPresent()) {
            return ZERO;
        }
        if (isConstant() && divisor.isConstant()) {
            return of(Math.floorMod(value(), divisor.value()));
        }
        var split = splitMultiples(divisor);
        return split.multiple.terms.isEmpty()
                ? of(new Atom.Mod(this, divisor))
                : split.rest.mod(divisor);
    }

    public Size mod(long divisor) {
        return mod(of(divisor));
    }

    public Size min(Size other) {
        if (equals(other)) {
            return this;
        }
        var difference = minus(other);
        if (difference.isConstant()) {
            return difference.value() <= 0 ? this : other;
        }
        return toString().compareTo(other.toString()) <= 0
                ? of(new Atom.Min(this, other))
                : of(new Atom.Min(other, this));
    }

    public Size max(Size other) {
        if (equals(other)) {
            return this;
        }
        var difference = minus(other);
        if (difference.isConstant()) {
            return difference.value() >= 0 ? this : other;
        }
        return toString().compareTo(other.toString()) <= 0
                ? of(new Atom.Max(this, other))
                : of(new Atom.Max(other, this));
    }

    /// The quotient if the division leaves no rest for any value of the symbols.
    public Optional<Size> exactDiv(Size divisor) {
        if (divisor.terms.size() != 1) {
            return exactDivByPolynomial(divisor);
        }
        var by = divisor.terms.getFirst();
        var quotient = new ArrayList<Term>();
        for (var term : terms) {
            var part = divide(term, by);
            if (part.isEmpty()) {
                return Optional.empty();
            }
            quotient.add(part.get());
        }
        return Optional.of(normal(quotient));
    }

    /// Long division on the leading terms; gives up as soon as one does not divide.
    private Optional<Size> exactDivByPolynomial(Size divisor) {
        if (divisor.terms.isEmpty()) {
            return Optional.empty();
        }
        var rest = this;
        var quotient = ZERO;
        for (int step = 0;
                step <= terms.size() + divisor.terms.size() && !rest.terms.isEmpty();
                step++) {
            var part = divide(rest.terms.getFirst(), divisor.terms.getFirst());
            if (part.isEmpty()) {
                return Optional.empty();
            }
            var q = new Size(List.of(part.get()));
            quotient = quotient.plus(q);
            rest = rest.minus(q.times(divisor));
        }
        return rest.terms.isEmpty() ? Optional.of(quotient) : Optional.empty();
    }

    private static Optional<Term> divide(Term term, Term by) {
        if (by.coefficient() == 0 || term.coefficient() % by.coefficient() != 0) {
            return Optional.empty();
        }
        var left = new ArrayList<>(term.factors());
        for (var factor : by.factors()) {
            if (!left.remove(factor)) {
                return Optional.empty();
            }
        }
        return Optional.of(new Term(term.coefficient() / by.coefficient(), left));
    }

    private record Split(Size multiple, Size rest) {}

    /// Separates the terms that the divisor divides, as `quotient`, from the others. Of the
    /// constant only the remainder stays, so that `(n - 1) // 2` and `(n + 1) // 2 - 1` are one
    /// form.
    private Split splitMultiples(Size divisor) {
        if (divisor.terms.size() != 1) {
            return new Split(ZERO, this);
        }
        var multiple = new ArrayList<Term>();
        var rest = new ArrayList<Term>();
        for (var term : terms) {
            var part = divide(term, divisor.terms.getFirst());
            if (part.isEmpty() && term.factors().isEmpty() && divisor.isConstant()) {
                multiple.add(
                        new Term(Math.floorDiv(term.coefficient(), divisor.value()), List.of()));
                rest.add(new Term(Math.floorMod(term.coefficient(), divisor.value()), List.of()));
            } else {
                part.ifPresentOrElse(multiple::add, () -> rest.add(term));
            }
        }
        return new Split(normal(multiple), normal(rest));
    }

    public Size substitute(Map<String, Size> bindings) {
        if (isConstant() || bindings.isEmpty()) {
            return this;
        }
        var sum = ZERO;
        for (var term : terms) {
            var product = of(term.coefficient());
            for (var factor : term.factors()) {
                product = product.times(factor.substitute(bindings));
            }
            sum = sum.plus(product);
        }
        return sum;
    }

    /// The value under a full binding of the symbols.
    public long evaluate(Map<String, Long> values) {
        var bindings = new TreeMap<String, Size>();
        values.forEach((name, value) -> bindings.put(name, of(value)));
        return substitute(bindings).value();
    }

    public SortedSet<String> symbols() {
        var names = new TreeSet<String>();
        collectSymbols(names);
        return names;
    }

    private void collectSymbols(SortedSet<String> names) {
        for (var term : terms) {
            for (var factor : term.factors()) {
                switch (factor) {
                    case Atom.Symbol s -> names.add(s.name());
                    case Atom.FloorDiv d -> collect(names, d.dividend(), d.divisor());
                    case Atom.Mod m -> collect(names, m.dividend(), m.divisor());
                    case Atom.Min m -> collect(names, m.left(), m.right());
                    case Atom.Max m -> collect(names, m.left(), m.right());
                }
            }
        }
    }

    private static void collect(SortedSet<String> names, Size left, Size right) {
        left.collectSymbols(names);
        right.collectSymbols(names);
    }

    /// Merges equal products, drops zeros and orders: longest product first, the constant last. The
    /// identity `k * (x // k) + x % k = x` is applied, which turns a flattened and unflattened
    /// index back into itself.
    private static Size normal(List<Term> terms) {
        if (terms.size() == 1 && terms.getFirst().coefficient() != 0) {
            return new Size(terms);
        }
        var merged = new TreeMap<String, Term>();
        for (var term : terms) {
            merged.merge(key(term), term, Size::add);
        }
        var kept = new ArrayList<Term>();
        for (var term : merged.values()) {
            if (term.coefficient() != 0) {
                kept.add(term);
            }
        }
        kept.sort((a, b) -> order(a, b));
        return rejoin(kept);
    }

    private static Term add(Term a, Term b) {
        return new Term(Math.addExact(a.coefficient(), b.coefficient()), a.factors());
    }

    private static String key(Term term) {
        if (term.factors().size() == 1) {
            return term.factors().getFirst().toString();
        }
        return String.join("*", term.factors().stream().map(Atom::toString).toList());
    }

    private static int order(Term a, Term b) {
        int byDegree = Integer.compare(b.factors().size(), a.factors().size());
        return byDegree != 0 ? byDegree : key(a).compareTo(key(b));
    }

    private static Size rejoin(List<Term> terms) {
        var plain = new Size(terms);
        for (var term : terms) {
            for (var factor : term.factors()) {
                if (factor instanceof Atom.Mod(Size dividend, Size divisor)) {
                    var others = new ArrayList<>(term.factors());
                    others.remove(factor);
                    var scale = new Size(List.of(new Term(term.coefficient(), others)));
                    var quotient =
                            scale.times(divisor).times(of(new Atom.FloorDiv(dividend, divisor)));
                    if (plain.terms.containsAll(quotient.terms)) {
                        var left = new ArrayList<>(plain.terms);
                        left.remove(term);
                        left.removeAll(quotient.terms);
                        left.addAll(scale.times(dividend).terms);
                        return normal(left);
                    }
                }
            }
        }
        return plain;
    }

    String asFactor() {
        boolean single =
                isConstant()
                        ? terms.isEmpty() || terms.getFirst().coefficient() > 0
                        : isOneFactor();
        return single ? toString() : "(" + this + ")";
    }

    private boolean isOneFactor() {
        return terms.size() == 1
                && terms.getFirst().coefficient() == 1
                && terms.getFirst().factors().size() == 1;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Size size && hash == size.hash && terms.equals(size.terms);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        if (terms.isEmpty()) {
            return "0";
        }
        var text = new StringBuilder(terms.getFirst().text());
        for (var term : terms.subList(1, terms.size())) {
            boolean negative = term.coefficient() < 0;
            text.append(negative ? " - " : " + ");
            text.append((negative ? new Term(-term.coefficient(), term.factors()) : term).text());
        }
        return text.toString();
    }
}
