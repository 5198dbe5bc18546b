package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.diagnostic.Diagnostic;
import dev.dnet.compiler.ir.Program;
import dev.dnet.compiler.ir.Stop;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.ops.Formulas;
import dev.dnet.compiler.source.Span;
import dev.dnet.compiler.type.TensorType;
import dev.dnet.runtime.ElementType;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/// `if` on a condition that is known only when the program runs. Each side becomes a loop of at
/// most one turn, and the second begins with what the first left. What a side only passes on is
/// what the loop of the other side begins with, so nothing is made that is not needed.
final class Choices {
    private final Evaluator evaluator;
    private final Session session;

    Choices(Evaluator evaluator) {
        this.evaluator = evaluator;
        this.session = evaluator.session();
    }

    /// Where an `if` and the values of its sides stand.
    record Places(Span condition, Span then, Span otherwise) {}

    /// The same part of what both sides give.
    private record Pair(Side.Leaf then, Side.Leaf otherwise, TensorType type) {}

    /// Says what it is that both sides have to have, beside tensors of the same types.
    interface Alike {
        void require(Value then, Value otherwise);
    }

    boolean isAtRunTime(Value condition) {
        return condition instanceof Value.Tensor t && t.type().element() == ElementType.BOOL;
    }

    Value run(
            Value.Tensor condition,
            Places at,
            Alike alike,
            Supplier<Value> then,
            Supplier<Value> otherwise) {
        if (condition.type().rank() > 0) {
            throw Refusal.of(
                    Diagnostic.error(
                                    "if/not-scalar",
                                    at.condition(),
                                    "`if` takes one side or the other, not one for each element")
                            .label(at.condition(), "this is " + condition.type())
                            .help("choose between elements with where(c, a, b)"));
        }
        var first = Side.of(session, then);
        var second = Side.of(session, otherwise);
        alike.require(first.value(), second.value());
        var pairing = new Pairing(first, second, at);
        var form = pairing.form(first.value(), second.value());
        var variables = new LinkedHashSet<Program.Variable>(first.written().keySet());
        variables.addAll(second.written().keySet());
        for (var variable : variables) {
            var before = new Side.Leaf(session.read(variable), false);
            pairing.pairs.add(
                    new Pair(
                            first.written().getOrDefault(variable, before),
                            second.written().getOrDefault(variable, before),
                            variable.type()));
        }
        var merged = new ArrayDeque<>(merge(condition, first, second, pairing.pairs));
        var value = form.apply(merged);
        variables.forEach(v -> session.write(v, stopped(merged.removeFirst())));
        return value;
    }

    /// No gradient goes through what is written.
    private Value.Tensor stopped(Value.Tensor written) {
        return written.type().isFloat() ? evaluator.tensors().add(new Stop(), written) : written;
    }

    /// What leaves the two loops, a tensor for each pair.
    private List<Value.Tensor> merge(
            Value.Tensor condition, Side first, Side second, List<Pair> pairs) {
        var before = new ArrayList<Value.Tensor>();
        for (var pair : pairs) {
            if (pair.then().own()) {
                first.give(tensor(pair.then()));
                before.add(pair.otherwise().own() ? zeros(pair.type()) : tensor(pair.otherwise()));
            }
        }
        var given = new ArrayDeque<>(first.append(condition, before));
        var between = new ArrayList<Value.Tensor>();
        var left = new ArrayList<Value.Tensor>();
        for (var pair : pairs) {
            var now = pair.then().own() ? given.removeFirst() : tensor(pair.then());
            left.add(now);
            if (pair.otherwise().own()) {
                second.give(tensor(pair.otherwise()));
                between.add(now);
            }
        }
        var holds = new Expr(session.graph(), condition.position());
        var fails = session.tensor(Formulas.not(holds).value());
        var last = new ArrayDeque<>(second.append(fails, between));
        var merged = new ArrayList<Value.Tensor>();
        for (int k = 0; k < pairs.size(); k++) {
            var pair = pairs.get(k);
            boolean passed = !pair.then().own() && !pair.otherwise().own();
            merged.add(
                    pair.otherwise().own()
                            ? last.removeFirst()
                            : passed ? select(holds, pair) : left.get(k));
        }
        return merged;
    }

    private static Value.Tensor tensor(Side.Leaf leaf) {
        return (Value.Tensor) leaf.value();
    }

