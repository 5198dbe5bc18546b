package dev.dnet.compiler.syntax.ast;

import dev.dnet.compiler.source.Span;

import java.util.List;
import java.util.Optional;

/// What may stand in a `model` or an `optimizer`.
public sealed interface Member extends Node
        permits Decl, Member.Storage, Member.Apply, Stmt.Assert {

    /// What a stored value is for.
    enum StorageKind {
        /// Learned.
        PARAM("param"),
        /// Written by the model, saved, not learned: running means.
        STATE("state"),
        /// An optimizer's memory, one for each parameter.
        SLOT("slot"),
        /// State of one session, not saved.
        CACHE("cache");

        private final String word;

        StorageKind(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /// `param w: f32[out, in] ~ he_normal(fan: in) when c`. Slots may leave the type out: it is the
    /// parameter's.
    record Storage(
            Span span,
            String doc,
            StorageKind kind,
            Ident name,
            Optional<TypeExpr> type,
            Optional<Expr> init,
            Optional<Expr> when)
            implements Member {}

    /// The `fn` without a name: what calling the model does.
    record Apply(Span span, String doc, Function function) implements Member {}

    /// What a model or optimizer is made of, in the order of the text.
    static <T extends Member> List<T> only(List<Member> members, Class<T> kind) {
        return members.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
