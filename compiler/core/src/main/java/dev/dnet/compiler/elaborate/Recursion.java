package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.diagnostic.Diagnostic;
import dev.dnet.compiler.source.Span;

import java.util.ArrayList;

/// Calls are written out when compiling, so one that leads to itself for ever has to be refused.
final class Recursion {
    private static final int DEEPEST = 200;

    private Recursion() {}

    /// Refuses a call at a place once calls are nested too deeply.
    static void refuse(Session session, String name, Span declared, Span at, Env env) {
        session.proceed();
        if (env.depth() >= DEEPEST) {
            session.stop();
            throw tooDeep(name, declared, at, env);
        }
    }

    private static Refusal tooDeep(String name, Span declared, Span at, Env env) {
        return Refusal.of(
                Diagnostic.error(
                                "call/recursion",
                                declared,
                                "`"
                                        + name
                                        + "` calls itself for ever, or more than "
                                        + DEEPEST
                                        + " times: "
                                        + chain(env, 6))
                        .label(at, "called again here")
                        .help(
                                "calls are written out when compiling; end the recursion with an"
                                        + " `if` on what is known then"));
    }

    /// The last calls, the outermost first.
    static String chain(Env env, int most) {
        var names = new ArrayList<String>();
        var calls = env.calls();
        while (calls.isPresent() && names.size() < most) {
            names.addFirst(calls.get().name());
            calls = calls.get().outer();
        }
        return (calls.isPresent() ? "… → " : "") + String.join(" → ", names);
    }
}
