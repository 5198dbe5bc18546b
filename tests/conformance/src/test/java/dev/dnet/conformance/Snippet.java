package dev.dnet.conformance;

import dev.dnet.compiler.diagnostic.Diagnostics;
import dev.dnet.compiler.source.Source;
import dev.dnet.compiler.syntax.Syntax;
import dev.dnet.compiler.syntax.ast.Decl;
import dev.dnet.compiler.syntax.ast.Parameter;
import dev.dnet.compiler.syntax.ast.SourceFile;
import dev.dnet.compiler.syntax.ast.Stmt;
import dev.dnet.compiler.syntax.ast.TypeExpr;
import dev.dnet.report.Repository;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// An example of a page, and what makes a whole program of it. One with `package` is whole. For
/// others, what they use of the library is brought in, each function of tensors alone is called by
/// a model, and what stands below the example in a remark `<!-- with … -->` is added: it calls what
/// takes models and functions.
record Snippet(String place, String text, String with) {
    private static final Pattern EXAMPLE =
            Pattern.compile("(?s)```dnet\n(.*?)```\n(?:<!-- with\n(.*?)-->)?");

    static List<Snippet> of(String page) throws IOException {
        var text = Files.readString(Repository.here().path(page));
        var source = new Source(page, text);
        return EXAMPLE.matcher(text)
                .results()
                .map(m ->
                        new Snippet(
                                page + ":" + source.line(m.start(1)),
                                m.group(1),
                                Optional.ofNullable(m.group(2)).orElse("")))
                .toList();
    }

    boolean isWhole() {
        return text.startsWith("///") ? text.contains("\npackage ") : text.startsWith("package ");
    }

    Source program() {
        return new Source(place, isWhole() ? text : uses() + text + "\n" + with + calls());
    }

    /// What it declares that nothing calls.
    List<String> uncalled() {
        var program = program().text();
        return file(text).declarations().stream()
                .flatMap(d -> name(d).stream())
                .filter(name -> count(program, name) < 2)
                .toList();
    }

    private String uses() {
        var own = file(text + "\n" + with);
        var taken = own.declarations().stream().flatMap(d -> name(d).stream()).toList();
        var brought =
                own.uses().stream()
                        .flatMap(u -> u.names().stream())
                        .map(i -> i.alias().orElse(i.name()).text())
                        .toList();
        var uses = new StringBuilder();
        library()
                .forEach((name, from) -> {
                    if (!taken.contains(name)
                            && !brought.contains(name)
                            && count(text + with, name) > 0) {
                        uses.append("use %s.{%s}\n".formatted(from, name));
                    }
                });
        return uses.toString();
    }

    private String calls() {
        var calls = new ArrayList<String>();
        for (var declaration : file(text).declarations()) {
            if (declaration instanceof Decl.Fn f
                    && f.function().parameters().stream().allMatch(Snippet::isTensor)) {
                var parameters = f.function().parameters();
                calls.add(
                        "    fn call_%s(%s) = %s(%s)\n"
                                .formatted(
                                        f.name(),
                                        joined(parameters, p -> p.span().text()),
                                        f.name(),
                                        joined(parameters, p -> p.name().text())));
            }
        }
        return calls.isEmpty() ? "" : "model Calls {\n" + String.join("", calls) + "}\n";
    }

    private static boolean isTensor(Parameter parameter) {
        return parameter
                .type()
                .filter(t ->
                        t instanceof TypeExpr.Tensor
                                || t instanceof TypeExpr.Named n && n.name().text().equals("f32"))
                .isPresent();
    }

    private static String joined(List<Parameter> parameters, Function<Parameter, String> text) {
        return parameters.stream().map(text).collect(Collectors.joining(", "));
    }

    /// Each public name of the library with its package; the first package has it.
    private static Map<String, String> library() {
        var names = new LinkedHashMap<String, String>();
        for (var source : LibraryFiles.sources()) {
            var file = file(source.text());
            var owner = file.packageName().orElseThrow().text();
            file.declarations()
                    .forEach(d -> name(d).ifPresent(name -> names.putIfAbsent(name, owner)));
        }
        return names;
    }

    private static SourceFile file(String text) {
        return Syntax.parse(new Source("snippet", text), new Diagnostics());
    }

    private static Optional<String> name(Decl declaration) {
        return switch (declaration) {
            case Decl.Model d -> Optional.of(d.name().text());
            case Decl.Fn d -> Optional.of(d.name().text());
            case Decl.Optimizer d -> Optional.of(d.name().text());
            case Decl.Schedule d -> Optional.of(d.name().text());
            case Decl.Init d -> Optional.of(d.name().text());
            case Decl.Enumeration d -> Optional.of(d.name().text());
            case Decl.Alias d -> Optional.of(d.name().text());
            case Decl.Train d -> Optional.empty();
            case Decl.Load d -> Optional.empty();
            case Stmt.Let d -> Optional.empty();
        };
    }

    private static long count(String text, String name) {
        var code = text.replaceAll("//.*", "");
        return Pattern.compile("(?<![\\w.])" + name + "(?!\\w)").matcher(code).results().count();
    }

    @Override
    public String toString() {
        return place;
    }
}