    private Value.Tensor zeros(TensorType type) {
        var zero = Formulas.constant(session.graph(), type.element(), 0);
        return session.tensor(Formulas.fill(zero, type.shape()).value());
    }

    /// One of two values that are there anyway.
    private Value.Tensor select(Expr condition, Pair pair) {
        var graph = session.graph();
        var chosen =
                Formulas.select(
                        Formulas.fill(condition, pair.type().shape()),
                        new Expr(graph, tensor(pair.then()).position()),
                        new Expr(graph, tensor(pair.otherwise()).position()));
        return session.tensor(chosen.value());
    }

    /// Lays what the sides give side by side.
    private final class Pairing {
        private final Side first;
        private final Side second;
        private final Places at;
        private final List<Pair> pairs = new ArrayList<>();

        Pairing(Side first, Side second, Places at) {
            this.first = first;
            this.second = second;
            this.at = at;
        }

        /// Makes what comes of both sides from a tensor for each pair.
        Function<Deque<Value.Tensor>, Value> form(Value then, Value otherwise) {
            if (then instanceof Value.Tuple a
                    && otherwise instanceof Value.Tuple b
                    && a.values().size() == b.values().size()) {
                var forms = forms(a.values(), b.values());
                return from -> new Value.Tuple(a.names(), values(forms, from));
            }
            if (then instanceof Value.Items a
                    && otherwise instanceof Value.Items b
                    && a.values().size() == b.values().size()) {
                var forms = forms(a.values(), b.values());
                return from -> new Value.Items(values(forms, from));
            }
            var left = first.leaf(then);
            var right = second.leaf(otherwise);
            if (!left.own() && !right.own() && left.value().equals(right.value())) {
                return from -> left.value();
            }
            pairs.add(pair(left, right));
            return Deque::removeFirst;
        }

        private List<Function<Deque<Value.Tensor>, Value>> forms(
                List<Value> then, List<Value> otherwise) {
            var forms = new ArrayList<Function<Deque<Value.Tensor>, Value>>();
            for (int k = 0; k < then.size(); k++) {
                forms.add(form(then.get(k), otherwise.get(k)));
            }
            return forms;
        }

        private List<Value> values(
                List<Function<Deque<Value.Tensor>, Value>> forms, Deque<Value.Tensor> from) {
            return forms.stream().map(f -> f.apply(from)).toList();
        }

        private Pair pair(Side.Leaf then, Side.Leaf otherwise) {
            var met = met(then.value(), otherwise.value());
            var left = typed(then, met, at.then());
            var right = typed(otherwise, met, at.otherwise());
            var type = tensor(left).type();
            if (!type.equals(tensor(right).type())) {
                throw differ(then.value(), otherwise.value());
            }
            return new Pair(left, right, type);
        }

        /// The type of a side that has one; of two numbers that both fit.
        private TensorType met(Value then, Value otherwise) {
            if (then instanceof Value.Tensor t) {
                return t.type();
            }
            if (otherwise instanceof Value.Tensor t) {
                return t.type();
            }
            boolean bools = then instanceof Value.Bool && otherwise instanceof Value.Bool;
            boolean whole = then instanceof Value.Int && otherwise instanceof Value.Int;
            return TensorType.scalar(
                    bools ? ElementType.BOOL : whole ? ElementType.I32 : ElementType.F32);
        }

        private Side.Leaf typed(Side.Leaf leaf, TensorType met, Span span) {
            if (leaf.value() instanceof Value.Tensor) {
                return leaf;
            }
            if (!Tensors.isLiteral(leaf.value())) {
                throw differ(first.value(), second.value());
            }
            var number = evaluator.tensors().tensor(leaf.value(), met.element(), span, "`if`");
            return new Side.Leaf(evaluator.tensors().fill(number, met.shape()), false);
        }

        private Refusal differ(Value then, Value otherwise) {
            return Refusal.of(
                    Diagnostic.error(
                                    "if/sides",
                                    at.condition(),
                                    "which side is taken is known only when the program runs, so"
                                            + " both give tensors of one type")
                            .label(at.then(), "this is " + Describe.of(then))
                            .label(at.otherwise(), "this is " + Describe.of(otherwise))
                            .help(
                                    "make both sides alike; numbers take the type of the other side"));
        }
    }
}
