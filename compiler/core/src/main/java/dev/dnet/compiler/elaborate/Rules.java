package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.diagnostic.Diagnostic;
import dev.dnet.compiler.ir.Mark;
import dev.dnet.compiler.ir.Ruled;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.ops.Formulas;
import dev.dnet.compiler.source.Span;
import dev.dnet.compiler.syntax.ast.Function;
import dev.dnet.compiler.syntax.ast.Ident;
import dev.dnet.compiler.syntax.ast.Parameter;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Calls of functions that bring their own gradient: `gradient (x, …, y, dy) => rule`. The rule is
/// evaluated beside the body, for a cotangent that stands for the real one; see [Ruled].
final class Rules {
    private final Evaluator evaluator;

    Rules(Evaluator evaluator) {
        this.evaluator = evaluator;
    }

    Value apply(Value.Closure closure, Map<String, Functions.Argued> values, Env inside) {
        var function = closure.function();
        var rule = function.gradient().orElseThrow();
        var names = inputs(function, rule);
        var taking = new Marks(evaluator.session());
        var marked = new LinkedHashMap<>(values);
        var marks = new LinkedHashMap<Ident, Value>();
        for (var name : names) {
            var given = values.get(name.text());
            if (given != null) {
                var now = evaluator.now(given.value());
                requireFloats(closure, name, now);
                var input = taking.mark(now, given.span());
                marked.put(name.text(), new Functions.Argued(input.value(), given.span()));
                input.marks().ifPresent(m -> marks.put(name, m));
            }
        }
        var functions = evaluator.calls().functions();
        var y = functions.apply(function, marked, closure.name(), inside);
        if (!(evaluator.now(y) instanceof Value.Tensor result && result.type().isFloat())) {
            throw result(closure, rule, y);
        }
        return ruled(closure, result, marks, inside);
    }

    private Value.Tensor ruled(
            Value.Closure closure, Value.Tensor y, Map<Ident, Value> marks, Env inside) {
        var graph = evaluator.session().graph();
        var rule = closure.function().gradient().orElseThrow();
        int result = graph.add(new Mark(), y.position());
        int zero = Formulas.like(new Expr(graph, y.position()), 0).value();
        int cotangent = graph.add(new Mark(), zero);
        var env = inside.inner();
        env.scope().define(last(rule, 2), evaluator.session().tensor(result));
        env.scope().define(last(rule, 1), evaluator.session().tensor(cotangent));
        var value = evaluator.session().discardingWrites(() -> evaluator.evalNow(rule.body(), env));
        if (value instanceof Value.Poison) {
            throw Refusal.silent();
        }
        var operands = new ArrayList<>(List.of(y.position(), result, cotangent));
        marks.values().forEach(m -> Trees.leaves(m).forEach(t -> operands.add(t.position())));
        cotangents(rule, marks, value).forEach(t -> operands.add(t.position()));
        return evaluator.session().tensor(graph.add(new Ruled(closure.name()), operands));
    }

    /// What the rule gives for each input that has a mark, in order. A number that the call was
    /// given has none.
    private List<Value.Tensor> cotangents(
            Function.GradientRule rule, Map<Ident, Value> marks, Value value) {
        var names = rule.names().subList(0, rule.names().size() - 2);
        var at = rule.body().span();
        var given =
                names.size() == 1
                        ? List.of(value)
                        : value instanceof Value.Tuple t ? t.values() : List.<Value>of();
        if (given.size() != names.size()) {
            throw Refusal.of(
                    Diagnostic.error(
                                    "gradient/rule-type",
                                    at,
                                    "the rule gives "
                                            + Describe.of(value)
                                            + " for "
                                            + Wording.times(names.size(), "input"))
                            .help("give a tuple with the cotangent of each input, in order"));
        }
        var found = new ArrayList<Value.Tensor>();
        for (int k = 0; k < names.size(); k++) {
            var mark = marks.get(names.get(k));
            if (mark != null) {
                found.addAll(alike(names.get(k), mark, given.get(k), at));
            }
        }
        return found;
    }

    private List<Value.Tensor> alike(Ident name, Value mark, Value given, Span at) {
        return Alike.of(evaluator, mark, given, at)
                .orElseThrow(() ->
                        Refusal.of(
                                Diagnostic.error(
                                                "gradient/rule-type",
                                                at,
                                                "the rule gives "
                                                        + Describe.of(evaluator.now(given))
                                                        + " for `"
                                                        + name
                                                        + "`, which is "
                                                        + Describe.of(mark))
                                        .label(name.span(), "its cotangent is like it")
                                        .help("sum over axes that broadcasting repeated")));
    }

    private static String last(Function.GradientRule rule, int fromEnd) {
        return rule.names().get(rule.names().size() - fromEnd).text();
    }

    private static List<Ident> inputs(Function function, Function.GradientRule rule) {
        var parameters =
                function.parameters().stream().map(Parameter::name).map(Ident::text).toList();
        var names = rule.names();
        if (names.size() < 3) {
            throw Refusal.of(
                    "gradient/rule-inputs",
                    rule.span(),
                    "a rule has names for inputs, for the result and for its cotangent",
                    "for example: gradient (x, y, dy) => …");
        }
        var inputs = names.subList(0, names.size() - 2);
        for (var name : inputs) {
            if (!parameters.contains(name.text())) {
                throw Refusal.of(
                        "gradient/rule-inputs",
                        name.span(),
                        "the function has no parameter `" + name + "`",
                        "first the parameters that have a cotangent, by their names ("
                                + String.join(", ", parameters)
                                + "), then a name for the result and one for its cotangent");
            }
        }
        return inputs;
    }

    private static void requireFloats(Value.Closure closure, Ident name, Value value) {
        if (!Marks.hasMarks(value) && !Tensors.isLiteral(value)
                || value instanceof Value.Instance) {
            throw Refusal.of(
                    Diagnostic.error(
                                    "gradient/rule-inputs",
                                    name.span(),
                                    "`"
                                            + name
                                            + "` of `"
                                            + closure.name()
                                            + "` is "
                                            + Describe.of(value)
                                            + ", which has no cotangent")
                            .help(
                                    "leave it out here; the rule may use every parameter by its"
                                            + " name"));
        }
    }

    private static Refusal result(Value.Closure closure, Function.GradientRule rule, Value y) {
        return Refusal.of(
                Diagnostic.error(
                                "gradient/rule-result",
                                rule.span(),
                                "a function with a gradient rule gives one float tensor, but `"
                                        + closure.name()
                                        + "` gives "
                                        + Describe.of(y))
                        .help("give the rule to a function for each part, or join the parts"));
    }
}
