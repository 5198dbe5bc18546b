package dev.dnet.cli.doc;

import dev.dnet.compiler.syntax.ast.Decl;
import dev.dnet.compiler.syntax.ast.Ident;
import dev.dnet.compiler.syntax.ast.Member;
import dev.dnet.compiler.syntax.ast.Parameter;
import dev.dnet.compiler.syntax.ast.Pattern;
import dev.dnet.compiler.syntax.ast.Stmt;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// A declaration as a page shows it.
///
/// @param name what it is called, and what links to it say
/// @param signature how it is called, without its body
public record Entry(
        String name,
        String signature,
        String doc,
        List<Parameter> parameters,
        List<Member> members) {

    public Entry {
        parameters = List.copyOf(parameters);
        members = List.copyOf(members);
    }

    /// The declaration, where it has a name of its own.
    static Optional<Entry> of(Decl declaration) {
        return switch (declaration) {
            case Decl.Model d -> entry("model", d.name(), d.doc(), "", d.parameters(), d.members());
            case Decl.Fn d ->
                    Optional.of(
                            new Entry(
                                    d.name().text(),
                                    Signatures.function(d.name().text(), d.function()),
                                    d.doc(),
                                    d.function().parameters(),
                                    List.of()));
            case Decl.Optimizer d ->
                    entry(
                            "optimizer",
                            d.name(),
                            d.doc(),
                            d.on().map(on -> " on " + on.layer() + ": " + on.model()).orElse(""),
                            d.parameters(),
                            d.members());
            case Decl.Schedule d ->
                    entry("schedule", d.name(), d.doc(), "", d.parameters(), List.of());
            case Decl.Init d ->
                    entry(
                            "init",
                            d.name(),
                            d.doc(),
                            " -> " + d.result().span().text(),
                            d.parameters(),
                            List.of());
            case Decl.Enumeration d ->
                    entry("enum", d.name(), d.doc(), cases(d), List.of(), List.of());
            case Decl.Train d -> entry("train", d.name(), d.doc(), "", d.parameters(), List.of());
            case Decl.Alias d ->
                    entry(
                            "type",
                            d.name(),
                            d.doc(),
                            " = " + d.type().span().text(),
                            d.parameters(),
                            List.of());
            case Stmt.Let d -> let(d);
            case Decl.Load d -> Optional.empty();
        };
    }

    private static Optional<Entry> entry(
            String kind,
            Ident name,
            String doc,
            String rest,
            List<Parameter> parameters,
            List<Member> members) {
        var signature = kind + " " + name + Signatures.parameters(parameters) + rest;
        return Optional.of(new Entry(name.text(), signature, doc, parameters, members));
    }

    private static String cases(Decl.Enumeration declaration) {
        return declaration.cases().stream()
                .map(Ident::text)
                .collect(Collectors.joining(", ", " { ", " }"));
    }

    private static Optional<Entry> let(Stmt.Let let) {
        return let.pattern() instanceof Pattern.Bind name
                ? Optional.of(
                        new Entry(
                                name.name().text(),
                                Signatures.let(let),
                                let.doc(),
                                List.of(),
                                List.of()))
                : Optional.empty();
    }
}
