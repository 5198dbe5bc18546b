package dev.dnet.cli;

import dev.dnet.compiler.diagnostic.Diagnostics;
import dev.dnet.compiler.elaborate.TrainArguments;
import dev.dnet.compiler.source.Source;
import dev.dnet.compiler.syntax.Syntax;
import dev.dnet.compiler.syntax.ast.Decl;
import dev.dnet.compiler.syntax.ast.Expr;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Which of the values on the command line are for parameters of the `train` block, where it has
/// one with the name; the others are settings of `run`.
record GivenArguments(ProjectFile file, Optional<String> train) {

    /// What is wrong with a value is shown where it stands, after `--set`.
    TrainArguments of(Map<String, String> given, Diagnostics diagnostics) {
        var names = names();
        var values = new LinkedHashMap<String, Expr>();
        given.forEach((name, text) -> {
            if (names.contains(name)) {
                Syntax.expression(new Source("--set " + name, text), diagnostics)
                        .ifPresent(value -> values.put(name, value));
            }
        });
        return new TrainArguments(values);
    }

    private Set<String> names() {
        return Syntax.parse(file.source(), new Diagnostics()).declarations().stream()
                .filter(Decl.Train.class::isInstance)
                .map(Decl.Train.class::cast)
                .filter(t -> train.isEmpty() || train.get().equals(t.name().text()))
                .flatMap(t -> t.parameters().stream())
                .map(p -> p.name().text())
                .collect(Collectors.toSet());
    }
}
