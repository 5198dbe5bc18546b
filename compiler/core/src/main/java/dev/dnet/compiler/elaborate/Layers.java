package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.ir.Program;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The models of one graph and their calls in training, for optimizers that serve whole layers.
final class Layers {
    private final Map<String, Value.Instance> made = new LinkedHashMap<>();
    private final Map<String, List<Call>> calls = new LinkedHashMap<>();

    /// A call of a model: what its parameters got and what it gave.
    ///
    /// @param inside whether it stands in the body of a loop, whose values nothing outside reads
    record Call(Map<String, Value> arguments, Value result, boolean inside) {
        Call {
            arguments = Map.copyOf(arguments);
        }
    }

    void made(Value.Instance instance) {
        if (!instance.isAverage()) {
            made.put(instance.path(), instance);
        }
    }

    void called(Value.Instance instance, Call call) {
        calls.computeIfAbsent(instance.path(), p -> new ArrayList<>()).add(call);
    }

    List<Call> calls(Value.Instance instance) {
        return calls.getOrDefault(instance.path(), List.of());
    }

    /// Forgets what was called: a step begins.
    void begin() {
        calls.clear();
    }

    /// The models of a kind that hold a parameter themselves, and not in a part of theirs.
    List<Value.Instance> holding(Program.Variable parameter, Value.ModelClass kind) {
        return made.values().stream()
                .filter(i -> i.of().decl().equals(kind.decl()))
                .filter(i -> parameters(i).contains(parameter))
                .toList();
    }

    private static List<Program.Variable> parameters(Value.Instance instance) {
        return instance.members().locals().values().stream()
                .flatMap(v -> stored(v).stream())
                .toList();
    }

    private static Optional<Program.Variable> stored(Value value) {
        return value instanceof Value.Stored s ? Optional.of(s.variable()) : Optional.empty();
    }
}
