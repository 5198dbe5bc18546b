package dev.dnet.compiler.ir;

import dev.dnet.compiler.source.Span;
import dev.dnet.compiler.type.TensorType;

import java.util.List;
import java.util.Optional;

/// What becomes one Java class: a model or a `train` block, unfolded. Its methods share its
/// variables.
public record Program(
        Kind kind,
        String packageName,
        String name,
        String doc,
        Span span,
        List<Variable> variables,
        List<Method> methods) {
    public Program {
        variables = List.copyOf(variables);
        methods = List.copyOf(methods);
    }

    public enum Kind {
        MODEL,
        TRAIN
    }

    /// A tensor that outlives a call: a parameter, state, an optimiser's slot or a cache, by its
    /// path (`net.c1.w`, `adam.m/net.c1.w`). Caches come last.
    public record Variable(Input.Role role, String path, TensorType type, Span span) {

        /// Whether a model writes it itself.
        public boolean isState() {
            return role == Input.Role.STATE || role == Input.Role.CACHE;
        }
    }

    /// What a method is for.
    public enum Role {
        /// Writes every variable's first value; takes the key.
        INIT,
        /// One training step: arguments are the batch; the result is `loss`; writes variables.
        STEP,
        /// The loss and the metrics of a batch, in inference mode.
        EVALUATE,
        /// A function of the model, in inference mode.
        CALL
    }

    /// An entry point: its graph's ARGUMENT inputs are its parameters, in order.
    public record Method(
            Role role, String name, String doc, List<Parameter> parameters, Graph graph) {
        public Method {
            parameters = List.copyOf(parameters);
        }
    }

    /// A parameter of a method as the source declares it.
    public record Parameter(String name, TensorType type, Span span) {}

    /// What each session of a model has for itself.
    public List<Variable> caches() {
        return variables.stream().filter(v -> v.role() == Input.Role.CACHE).toList();
    }

    /// What all sessions share, and checkpoints hold.
    public List<Variable> shared() {
        return variables.stream().filter(v -> v.role() != Input.Role.CACHE).toList();
    }

    public Optional<Method> method(Role role) {
        return methods.stream().filter(m -> m.role() == role).findFirst();
    }
}
