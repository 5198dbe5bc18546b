package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.diagnostic.Diagnostic;
import dev.dnet.compiler.ir.Input;
import dev.dnet.compiler.ir.Program;
import dev.dnet.compiler.source.Span;
import dev.dnet.compiler.type.TensorType;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The variables of one program, shared by all of its graphs, in the order in which they were met.
final class Variables {
    private final boolean sessions;
    private final Map<String, Program.Variable> byPath = new LinkedHashMap<>();

    /// @param sessions whether the program has sessions, which keep caches from call to call;
    ///   without them, a cache is zero whenever a graph begins
    Variables(boolean sessions) {
        this.sessions = sessions;
    }

    Program.Variable declare(Input.Role role, String path, TensorType type, Span span) {
        var variable = new Program.Variable(role, path, type, span);
        var known = byPath.putIfAbsent(path, variable);
        if (known == null || known.equals(variable)) {
            return variable;
        }
        throw Refusal.of(
                Diagnostic.error("model/same-path", span, "two values have the path `" + path + "`")
                        .label(known.span(), "the other one"));
    }

    List<Program.Variable> all() {
        return List.copyOf(byPath.values());
    }

    /// Those that outlive a call, caches last.
    List<Program.Variable> kept() {
        var kept = new ArrayList<>(all());
        kept.removeIf(v -> v.role() == Input.Role.CACHE);
        if (sessions) {
            kept.addAll(all(Input.Role.CACHE));
        }
        return kept;
    }

    /// Whether a graph begins with what this variable was given in the one before.
    boolean isKept(Program.Variable variable) {
        return sessions || variable.role() != Input.Role.CACHE;
    }

    List<Program.Variable> all(Input.Role role) {
        return byPath.values().stream().filter(v -> v.role() == role).toList();
    }
}
