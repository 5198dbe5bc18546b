package dev.dnet.compiler.nest;

import java.util.List;

/// A scalar expression as a flat list of steps; the value is that of step `result`.
public record Body(List<Term> terms, int result) {
    public Body {
        terms = List.copyOf(terms);
    }

    public Term resultTerm() {
        return terms.get(result);
    }
}
