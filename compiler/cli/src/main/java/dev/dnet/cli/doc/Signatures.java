package dev.dnet.cli.doc;

import dev.dnet.compiler.syntax.ast.Function;
import dev.dnet.compiler.syntax.ast.Member;
import dev.dnet.compiler.syntax.ast.Parameter;
import dev.dnet.compiler.syntax.ast.Stmt;

import java.util.List;
import java.util.stream.Collectors;

/// How things are declared, in the words of the source and without bodies.
final class Signatures {
    private Signatures() {}

    static String function(String name, Function function) {
        var parameters = function.parameters().isEmpty() ? "()" : parameters(function.parameters());
        return "fn "
                + name
                + parameters
                + function.result().map(r -> " -> " + r.span().text()).orElse("");
    }

    /// In parentheses; nothing where there are none.
    static String parameters(List<Parameter> parameters) {
        return parameters.isEmpty()
                ? ""
                : parameters.stream()
                        .map(Signatures::parameter)
                        .collect(Collectors.joining(", ", "(", ")"));
    }

    static String storage(Member.Storage storage) {
        return storage.kind().word()
                + " "
                + storage.name()
                + storage.type().map(t -> ": " + t.span().text()).orElse("")
                + storage.init().map(i -> " ~ " + i.span().text()).orElse("")
                + storage.when().map(w -> " when " + w.span().text()).orElse("");
    }

    static String let(Stmt.Let let) {
        return "let "
                + let.pattern().span().text()
                + let.type().map(t -> ": " + t.span().text()).orElse("")
                + " = "
                + let.value().span().text()
                + let.when().map(w -> " when " + w.span().text()).orElse("");
    }

    private static String parameter(Parameter parameter) {
        return parameter.name()
                + parameter.type().map(t -> ": " + t.span().text()).orElse("")
                + parameter.defaultValue().map(d -> " = " + d.span().text()).orElse("");
    }
}
