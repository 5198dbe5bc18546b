package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.diagnostic.Diagnostic;
import dev.dnet.compiler.ir.Scan;
import dev.dnet.compiler.nest.Bounds;
import dev.dnet.compiler.ops.Formulas;
import dev.dnet.compiler.source.Span;
import dev.dnet.compiler.syntax.ast.BinaryOp;
import dev.dnet.compiler.syntax.ast.Binding;
import dev.dnet.compiler.syntax.ast.Expr;
import dev.dnet.compiler.syntax.ast.Stmt;
import dev.dnet.compiler.type.Shape;
import dev.dnet.compiler.type.Size;
import dev.dnet.compiler.type.TensorType;
import dev.dnet.runtime.ElementType;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// `scan`, `loop` and `remat`: their blocks become bodies of loops.
final class Scans {
    private final Evaluator evaluator;
    private final TurnBlock block;

    Scans(Evaluator evaluator) {
        this.evaluator = evaluator;
        this.block = new TurnBlock(evaluator);
    }

    Value scan(Expr.Scan scan, Env env) {
        var over = new ArrayList<Leaves>();
        for (var binding : scan.over()) {
            over.add(Leaves.of(sources(binding, env), binding.list().span(), evaluator));
        }
        var starts = starts(scan.carried(), env);
        var body = new Body(scan, over, starts, env);
        var results =
                new Turns(evaluator)
                        .run(
                                new Turns.Loop(
                                        Optional.of(turns(scan, over)),
                                        false,
                                        env.segments().map(Segments.Wish::take),
                                        tensors(over),
                                        tensors(starts)),
                                body);
        var last = body.rebuild(starts, results.last());
        var carried = last.size() == 1 ? last.getFirst() : tuple(last);
        if (body.form.isEmpty()) {
            return carried;
        }
        var stacked = body.form.get().take(new ArrayList<>(results.stacked()));
        return last.isEmpty() ? stacked : tuple(List.of(stacked, carried));
    }

    private List<Leaves> starts(List<Binding.Carry> carried, Env env) {
        return carried.stream()
                .map(c -> Leaves.of(evaluator.need(c.start(), env), c.start().span(), evaluator))
                .toList();
    }

    private static List<Value.Tensor> tensors(List<Leaves> leaves) {
        return leaves.stream().flatMap(l -> l.tensors().stream()).toList();
    }

    /// One turn of a scan, elaborated.
    private final class Body implements Function<Turns.Given, Turns.Gave> {
        private final Expr.Scan scan;
        private final List<Leaves> over;
        private final List<Leaves> starts;
        private final Env env;
        private Optional<Leaves> form = Optional.empty();

        Body(Expr.Scan scan, List<Leaves> over, List<Leaves> starts, Env env) {
            this.scan = scan;
            this.over = over;
            this.starts = starts;
            this.env = env;
        }

        @Override
        public Turns.Gave apply(Turns.Given given) {
            var inside = inside(env);
            var elements = rebuild(over, given.slices());
            for (int k = 0; k < elements.size(); k++) {
                Patterns.bind(scan.over().get(k).pattern(), elements.get(k), inside.scope());
            }
            var carried = rebuild(starts, given.carried());
            for (int k = 0; k < carried.size(); k++) {
                Patterns.bind(scan.carried().get(k).pattern(), carried.get(k), inside.scope());
            }
            var turn = block.run(scan.body(), inside);
            form =
                    turn.stacked()
                            .map(y ->
                                    Leaves.of(
                                            y,
                                            TurnBlock.span(scan.body(), Stmt.Yield.class),
                                            evaluator));
            return new Turns.Gave(
                    next(scan.span(), scan.body(), turn, scan.carried(), starts),
                    form.map(Leaves::tensors).orElse(List.of()));
        }

        List<Value> rebuild(List<Leaves> forms, List<Value.Tensor> tensors) {
            var rest = new ArrayList<>(tensors);
            return forms.stream().map(f -> f.take(rest)).toList();
        }
    }

    private static Env inside(Env env) {
        return env.inner().building(Optional.empty()).segments(Optional.empty());
    }

    /// `loop pattern = start while condition { … next … }`: what is carried last.
    Value loop(Expr.Loop loop, Env env) {
        var start = starts(List.of(loop.carried()), env).getFirst();
        var starts = new ArrayList<>(List.of(holds(loop, start.form(), env)));
        starts.addAll(start.tensors());
        var results =
                new Turns(evaluator)
                        .run(
                                new Turns.Loop(
                                        Optional.empty(),
                                        false,
                                        Optional.empty(),
                                        List.of(),
                                        starts),
                                given -> turn(loop, start, given, env));
        var last = results.last();
        return start.take(new ArrayList<>(last.subList(1, last.size())));
    }

