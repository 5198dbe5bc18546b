package dev.dnet.compiler.syntax;

import dev.dnet.compiler.diagnostic.Diagnostic;
import dev.dnet.compiler.diagnostic.Diagnostics;
import dev.dnet.compiler.source.Span;
import dev.dnet.compiler.syntax.antlr.DnetParser.FileContext;
import dev.dnet.compiler.syntax.antlr.DnetParser.ItemContext;
import dev.dnet.compiler.syntax.antlr.DnetParser.PackageClauseContext;
import dev.dnet.compiler.syntax.antlr.DnetParser.UseClauseContext;
import dev.dnet.compiler.syntax.antlr.DnetParser.UseItemContext;
import dev.dnet.compiler.syntax.ast.Decl;
import dev.dnet.compiler.syntax.ast.QualifiedName;
import dev.dnet.compiler.syntax.ast.SourceFile;
import dev.dnet.compiler.syntax.ast.Use;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A whole file: `package`, then `use`, then declarations. The grammar takes them in any order, so
/// that the wrong order is an error with a name.
final class FileBuilder {
    private final Places places;
    private final Names names;
    private final Docs docs;
    private final Diagnostics diagnostics;
    private final DeclarationBuilder declarations;

    private String doc = "";
    private Optional<QualifiedName> packageName = Optional.empty();
    private final List<Use> uses = new ArrayList<>();
    private final List<Decl> decls = new ArrayList<>();

    FileBuilder(Places places, Docs docs, Diagnostics diagnostics) {
        this.places = places;
        this.names = new Names(places);
        this.docs = docs;
        this.diagnostics = diagnostics;
        this.declarations = new DeclarationBuilder(places, docs, diagnostics);
    }

    SourceFile build(FileContext file) {
        for (var item : file.item()) {
            if (item.exception == null) {
                take(item);
            }
        }
        var span = new Span(places.source(), 0, places.source().text().length());
        return new SourceFile(span, doc, packageName, uses, decls);
    }

    private void take(ItemContext item) {
        if (item.packageClause() != null) {
            packageClause(item.packageClause());
        } else if (item.useClause() != null) {
            use(item.useClause());
        } else {
            declarations.declaration(item.declaration()).ifPresent(decls::add);
        }
    }

    private void packageClause(PackageClauseContext clause) {
        var above = docs.above(clause.getStart());
        if (packageName.isPresent() || !uses.isEmpty() || !decls.isEmpty()) {
            misplaced(
                    "package-first", places.span(clause), "`package` is the first line of a file");
            return;
        }
        doc = above;
        packageName = Optional.of(names.qualified(clause.qualifiedName()));
    }

    private void use(UseClauseContext clause) {
        if (!decls.isEmpty()) {
            misplaced("use-first", places.span(clause), "`use` stands before all declarations");
        }
        var lists = clause.useList();
        if (lists.size() > 1 || (!lists.isEmpty() && isNotLast(clause))) {
            var span = places.span(lists.getFirst());
            diagnostics.add(
                    Diagnostic.error(
                                    "syntax/use-list", span, "nothing can follow the list of names")
                            .help(
                                    "write a `use` for each package, and `{name as other}` in the list"));
        }
        var span = places.span(clause);
        var path =
                names.qualified(
                        places.span(clause.path.getFirst(), clause.path.getLast()), clause.path);
        var alias = Optional.ofNullable(clause.alias).map(names::ident);
        uses.add(new Use(span, path, alias, items(clause)));
    }

    private static boolean isNotLast(UseClauseContext clause) {
        return !clause.useList().getFirst().getStop().equals(clause.getStop());
    }

    private List<Use.Item> items(UseClauseContext clause) {
        return clause.useList().stream()
                .flatMap(list -> list.useItem().stream())
                .map(this::item)
                .toList();
    }

    private Use.Item item(UseItemContext item) {
        return new Use.Item(
                places.span(item),
                names.ident(item.what),
                Optional.ofNullable(item.alias).map(names::ident));
    }

    private void misplaced(String code, Span span, String message) {
        diagnostics.add(
                Diagnostic.error("syntax/" + code, span, message)
                        .help("the order is `package`, `use`, declarations; move this line up"));
    }
}
