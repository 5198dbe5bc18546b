package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.diagnostic.Diagnostic;
import dev.dnet.compiler.source.Source;
import dev.dnet.compiler.source.Span;
import dev.dnet.compiler.syntax.Syntax;
import dev.dnet.compiler.syntax.ast.Ident;
import dev.dnet.compiler.syntax.ast.QualifiedName;
import dev.dnet.compiler.syntax.ast.SourceFile;
import dev.dnet.compiler.syntax.ast.Use;
import dev.dnet.runtime.IoReason;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The files of one compilation and their names. What a file brings in by `use` can be used from it
/// in turn, so that a package may gather the names of others.
final class Packages {
    private final Library library;
    private final Reporter reporter;
    private final Scope prelude = Prelude.scope();
    private final Map<String, SourceFile> roots = new LinkedHashMap<>();
    private final Map<String, Optional<Scope>> loaded = new LinkedHashMap<>();
    private final List<Step> loading = new ArrayList<>();
    private boolean syntaxErrors;

    /// One file and the names that it sees.
    record Unit(SourceFile file, Scope scope) {}

    private record Step(String name, Span use) {}

    Packages(Library library, Reporter reporter) {
        this.library = library;
        this.reporter = reporter;
    }

    /// Parses and loads the files that are to be compiled.
    List<Unit> load(List<Source> sources) {
        var files = sources.stream().map(this::parse).toList();
        for (var file : files) {
            var twin = roots.putIfAbsent(key(file), file);
            if (twin != null) {
                reporter.report(ambiguous(key(file), place(file), List.of(place(twin))));
            }
        }
        var units = new ArrayList<Unit>();
        for (var file : files) {
            scope(key(file), place(file)).ifPresent(s -> units.add(new Unit(file, s)));
        }
        return units;
    }

    private SourceFile parse(Source source) {
        var before = reporter.diagnostics().size();
        var file = Syntax.parse(source, reporter.diagnostics());
        syntaxErrors |= reporter.diagnostics().size() > before;
        return file;
    }

    /// Whether a file could not be read in full, so that what is missing in it means nothing.
    boolean hasSyntaxErrors() {
        return syntaxErrors;
    }

    private static String key(SourceFile file) {
        return file.packageName().map(QualifiedName::text).orElse(file.span().source().name());
    }

    private static Span place(SourceFile file) {
        return file.packageName().map(QualifiedName::span).orElse(file.span());
    }

    /// The names of a package; empty where it does not exist or has errors that are reported.
    private Optional<Scope> scope(String name, Span use) {
        if (loading.stream().anyMatch(s -> s.name().equals(name))) {
            reporter.report(cycle(name, use));
            return Optional.empty();
        }
        var known = loaded.get(name);
        if (known != null) {
            return known;
        }
        loading.addLast(new Step(name, use));
        var scope = find(name, use).map(this::open);
        loading.removeLast();
        loaded.put(name, scope);
        return scope;
    }

    private Diagnostic cycle(String name, Span use) {
        int from = 0;
        while (!loading.get(from).name().equals(name)) {
            from++;
        }
        var steps = loading.subList(from, loading.size());
        var names =
                steps.stream().map(Step::name).collect(Collectors.joining(" → ", "", " → " + name));
        var error =
                Diagnostic.error("use/cycle", use, "packages use each other in a circle: " + names);
        for (var step : steps.subList(1, steps.size())) {
            error = error.label(step.use(), "uses `" + step.name() + "`");
        }
        return error.help("move what both need to a package of its own");
    }

    private Optional<SourceFile> find(String name, Span use) {
        var root = roots.get(name);
        if (root != null) {
            return Optional.of(root);
        }
        var found = files(name, use);
        if (found.size() > 1) {
            var names = found.stream().map(s -> new Span(s, 0, 0)).toList();
            reporter.report(ambiguous(name, use, names));
        }
        if (found.isEmpty() || found.size() > 1) {
            return Optional.empty();
        }
        var file = parse(found.getFirst());
        if (!key(file).equals(name)) {
            var error =
                    Diagnostic.error(
                            "use/package-name",
                            use,
                            "the file of package `"
                                    + name
                                    + "` does not say `package "
                                    + name
                                    + "`");
            reporter.report(error.label(place(file), "it stands here as `" + key(file) + "`"));
        }
        return Optional.of(file);
    }

