package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.ir.Input;
import dev.dnet.compiler.ir.Program;
import dev.dnet.compiler.source.Span;
import dev.dnet.compiler.type.TensorType;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The variables of one program, shared by all of its graphs, in the order in which they were met.
final class Variables {
    private final Map<String, Program.Variable> byPath = new LinkedHashMap<>();

    Program.Variable declare(Input.Role role, String path, TensorType type, Span span) {
        var variable = new Program.Variable(role, path, type, span);
        var known = byPath.putIfAbsent(path, variable);
        if (known == null || known.equals(variable)) {
            return variable;
        }
        throw Refusal.of(
                dev.dnet.compiler.diagnostic.Diagnostic.error(
                                "model/same-path", span, "two values have the path `" + path + "`")
                        .label(known.span(), "the other one"));
    }

    List<Program.Variable> all() {
        return List.copyOf(byPath.values());
    }

    List<Program.Variable> all(Input.Role role) {
        return byPath.values().stream().filter(v -> v.role() == role).toList();
    }
}