    private Turns.Gave turn(Expr.Loop loop, Leaves start, Turns.Given given, Env env) {
        var inside = inside(env);
        var carried = given.carried();
        var before = start.take(new ArrayList<>(carried.subList(1, carried.size())));
        Patterns.bind(loop.carried().pattern(), before, inside.scope());
        var turn = block.run(loop.body(), inside);
        if (turn.stacked().isPresent()) {
            throw Refusal.of(
                    "loop/yield",
                    TurnBlock.span(loop.body(), Stmt.Yield.class),
                    "a `loop` stacks nothing: its length depends on data",
                    "`scan` goes along a known number of turns");
        }
        var next = next(loop.span(), loop.body(), turn, List.of(loop.carried()), List.of(start));
        var all = new ArrayList<>(List.of(holds(loop, start.take(new ArrayList<>(next)), env)));
        all.addAll(next);
        return new Turns.Gave(all, List.of());
    }

    /// Whether the loop goes on with these values.
    private Value.Tensor holds(Expr.Loop loop, Value carried, Env env) {
        var inside = inside(env);
        Patterns.bind(loop.carried().pattern(), carried, inside.scope());
        var at = loop.condition().span();
        var condition = evaluator.need(loop.condition(), inside);
        if (condition instanceof Value.Tensor t
                && t.type().equals(TensorType.scalar(ElementType.BOOL))) {
            return t;
        }
        if (condition instanceof Value.Bool) {
            return evaluator.tensors().tensor(condition, ElementType.BOOL, at, "`while`");
        }
        throw Refusal.of(
                "loop/condition",
                at,
                "a condition is true or false, not " + Describe.of(condition),
                "of many, max(i32(c)) == 1 says whether one holds, min(i32(c)) == 1 whether all do");
    }

    /// `remat { … }`: a loop of one turn, which the gradient computes again. With `every`, the
    /// loops over time in the block are cut into segments.
    Value remat(Expr.Remat remat, Env env) {
        var every =
                Arguments.match(
                                List.of(new Arguments.Wanted("every", true, false)),
                                evaluator.given(remat.arguments(), env),
                                "`remat`",
                                remat.span())
                        .get("every");
        if (every != null) {
            var wish = new Segments.Wish(size(every.getFirst(), env));
            var value =
                    evaluator.blocks().block(remat.body(), env.inner().segments(Optional.of(wish)));
            if (!wish.isTaken()) {
                throw Refusal.of(
                        "remat/no-scan",
                        remat.span(),
                        "`every` cuts loops over time into segments, and there is no `scan` in here",
                        "leave it out to compute the block again as a whole");
            }
            return value;
        }
        var form = new ArrayList<Leaves>();
        var once =
                new Turns.Loop(Optional.of(Size.ONE), true, Optional.empty(), List.of(), List.of());
        var results =
                new Turns(evaluator)
                        .run(
                                once,
                                given -> {
                                    form.clear();
                                    var value = evaluator.blocks().block(remat.body(), inside(env));
                                    form.add(Leaves.of(value, remat.span(), evaluator));
                                    return new Turns.Gave(List.of(), form.getFirst().tensors());
                                });
        var only = new ArrayList<Value.Tensor>();
        for (var tensor : results.stacked()) {
            var graph = evaluator.session().graph();
            var slice = Scan.slice(tensor.type()).shape();
            only.add(
                    evaluator
                            .session()
                            .tensor(
                                    Formulas.reshape(
                                                    new dev.dnet.compiler.op.Expr(
                                                            graph, tensor.position()),
                                                    slice)
                                            .value()));
        }
        return form.getFirst().take(only);
    }

    private Size size(Given every, Env env) {
        if (every.value(env) instanceof Value.Int(Size size) && Bounds.nonNegative(size.minus(1))) {
            return size;
        }
        throw Refusal.of(
                "remat/every",
                every.span(),
                "`every` is a number of turns that is known when compiling, from 1 on",
                "the square root of the number of turns needs the least memory");
    }

    private static Value tuple(List<Value> values) {
        return new Value.Tuple(values.stream().map(v -> Optional.<String>empty()).toList(), values);
    }

    /// What a binding goes along; a range is its numbers.
    private Value sources(Binding.In binding, Env env) {
        if (binding.list() instanceof Expr.Binary b && b.op() == BinaryOp.RANGE) {
            return numbers(bound(b.left(), env), bound(b.right(), env), b.span());
        }
        return evaluator.need(binding.list(), env);
    }