    private List<Source> files(String name, Span use) {
        try {
            return library.find(name);
        } catch (UncheckedIOException e) {
            throw Refusal.of(
                    "use/unreadable",
                    use,
                    "package `" + name + "` cannot be read: " + reason(e),
                    "a package is a file of UTF-8 text");
        }
    }

    private static String reason(UncheckedIOException e) {
        var cause = e.getCause();
        return cause == null ? e.toString() : IoReason.of(cause);
    }

    private static Diagnostic ambiguous(String name, Span use, List<Span> files) {
        var error =
                Diagnostic.error(
                        "use/ambiguous", use, "package `" + name + "` is found more than once");
        for (var file : files) {
            error = error.label(file, "here: " + file.source().name());
        }
        return error.help("remove one of them, or give it another name");
    }

    private Scope open(SourceFile file) {
        var scope = prelude.inner();
        for (var use : file.uses()) {
            reporter.guard(Elaborator.fileEnv(scope), () -> use(use, scope));
        }
        Declarations.define(file.declarations(), Elaborator.fileEnv(scope), reporter);
        return scope;
    }

    private void use(Use use, Scope scope) {
        var name = use.path().text();
        if (!use.names().isEmpty()) {
            for (var item : use.names()) {
                scope.define(item.alias().orElse(item.name()).text(), new Value.Poison());
            }
            var source = scope(name, use.path().span());
            var names = source.orElseGet(() -> missing(name, use));
            for (var item : use.names()) {
                scope.define(
                        item.alias().orElse(item.name()).text(), member(names, item.name(), name));
            }
            return;
        }
        var as = use.alias().orElse(use.path().last()).text();
        scope.define(as, new Value.Poison());
        scope.define(as, whole(use));
    }

    /// `use nn.conv`: a package, or a declaration of the package `nn`.
    private Value whole(Use use) {
        var name = use.path().text();
        var source =
                exists(name, use.path().span())
                        ? scope(name, use.path().span())
                        : Optional.<Scope>empty();
        if (source.isPresent()) {
            return new Value.PackageRef(name, source.get());
        }
        int dot = name.lastIndexOf('.');
        if (!exists(name, use.path().span())
                && dot > 0
                && exists(name.substring(0, dot), use.path().span())) {
            var owner = name.substring(0, dot);
            var names = scope(owner, use.path().span()).orElseThrow(Refusal::silent);
            return member(names, use.path().last(), owner);
        }
        missing(name, use);
        throw Refusal.silent();
    }

    private boolean exists(String name, Span use) {
        return roots.containsKey(name) || !files(name, use).isEmpty();
    }

    private Scope missing(String name, Use use) {
        if (exists(name, use.path().span())) {
            throw Refusal.silent();
        }
        var known = new ArrayList<String>();
        roots.values().forEach(f -> f.packageName().ifPresent(n -> known.add(n.text())));
        loaded.forEach((n, s) -> s.ifPresent(present -> known.add(n)));
        throw Refusal.of(
                "use/unknown-package",
                use.path().span(),
                "there is no package `" + name + "`",
                Nearest.help(
                        name,
                        known,
                        "a package is a file whose path is its name: "
                                + name.replace('.', '/')
                                + ".dnet"));
    }

    private Value member(Scope names, Ident name, String owner) {
        var value = names.local(name.text());
        if (value.isPresent()) {
            return value.get();
        }
        var error =
                Diagnostic.error(
                        "use/unknown-name",
                        name.span(),
                        "package `" + owner + "` has no `" + name + "`");
        reporter.report(
                error.help(
                        Nearest.help(
                                name.text(),
                                names.locals().keySet(),
                                "it has " + Wording.list(names.locals().keySet()))));
        return new Value.Poison();
    }
}
