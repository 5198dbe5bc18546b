package dev.dnet.compiler.fusion;

import dev.dnet.compiler.nest.Axis;
import dev.dnet.compiler.nest.Body;
import dev.dnet.compiler.nest.Reducer;
import dev.dnet.compiler.nest.Term;

import java.util.List;
import java.util.stream.Stream;

/// A value that is stored, with everything that is not stored substituted into its body. Loads name
/// graph values that are stored too, each with one index for each axis, or with a single flat
/// offset where the shape was lost in a reshape.
public record Root(int value, List<Axis> out, List<Axis> reduce, Reducer reducer, Body body) {
    public Root {
        out = List.copyOf(out);
        reduce = List.copyOf(reduce);
    }

    public boolean isMap() {
        return reducer == Reducer.NONE;
    }

    public Stream<Term.Load> loads() {
        return body.terms().stream().filter(Term.Load.class::isInstance).map(Term.Load.class::cast);
    }

    /// Whether it is a sum of products of two loads that shares out axes unevenly, so that a matrix
    /// product pays.
    public boolean isContraction() {
        return reducer == Reducer.SUM && !reduce.isEmpty() && Factors.of(this).isPresent();
    }
}
