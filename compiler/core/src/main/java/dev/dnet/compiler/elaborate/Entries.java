package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.diagnostic.Diagnostic;
import dev.dnet.compiler.diagnostic.Diagnostics;
import dev.dnet.compiler.ir.Output;
import dev.dnet.compiler.ir.Program;
import dev.dnet.compiler.source.Span;
import dev.dnet.compiler.syntax.ast.Expr;
import dev.dnet.compiler.syntax.ast.Function;
import dev.dnet.compiler.syntax.ast.Parameter;
import dev.dnet.compiler.syntax.ast.TypeExpr;
import dev.dnet.compiler.type.TensorType;
import dev.dnet.runtime.ElementType;

import java.util.ArrayList;
import java.util.Optional;
import java.util.function.Consumer;

/// Functions that are called from outside: their arguments become inputs whose free sizes are
/// symbols, and their results outputs. `..B` stands for one axis there, and a free element type for
/// f32.
final class Entries {
    private final Evaluator evaluator;

    Entries(Evaluator evaluator) {
        this.evaluator = evaluator;
    }

    /// Whether every argument is a tensor, a tuple of them, or has a default.
    boolean isEntry(Value.Closure function, Env env) {
        var arguments = new EntryArguments(evaluator, env.with(function.scope().inner()));
        return function.function().parameters().stream()
                .allMatch(p -> arguments.takes(p) || p.defaultValue().isPresent());
    }

    /// Elaborates a method with a reporter of its own. A function on any number of axes may well
    /// not take the one axis that an entry gives it; then there is no method, and a warning says
    /// so. Any other error is one of the program.
    static void attempt(Function function, Env env, Reporter reporter, Consumer<Reporter> method) {
        var own = new Reporter(new Diagnostics());
        own.guard(env, () -> method.accept(own));
        if (own.diagnostics().hasErrors() && hasOpenAxes(function, env.scope())) {
            var first = own.diagnostics().sorted().getFirst();
            reporter.report(
                    Diagnostic.warning(
                                    "entry/axes",
                                    function.span(),
                                    "this cannot be called from Java, where `..` is one axis: "
                                            + first.message())
                            .help(
                                    "write out the axes that it takes, if it is to be called from"
                                            + " Java"));
        } else {
            reporter.take(own);
        }
    }

    private static boolean hasOpenAxes(Function function, Scope scope) {
        return function.parameters().stream()
                .flatMap(p -> p.type().stream())
                .anyMatch(t -> hasOpenAxes(t, scope));
    }

    private static boolean hasOpenAxes(TypeExpr type, Scope scope) {
        return switch (type) {
            case TypeExpr.Tensor t -> t.shape().stream().anyMatch(Expr.Axes.class::isInstance);
            case TypeExpr.TupleOf t ->
                    t.fields().stream().anyMatch(f -> hasOpenAxes(f.type(), scope));
            case TypeExpr.Named n ->
                    scope.lookup(n.name().last().text())
                            .filter(v ->
                                    v instanceof Value.Alias a
                                            && hasOpenAxes(a.decl().type(), a.scope()))
                            .isPresent();
            case TypeExpr.ListOf l -> false;
            case TypeExpr.FnOf f -> false;
        };
    }

    Program.Method method(
            Program.Role role, String name, String doc, Value.Closure function, Env env) {
        var arguments = new EntryArguments(evaluator, env.with(function.scope().inner()));
        var taken = function.function().parameters().stream().filter(arguments::takes).toList();
        taken.forEach(p -> arguments.free(p.type().orElseThrow()));
        var given = new ArrayList<Given>();
        for (var parameter : taken) {
            var value = arguments.value(parameter);
            given.add(Given.named(parameter.span(), parameter.name().text(), value));
        }
        evaluator.session().facts().check(evaluator.session());
        var at = function.function().span();
        var result = evaluator.calls().functions().call(function, given, Span.none(), env);
        outputs(result, "result", at);
        evaluator.session().outputCaches();
        return new Program.Method(
                role, name, doc, arguments.parameters(), evaluator.session().graph().build());
    }

    /// The argument in the graph, with its sizes as they are known.
    Value.Tensor input(Program.Parameter declared) {
        var session = evaluator.session();
        return session.facts().now(session.tensor(session.argument(declared)), session);
    }

    /// A parameter with its type as a caller sees it; the names that are free in it become symbols.
    Program.Parameter argument(Parameter parameter, Env env) {
        var written =
                parameter
                        .type()
                        .orElseThrow(() ->
                                Refusal.of(
                                        "param/no-type",
                                        parameter.span(),
                                        "`" + parameter.name() + "` has no type"));
        new EntryArguments(evaluator, env).free(written);
        return new Program.Parameter(
                parameter.name().text(), evaluator.types().tensor(written, env), parameter.span());
    }

    /// Lets a value leave the graph; the parts of a tuple under their names.
    void outputs(Value value, String name, Span at) {
        switch (evaluator.now(value)) {
            case Value.Tuple t -> {
                for (int k = 0; k < t.values().size(); k++) {
                    outputs(t.values().get(k), t.names().get(k).orElse(name + k), at);
                }
            }
            case Value.Items i -> {
                for (int k = 0; k < i.values().size(); k++) {
                    outputs(i.values().get(k), name + k, at);
                }
            }
            case Value other -> {
                var tensor = evaluator.tensors().tensor(other, ElementType.F32, at, "a result");
                evaluator.session().graph().output(Output.Kind.RESULT, name, tensor.position());
            }
        }
    }

    static Optional<TensorType> scalarFloat(Value.Tensor value) {
        return value.type().rank() == 0 && value.type().isFloat()
                ? Optional.of(value.type())
                : Optional.empty();
    }
}
