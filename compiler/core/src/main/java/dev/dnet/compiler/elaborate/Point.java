package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.ir.Grad;
import dev.dnet.compiler.source.Span;
import dev.dnet.compiler.syntax.ast.Parameter;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// A function evaluated once at marked arguments, to be differentiated there.
final class Point {
    private final Evaluator evaluator;
    private final Value function;
    private final Span at;
    private final List<Optional<String>> names = new ArrayList<>();
    private final List<Value> marks = new ArrayList<>();
    private final Value result;

    /// @param given arguments with values that are known
    Point(Evaluator evaluator, Value function, List<Given> given, Span at, Env env) {
        this.evaluator = evaluator;
        this.function = function;
        this.at = at;
        var taking = new Marks(evaluator.session());
        var passed = new ArrayList<Given>();
        for (var argument : given) {
            var marked = taking.mark(argument.value(env), argument.span());
            passed.add(new Given(argument.span(), argument.name(), path -> marked.value()));
            marked.marks().ifPresent(m -> add(argument, passed.size() - 1, m));
        }
        if (marks.isEmpty()) {
            throw nothing(given, env);
        }
        var value = taking.during(() -> evaluator.calls().call(function, passed, at, env));
        this.result = evaluator.now(value);
        if (result instanceof Value.Poison) {
            throw Refusal.silent();
        }
    }

    private void add(Given argument, int position, Value found) {
        var parameters = parameters(function);
        names.add(
                argument.name()
                        .map(n -> n.text())
                        .or(() ->
                                position < parameters.size()
                                        ? Optional.of(parameters.get(position))
                                        : Optional.empty()));
        marks.add(found);
    }

    private List<String> parameters(Value of) {
        return switch (of) {
            case Value.Closure c -> names(c.function().parameters());
            case Value.Instance i -> names(evaluator.calls().apply(i, at).function().parameters());
            case Value.Infer i -> parameters(i.instance());
            case Value.PrimitiveFn p ->
                    p.primitive().signature().parameters().stream().map(s -> s.name()).toList();
            case Value.Derivative d -> parameters(d.of());
            case Value.Mapping m -> parameters(m.of());
            case Value.Typed t -> parameters(t.of());
            default -> List.of();
        };
    }

    private static List<String> names(List<Parameter> parameters) {
        return parameters.stream().map(p -> p.name().text()).toList();
    }

    private Refusal nothing(List<Given> given, Env env) {
        var words = given.stream().map(g -> Describe.of(g.value(env))).toList();
        return Refusal.of(
                "grad/whole-number",
                at,
                words.isEmpty()
                        ? "there is no argument to differentiate by"
                        : "nothing here has a gradient: the arguments are " + Wording.list(words),
                "differentiate by a float tensor or a model; a number becomes one by f32(…)");
    }

    /// What the function gives at the marks.
    Value result() {
        return result;
    }

    /// The marks of all arguments that have some.
    List<Value> marks() {
        return marks;
    }

    /// A value for each mark: by argument where several have marks, under the parameters' names.
    Value perMark(Function<Value.Tensor, Value.Tensor> value) {
        var values = marks.stream().map(m -> Trees.map(m, value)).toList();
        return values.size() == 1 ? values.getFirst() : new Value.Tuple(names, values);
    }

    /// The derivative of each element of a tensor by a mark.
    Value.Tensor grad(Value.Tensor y, Value.Tensor mark) {
        var graph = evaluator.session().graph();
        int value = graph.add(new Grad(), y.position(), mark.position());
        var name = graph.instr(mark.position()).hint();
        graph.hint(value, name.isEmpty() ? "" : "d_" + name);
        return evaluator.session().tensor(value);
    }

    Value gradients(Value.Tensor y) {
        return perMark(mark -> grad(y, mark));
    }
}
