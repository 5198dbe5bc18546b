package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.source.Span;

import java.util.ArrayList;
import java.util.List;

/// The arguments of a function, and after them a tangent for each that has one. Arguments by name
/// are the function's, and their tangents come last.
record Split(List<Given> arguments, List<Given> tangents) {

    static Split of(Value.Derivative derivative, List<Given> given, Span at, Env env) {
        var byPlace = given.stream().filter(g -> g.name().isEmpty()).toList();
        var byName = given.stream().filter(g -> g.name().isPresent()).toList();
        for (int n = 0; n <= byPlace.size(); n++) {
            var arguments = new ArrayList<>(byPlace.subList(0, n));
            arguments.addAll(byName);
            long wanted = arguments.stream().filter(g -> Marks.hasMarks(g.value(env))).count();
            if (n + wanted == byPlace.size()) {
                return new Split(arguments, byPlace.subList(n, byPlace.size()));
            }
        }
        throw Derivatives.arguments(
                derivative,
                "the arguments of f, then a tangent for each that has a gradient",
                given,
                at);
    }
}