    private Size bound(Expr expr, Env env) {
        if (evaluator.need(expr, env) instanceof Value.Int(Size size)) {
            return size;
        }
        throw Refusal.of(
                "scan/range",
                expr.span(),
                "the bounds of a range are known when compiling",
                "sizes are: 0..n for f32[n]; `loop` goes on while something holds");
    }

    /// The numbers from one up to another, as i32.
    private Value numbers(Size from, Size to, Span at) {
        if (to.minus(from).constant().orElse(0) < 0) {
            throw Refusal.of(
                    "scan/range",
                    at,
                    "the range ends at " + to + ", before it begins at " + from,
                    "numbers count up; from the last to the first: reverse(…, axis: 0)");
        }
        var graph = evaluator.session().graph();
        var shape = new Shape(List.of(to.minus(from)));
        var first = Formulas.size(graph, ElementType.I32, from);
        var numbers =
                Formulas.add(
                        Formulas.iota(graph, shape, 0, ElementType.I32),
                        Formulas.fill(first, shape));
        return evaluator.session().tensor(numbers.value());
    }

    private Size turns(Expr.Scan scan, List<Leaves> over) {
        Optional<Size> turns = Optional.empty();
        for (int k = 0; k < over.size(); k++) {
            var span = scan.over().get(k).list().span();
            for (var tensor : over.get(k).tensors()) {
                if (tensor.type().rank() == 0) {
                    throw Refusal.of(
                            "scan/scalar",
                            span,
                            "`scan` goes along the first axis, and this is " + tensor.type(),
                            "for a number of turns: scan i in 0..n");
                }
                var length = tensor.type().shape().size(0);
                if (turns.isPresent() && !turns.get().equals(length)) {
                    throw Refusal.of(
                            Diagnostic.error(
                                            "scan/length",
                                            span,
                                            "`scan` along axes of "
                                                    + turns.get()
                                                    + " and "
                                                    + length)
                                    .label(
                                            scan.over().getFirst().list().span(),
                                            "of " + turns.get())
                                    .label(span, "this is " + tensor.type())
                                    .help("cut the longer one: x[:n], or pad the shorter one"));
                }
                turns = Optional.of(length);
            }
        }
        return turns.orElseThrow(() -> new IllegalStateException("a scan along nothing"));
    }

    /// What is carried on, each with the type that it began with.
    private List<Value.Tensor> next(
            Span span,
            Expr.Block body,
            TurnBlock.Turn turn,
            List<Binding.Carry> carried,
            List<Leaves> starts) {
        if (starts.isEmpty() != turn.next().isEmpty()) {
            throw Refusal.of(
                    "scan/next",
                    span,
                    starts.isEmpty()
                            ? "there is a `next`, but nothing is carried"
                            : "nothing says what is carried on",
                    starts.isEmpty()
                            ? "name it and its first value: scan x in xs, h = start"
                            : "add `next` with " + Wording.times(starts.size(), "value"));
        }
        if (starts.isEmpty()) {
            return List.of();
        }
        var at = TurnBlock.span(body, Stmt.Next.class);
        var given = turn.next().get();
        var values = starts.size() == 1 ? List.of(given) : parts(given, starts.size(), at);
        var tensors = new ArrayList<Value.Tensor>();
        for (int k = 0; k < starts.size(); k++) {
            tensors.addAll(like(starts.get(k), values.get(k), carried.get(k), at));
        }
        return tensors;
    }

    private static List<Value> parts(Value given, int wanted, Span at) {
        if (given instanceof Value.Tuple t && t.values().size() == wanted) {
            return t.values();
        }
        throw Refusal.of(
                "scan/next",
                at,
                "`next` has " + Describe.of(given) + ", but " + wanted + " values are carried");
    }

    private List<Value.Tensor> like(Leaves start, Value next, Binding.Carry carry, Span at) {
        var leaves = start.like(next, at, evaluator);
        for (int k = 0; k < leaves.size(); k++) {
            var wanted = start.tensors().get(k).type();
            if (!leaves.get(k).type().equals(wanted)) {
                throw Refusal.of(
                        Diagnostic.error(
                                        "scan/carry",
                                        at,
                                        "what is carried is "
                                                + wanted
                                                + " at first, and "
                                                + leaves.get(k).type()
                                                + " after a turn")
                                .label(carry.start().span(), "this is " + wanted)
                                .label(at, "this is " + leaves.get(k).type())
                                .help(
                                        "every turn gives what the first one gets, in type and shape"));
            }
        }
        return leaves;
    }
}
