package dev.dnet.compiler.codegen.jvm.kernel;

import dev.dnet.compiler.type.Atom;
import dev.dnet.compiler.type.Size;

import java.util.StringJoiner;
import java.util.function.UnaryOperator;

/// Prints an index expression as Java. Names come from the caller; arithmetic is `long` where a
/// literal makes it so.
public final class IndexCode {
    private final UnaryOperator<String> names;

    public IndexCode(UnaryOperator<String> names) {
        this.names = names;
    }

    public String print(Size size) {
        if (size.isConstant()) {
            return Long.toString(size.value());
        }
        var text = new StringBuilder();
        for (var term : size.terms()) {
            boolean negative = term.coefficient() < 0;
            if (text.isEmpty()) {
                text.append(negative ? "-" : "");
            } else {
                text.append(negative ? " - " : " + ");
            }
            text.append(product(term));
        }
        return text.toString();
    }

    /// As an operand of a product, a quotient, a remainder or a cast.
    public String factor(Size size) {
        var text = print(size);
        return isAtom(size) ? text : "(" + text + ")";
    }

    private static boolean isAtom(Size size) {
        if (size.isConstant()) {
            return size.value() >= 0;
        }
        var terms = size.terms();
        return terms.size() == 1
                && terms.getFirst().coefficient() == 1
                && terms.getFirst().factors().size() == 1;
    }

    /// So many bytes for each element, as a long: each term by itself, so that what an inner loop
    /// moves stands apart.
    public String bytes(Size elements, int each) {
        if (elements.isConstant()) {
            return elements.value() * each + "L";
        }
        var text = new StringBuilder();
        for (var term : elements.terms()) {
            boolean negative = term.coefficient() < 0;
            if (text.isEmpty()) {
                text.append(negative ? "-" : "");
            } else {
                text.append(negative ? " - " : " + ");
            }
            text.append(Math.abs(term.coefficient()) * each).append('L');
            term.factors().forEach(f -> text.append(" * ").append(atom(f)));
        }
        return text.toString();
    }

    private String product(Size.Term term) {
        var factors = new StringJoiner(" * ");
        long scale = Math.abs(term.coefficient());
        for (var factor : term.factors()) {
            factors.add(atom(factor));
        }
        if (scale != 1 || term.factors().isEmpty()) {
            factors.add(Long.toString(scale));
        }
        return factors.toString();
    }

    private String atom(Atom atom) {
        return switch (atom) {
            case Atom.Symbol s -> names.apply(s.name());
            case Atom.FloorDiv d when isPowerOfTwo(d.divisor()) ->
                    "("
                            + factor(d.dividend())
                            + " >> "
                            + Long.numberOfTrailingZeros(d.divisor().value())
                            + ")";
            case Atom.FloorDiv d -> call("Math.floorDiv", d.dividend(), d.divisor());
            case Atom.Mod m when isPowerOfTwo(m.divisor()) ->
                    "(" + factor(m.dividend()) + " & " + (m.divisor().value() - 1) + ")";
            case Atom.Mod m -> call("Math.floorMod", m.dividend(), m.divisor());
            case Atom.Min m -> call("Math.min", m.left(), m.right());
            case Atom.Max m -> call("Math.max", m.left(), m.right());
        };
    }

    private static boolean isPowerOfTwo(Size divisor) {
        return divisor.isConstant() && Long.bitCount(divisor.value()) == 1;
    }

    private String call(String function, Size left, Size right) {
        return function + "(" + print(left) + ", " + print(right) + ")";
    }
}
