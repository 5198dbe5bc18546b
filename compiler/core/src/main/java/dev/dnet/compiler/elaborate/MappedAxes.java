package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.diagnostic.Diagnostic;

import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// The `axes` of a `vmap`: one for all arguments, or one for each, `none` for an argument that
/// every call gets whole. The first axis of all where nothing is said.
record MappedAxes(Value.Mapping mapping) {

    /// For each argument of a call the axis that is gone along.
    List<Optional<Integer>> of(List<Given> arguments, Env env) {
        if (mapping.axes().isEmpty()) {
            return Collections.nCopies(arguments.size(), Optional.of(0));
        }
        var given = mapping.axes().get();
        return switch (given.value(env)) {
            case Value.Tuple t -> each(t.values(), arguments, given);
            case Value.Items i -> each(i.values(), arguments, given);
            case Value one -> Collections.nCopies(arguments.size(), axis(one, given));
        };
    }

    private static List<Optional<Integer>> each(
            List<Value> axes, List<Given> arguments, Given given) {
        if (axes.size() != arguments.size()) {
            var error =
                    Diagnostic.error(
                            "vmap/axes",
                            given.span(),
                            "`axes` has "
                                    + (axes.size() == 1 ? "1 entry" : axes.size() + " entries")
                                    + " for "
                                    + Wording.times(arguments.size(), "argument"));
            throw Refusal.of(
                    error.help(
                            "one for each argument, in the order of the call, `none` for what every"
                                    + " call gets whole; or one number for all"));
        }
        return axes.stream().map(a -> axis(a, given)).toList();
    }

    private static Optional<Integer> axis(Value value, Given given) {
        return switch (value) {
            case Value.Unmapped u -> Optional.empty();
            case Value.Int i when i.size().isConstant() ->
                    Optional.of(Math.toIntExact(i.size().value()));
            case Value other ->
                    throw Refusal.of(
                            "vmap/axes",
                            given.span(),
                            "an axis of `vmap` is a number or `none`, not " + Describe.of(other),
                            "vmap(f, axes: (0, none)) goes along the first axis of the first"
                                    + " argument");
        };
    }
}
