package dev.dnet.cli.doc;

import dev.dnet.compiler.syntax.ast.Decl;
import dev.dnet.compiler.syntax.ast.Member;
import dev.dnet.compiler.syntax.ast.Parameter;
import dev.dnet.compiler.syntax.ast.SourceFile;
import dev.dnet.compiler.syntax.ast.Stmt;

import java.util.List;

/// A package: its text, a list of what it declares, and a section for each.
///
/// @param name of the package, or of the file that has none
public record PackagePage(String name, SourceFile file) {

    public String fileName() {
        return name + ".md";
    }

    public List<Entry> entries() {
        return file.declarations().stream().flatMap(d -> Entry.of(d).stream()).toList();
    }

    String text(Links links) {
        var page = new StringBuilder("# " + name + "\n\n");
        paragraph(page, file.doc(), links);
        for (var entry : entries()) {
            page.append("- [`%s`](#%s)%n".formatted(entry.name(), entry.name()));
        }
        page.append("\nAll pages: [index](index.md)\n");
        entries().forEach(entry -> section(page, entry, links));
        return page.toString().strip().replaceAll("\n{3,}", "\n\n") + "\n";
    }

    private static void section(StringBuilder page, Entry entry, Links links) {
        page.append("\n<a id=\"%s\"></a>%n%n## %s%n%n".formatted(entry.name(), entry.name()));
        page.append("```dnet\n").append(entry.signature()).append("\n```\n\n");
        paragraph(page, entry.doc(), links);
        for (Parameter parameter : entry.parameters()) {
            item(page, parameter.name().text(), parameter.doc(), links);
        }
        for (Member member : entry.members()) {
            member(page, member, links);
        }
    }

    /// What is stored, what is called, and what has a text.
    private static void member(StringBuilder page, Member member, Links links) {
        switch (member) {
            case Member.Storage s -> shown(page, Signatures.storage(s), s.doc(), links);
            case Member.Apply a ->
                    shown(page, Signatures.function("", a.function()), a.doc(), links);
            case Stmt.Let l -> item(page, Signatures.let(l), l.doc(), links);
            case Stmt.Assert a -> shown(page, a.span().text(), "", links);
            case Decl d -> Entry.of(d).ifPresent(e -> shown(page, e.signature(), e.doc(), links));
        }
    }

    private static void item(StringBuilder page, String code, String doc, Links links) {
        if (!doc.isBlank()) {
            shown(page, code, doc, links);
        }
    }

    private static void shown(StringBuilder page, String code, String doc, Links links) {
        var text = doc.isBlank() ? "" : ": " + links.in(doc.strip().replaceAll("\\s*\n\\s*", " "));
        page.append("- `").append(code.replaceAll("\\s*\n\\s*", " ")).append("`");
        page.append(text).append("\n");
    }

    private static void paragraph(StringBuilder page, String doc, Links links) {
        if (!doc.isBlank()) {
            page.append(links.in(doc.strip())).append("\n\n");
        }
    }
}
