package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.diagnostic.Diagnostic;
import dev.dnet.compiler.source.Span;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Which argument belongs to which parameter.
final class Arguments {
    private Arguments() {}

    /// A parameter. The one that takes `many` gets all arguments by position from its place on.
    record Wanted(String name, boolean optional, boolean many) {}

    static Map<String, List<Given>> match(
            List<Wanted> wanted, List<Given> given, String callee, Span at) {
        var bound = new LinkedHashMap<String, List<Given>>();
        int position = 0;
        for (var argument : given) {
            if (argument.name().isPresent()) {
                byName(wanted, argument, bound, callee);
                continue;
            }
            if (position >= wanted.size()) {
                throw tooMany(wanted, given, argument, callee);
            }
            var parameter = wanted.get(position);
            position += parameter.many() ? 0 : 1;
            add(parameter, argument, bound, callee);
        }
        for (var parameter : wanted) {
            if (!parameter.optional() && !bound.containsKey(parameter.name())) {
                throw missing(wanted, parameter, callee, at);
            }
        }
        return bound;
    }

    private static void byName(
            List<Wanted> wanted, Given argument, Map<String, List<Given>> bound, String callee) {
        var name = argument.name().orElseThrow();
        var parameter = wanted.stream().filter(w -> w.name().equals(name.text())).findFirst();
        if (parameter.isEmpty()) {
            var names = wanted.stream().map(Wanted::name).toList();
            throw Refusal.of(
                    "call/unknown-argument",
                    name.span(),
                    callee + " has no parameter `" + name + "`",
                    Nearest.help(name.text(), names, callee + " takes " + Wording.list(names)));
        }
        add(parameter.get(), argument, bound, callee);
    }

    private static void add(
            Wanted parameter, Given argument, Map<String, List<Given>> bound, String callee) {
        var before = bound.computeIfAbsent(parameter.name(), n -> new ArrayList<>());
        if (!before.isEmpty() && (!parameter.many() || argument.name().isPresent())) {
            throw Refusal.of(
                    Diagnostic.error(
                                    "call/duplicate-argument",
                                    argument.span(),
                                    "`" + parameter.name() + "` of " + callee + " is given twice")
                            .label(before.getFirst().span(), "the first time here"));
        }
        before.add(argument);
    }

    private static Refusal tooMany(
            List<Wanted> wanted, List<Given> given, Given first, String callee) {
        var names = wanted.stream().map(Wanted::name).collect(Collectors.joining(", ", "(", ")"));
        return Refusal.of(
                "call/too-many-arguments",
                first.span(),
                callee
                        + " takes "
                        + Wording.times(wanted.size(), "argument")
                        + ", but was given "
                        + given.size(),
                "its parameters are " + names);
    }

    private static Refusal missing(List<Wanted> wanted, Wanted parameter, String callee, Span at) {
        var names = wanted.stream().map(Wanted::name).collect(Collectors.joining(", ", "(", ")"));
        return Refusal.of(
                "call/missing-argument",
                at,
                "the call of " + callee + " lacks `" + parameter.name() + "`",
                "its parameters are " + names);
    }
}
