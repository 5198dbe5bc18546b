package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.diagnostic.Diagnostic;
import dev.dnet.compiler.diagnostic.Diagnostics;
import dev.dnet.compiler.source.Span;

import java.util.HashSet;
import java.util.Set;

/// Hands diagnostics on. What is elaborated several times, once for each graph and each instance,
/// is reported once.
final class Reporter {
    private final Diagnostics diagnostics;
    private final Set<Place> seen = new HashSet<>();
    private boolean silenced = false;

    private record Place(String code, Span span) {}

    Reporter(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    Diagnostics diagnostics() {
        return diagnostics;
    }

    void report(Diagnostic diagnostic) {
        if (seen.add(new Place(diagnostic.code(), diagnostic.span()))) {
            diagnostics.add(diagnostic);
        }
    }

    /// The same, with the calls that led there.
    void report(Diagnostic diagnostic, Env env) {
        var labelled = diagnostic;
        var chain = env.calls();
        var shown = new HashSet<Span>();
        var said = diagnostic.labels().stream().map(l -> l.span()).toList();
        while (chain.isPresent() && shown.size() < 3) {
            var call = chain.get();
            if (!call.at().isNone()
                    && !call.at().equals(diagnostic.span())
                    && !said.contains(call.at())
                    && shown.add(call.at())) {
                labelled = labelled.label(call.at(), "in this call of `" + call.name() + "`");
            }
            chain = call.outer();
        }
        report(labelled);
    }

    /// Runs a step, and reports what refuses it.
    void guard(Env env, Runnable step) {
        try {
            step.run();
        } catch (Refusal refusal) {
            refusal.diagnostic().ifPresentOrElse(d -> report(d, env), () -> silenced = true);
        }
    }

    /// Takes what a reporter of a part was told: all of it, also that something was refused for an
    /// error that stands elsewhere.
    void take(Reporter part) {
        part.diagnostics().sorted().forEach(this::report);
        silenced |= part.silenced;
    }

    /// Whatever is refused without a word is refused for an error that is reported.
    void requireReasons() {
        if (silenced && !diagnostics.hasErrors()) {
            throw new IllegalStateException("something was refused, and no error says why");
        }
    }
}
