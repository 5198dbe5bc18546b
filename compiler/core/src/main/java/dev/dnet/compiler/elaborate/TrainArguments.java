package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.syntax.ast.Decl;
import dev.dnet.compiler.syntax.ast.Expr;
import dev.dnet.compiler.syntax.ast.Parameter;

import java.util.Map;
import java.util.Optional;

/// Values for parameters of `train` blocks, by name, that stand in the place of their defaults.
public record TrainArguments(Map<String, Expr> values) {
    /// Every parameter has its default.
    public static final TrainArguments NONE = new TrainArguments(Map.of());

    /// The block with these values as defaults.
    Decl.Train into(Decl.Train train) {
        return new Decl.Train(
                train.span(),
                train.doc(),
                train.name(),
                train.parameters().stream().map(this::into).toList(),
                train.items());
    }

    private Parameter into(Parameter parameter) {
        return Optional.ofNullable(values.get(parameter.name().text()))
                .map(value ->
                        new Parameter(
                                parameter.span(),
                                parameter.doc(),
                                parameter.name(),
                                parameter.type(),
                                Optional.of(value)))
                .orElse(parameter);
    }
}
