package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.diagnostic.Diagnostic;
import dev.dnet.compiler.source.Span;
import dev.dnet.compiler.syntax.ast.Expr;
import dev.dnet.compiler.syntax.ast.Stmt;

import java.util.List;
import java.util.Optional;

/// The block of a loop: its statements, among them `next` and `yield`, which may stand in the sides
/// of an `if` too.
final class TurnBlock {
    private final Evaluator evaluator;

    TurnBlock(Evaluator evaluator) {
        this.evaluator = evaluator;
    }

    /// What a turn gives: what is carried on, and its slice of what is stacked.
    record Turn(Optional<Value> next, Optional<Value> stacked) {
        private static final Turn NOTHING = new Turn(Optional.empty(), Optional.empty());

        private Value value() {
            return new Value.Tuple(
                    List.of(Optional.empty(), Optional.empty()),
                    List.of(next.orElse(new Value.Nothing()), stacked.orElse(new Value.Nothing())));
        }

        private static Turn of(Value value) {
            var parts = ((Value.Tuple) value).values();
            return new Turn(present(parts.get(0)), present(parts.get(1)));
        }

        private static Optional<Value> present(Value value) {
            return Optional.of(value).filter(v -> !(v instanceof Value.Nothing));
        }

        private String word() {
            return next.isPresent()
                    ? stacked.isPresent() ? "`next` and `yield`" : "`next`"
                    : stacked.isPresent() ? "`yield`" : "neither `next` nor `yield`";
        }
    }

    Turn run(Expr.Block body, Env inside) {
        var turn = Turn.NOTHING;
        for (var statement : body.statements()) {
            switch (statement) {
                case Stmt.Next n -> {
                    once(turn.next(), "next", n.span());
                    var value = evaluator.need(n.value(), inside);
                    turn = new Turn(Optional.of(value), turn.stacked());
                }
                case Stmt.Yield y -> {
                    once(turn.stacked(), "yield", y.span());
                    var value = evaluator.need(y.value(), inside);
                    turn = new Turn(turn.next(), Optional.of(value));
                }
                case Stmt.Eval(Span span, Expr.If choice) when gives(choice) ->
                        turn = with(turn, choice, inside);
                default -> evaluator.blocks().run(statement, inside);
            }
        }
        if (body.value().isEmpty()) {
            return turn;
        }
        if (body.value().get() instanceof Expr.If choice && gives(choice)) {
            return with(turn, choice, inside);
        }
        noValue(evaluator.evalNow(body.value().get(), inside), body.value().get().span());
        return turn;
    }

    private static void noValue(Value value, Span at) {
        if (!(value instanceof Value.Nothing || value instanceof Value.Poison)) {
            throw Refusal.of(
                    "scan/value",
                    at,
                    "the block of a loop has no value of its own",
                    "`next` says what is carried on, `yield` what is stacked");
        }
    }

    /// Whether a `next` or a `yield` stands in a side.
    private static boolean gives(Expr.If choice) {
        return gives(choice.then()) || choice.orElse().filter(TurnBlock::gives).isPresent();
    }

    private static boolean gives(Expr.Block block) {
        return block.value().filter(v -> v instanceof Expr.If i && gives(i)).isPresent()
                || block.statements().stream()
                        .anyMatch(s ->
                                s instanceof Stmt.Next
                                        || s instanceof Stmt.Yield
                                        || s instanceof Stmt.Eval(Span at, Expr.If i) && gives(i));
    }

    private Turn with(Turn before, Expr.If choice, Env inside) {
        var turn = choose(choice, inside);
        turn.next().ifPresent(n -> once(before.next(), "next", choice.span()));
        turn.stacked().ifPresent(y -> once(before.stacked(), "yield", choice.span()));
        return new Turn(turn.next().or(before::next), turn.stacked().or(before::stacked));
    }

    private Turn choose(Expr.If choice, Env inside) {
        var condition = evaluator.need(choice.condition(), inside);
        if (evaluator.choices().isAtRunTime(condition)) {
            return Turn.of(
                    evaluator
                            .choices()
                            .run(
                                    (Value.Tensor) condition,
                                    Blocks.places(choice),
                                    (then, otherwise) -> alike(choice, then, otherwise),
                                    () -> run(choice.then(), inside.inner()).value(),
                                    () -> otherwise(choice, inside).value()));
        }
        return evaluator.blocks().holds(condition, choice.condition())
                ? run(choice.then(), inside.inner())
                : otherwise(choice, inside);
    }

    private Turn otherwise(Expr.If choice, Env inside) {
        return choice.orElse().map(b -> run(b, inside.inner())).orElse(Turn.NOTHING);
    }

    /// Which turn it is may not depend on the side: both give the same things.
    private static void alike(Expr.If choice, Value then, Value otherwise) {
        var left = Turn.of(then);
        var right = Turn.of(otherwise);
        if (!left.word().equals(right.word())) {
            throw Refusal.of(
                    Diagnostic.error(
                                    "scan/sides",
                                    choice.condition().span(),
                                    "which side is taken is known only when the program runs, so"
                                            + " both say what the turn gives")
                            .label(choice.then().span(), "this has " + left.word())
                            .label(
                                    choice.orElse().map(Expr::span).orElse(choice.span()),
                                    "this has " + right.word())
                            .help("put it behind the `if`, or into both sides"));
        }
    }

    private static void once(Optional<Value> before, String word, Span at) {
        if (before.isPresent()) {
            throw Refusal.of(
                    "scan/twice",
                    at,
                    "`" + word + "` stands here a second time",
                    "several values go together: " + word + " (a, b)");
        }
    }

    /// Where a `next` or a `yield` has its value.
    static Span span(Expr.Block body, Class<? extends Stmt> kind) {
        return body.statements().stream()
                .filter(kind::isInstance)
                .map(s ->
                        s instanceof Stmt.Next n
                                ? n.value().span()
                                : ((Stmt.Yield) s).value().span())
                .findFirst()
                .orElse(body.span());
    }
}
