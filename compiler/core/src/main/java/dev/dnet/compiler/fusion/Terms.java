package dev.dnet.compiler.fusion;

import dev.dnet.compiler.nest.Body;
import dev.dnet.compiler.nest.BodyBuilder;
import dev.dnet.compiler.nest.Guard;
import dev.dnet.compiler.nest.Term;
import dev.dnet.compiler.type.Size;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Copies the body of a root into a kernel: axes renamed, loads resolved.
final class Terms {
    /// Where a load leads: to an earlier step, or to a new load.
    interface Loads {
        int resolve(BodyBuilder into, Term.Load load, List<Size> index, Guard guard);
    }

    private Terms() {}

    static Map<String, Size> bindings(Map<String, String> names) {
        Map<String, Size> bindings = new HashMap<>();
        names.forEach((from, to) -> bindings.put(from, Size.symbol(to)));
        return bindings;
    }

    /// Returns the step of the result, and leaves in `bindings` what index expressions need to
    /// follow.
    static int copy(Body source, BodyBuilder into, Map<String, Size> bindings, Loads loads) {
        var at = new int[source.terms().size()];
        for (int k = 0; k < at.length; k++) {
            at[k] =
                    switch (source.terms().get(k)) {
                        case Term.Const c -> into.add(c);
                        case Term.Index i -> into.index(i.type(), i.value().substitute(bindings));
                        case Term.Load l ->
                                loads.resolve(
                                        into,
                                        l,
                                        l.index().stream()
                                                .map(s -> s.substitute(bindings))
                                                .toList(),
                                        l.guard().substitute(bindings));
                        case Term.Apply a ->
                                into.add(
                                        new Term.Apply(
                                                a.type(),
                                                a.fn(),
                                                a.args().stream().map(x -> at[x]).toList()));
                    };
            bindings.put("%" + k, into.indexOf(at[k]));
        }
        return at[source.result()];
    }
}
