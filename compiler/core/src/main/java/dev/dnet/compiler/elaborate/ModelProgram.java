package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.ir.Program;
import dev.dnet.compiler.source.Span;
import dev.dnet.compiler.syntax.ast.Decl;
import dev.dnet.compiler.syntax.ast.Function;
import dev.dnet.compiler.syntax.ast.Member;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A model as a program of its own, for what can be made without arguments: one method for each
/// `fn` whose arguments are tensors or tuples of them (`apply` for the one without a name), and the
/// one that initialises.
final class ModelProgram {
    private final Decl.Model decl;
    private final Scope scope;
    private final String packageName;
    private final Reporter reporter;
    private final Variables variables = new Variables(true);

    ModelProgram(Decl.Model decl, Scope scope, String packageName, Reporter reporter) {
        this.decl = decl;
        this.scope = scope;
        this.packageName = packageName;
        this.reporter = reporter;
    }

    Optional<Program> elaborate() {
        if (decl.parameters().stream().anyMatch(p -> p.defaultValue().isEmpty())) {
            return Optional.empty();
        }
        var methods = new ArrayList<Program.Method>();
        reporter.guard(Elaborator.fileEnv(scope), () -> methods.add(init()));
        for (var member : decl.members()) {
            if (member instanceof Member.Apply a) {
                entry("apply", a.doc(), a.function(), methods);
            } else if (member instanceof Decl.Fn f) {
                entry(f.name().text(), f.doc(), f.function(), methods);
            }
        }
        return Optional.of(
                new Program(
                        Program.Kind.MODEL,
                        packageName,
                        decl.name().text(),
                        decl.doc(),
                        decl.span(),
                        variables.kept(),
                        methods));
    }

    private Program.Method init() {
        var session = new Session("init", variables, true, new SizeFacts());
        make(new Evaluator(session, reporter, scope.outermostScope()), false);
        session.outputWrites();
        return new Program.Method(
                Program.Role.INIT, "init", "", List.of(), session.graph().build());
    }

    private Value.Instance make(Evaluator evaluator, boolean training) {
        var env = Elaborator.fileEnv(scope).training(training);
        return evaluator
                .models()
                .make(new Value.ModelClass(decl, scope), List.of(), Span.none(), env);
    }

    private void entry(String name, String doc, Function function, List<Program.Method> methods) {
        Entries.attempt(
                function,
                running(),
                reporter,
                own ->
                        SizeFacts.elaborate(facts -> method(name, doc, own, facts))
                                .ifPresent(methods::add));
    }

    private Optional<Program.Method> method(
            String name, String doc, Reporter own, SizeFacts facts) {
        var session = new Session(name, variables, false, facts);
        var evaluator = new Evaluator(session, own, scope.outermostScope());
        var instance = make(evaluator, false);
        var closure =
                name.equals("apply")
                        ? evaluator.calls().apply(instance, decl.span())
                        : member(instance, name);
        var entries = new Entries(evaluator);
        return entries.isEntry(closure, running())
                ? Optional.of(entries.method(Program.Role.CALL, name, doc, closure, running()))
                : Optional.empty();
    }

    private Env running() {
        return Elaborator.fileEnv(scope).building(Optional.empty());
    }

    private static Value.Closure member(Value.Instance instance, String name) {
        return instance.members().local(name).orElseThrow() instanceof Value.Closure c
                ? c
                : noClosure(name);
    }

    private static Value.Closure noClosure(String name) {
        throw new IllegalStateException("not a function: " + name);
    }
}
