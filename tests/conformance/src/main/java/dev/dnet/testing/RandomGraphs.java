package dev.dnet.testing;

import dev.dnet.compiler.ir.Grad;
import dev.dnet.compiler.ir.OpError;
import dev.dnet.compiler.ir.Output;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.ops.Formulas;
import dev.dnet.compiler.type.TensorType;
import dev.dnet.runtime.ElementType;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/// Draws typed programs: a few inputs, one to some twenty-five operations, and mostly the gradients
/// of a scalar, now and then gradients of gradients. The same seed gives the same program.
public final class RandomGraphs {
    private static final int MOST_OPERATIONS = 25;

    private final Production productions =
            Production.oneOf(
                    List.of(
                            Scalars.production(),
                            Scalars.production(),
                            Scalars.production(),
                            Structures.production(),
                            Structures.production(),
                            Movements.production(),
                            Products.production(),
                            new Cases()));

    private final Optional<ElementType> floats;

    /// Programs whose floats are mostly f32, some f64.
    public RandomGraphs() {
        this(Optional.empty());
    }

    /// Programs with floats of this type.
    RandomGraphs(ElementType floats) {
        this(Optional.of(floats));
    }

    private RandomGraphs(Optional<ElementType> floats) {
        this.floats = floats;
    }

    public Sample draw(long seed) {
        var random = new Random(seed);
        var symbols = Map.of("N", 1L + random.nextInt(6), "M", 1L + random.nextInt(4));
        var usual = random.nextInt(5) == 0 ? ElementType.F64 : ElementType.F32;
        var real = floats.orElse(usual);
        var draft = new Draft("random" + seed, random, real, symbols);
        startWith(draft);
        grow(draft);
        finish(draft);
        return new Sample(seed, draft.graph().build(), Map.copyOf(draft.inputs()));
    }

    private static void startWith(Draft draft) {
        int count = 1 + draft.random().nextInt(3);
        for (int i = 0; i < count; i++) {
            draft.offer(draft.input(new TensorType(draft.real(), draft.shape())));
        }
        if (draft.random().nextInt(3) == 0) {
            draft.offer(draft.input(new TensorType(ElementType.I32, draft.shape())));
        }
    }

    private void grow(Draft draft) {
        int operations = 1 + draft.random().nextInt(MOST_OPERATIONS);
        for (int tries = 0; tries < 4 * operations && operations > 0; tries++) {
            int before = draft.pool().size();
            tryToGrow(draft);
            operations -= draft.pool().size() - before;
        }
    }

    private void tryToGrow(Draft draft) {
        try {
            productions.grow(draft).ifPresent(draft::offer);
        } catch (OpError e) {
            draft.refused(e.code());
        }
    }

    /// The values that nothing uses leave the program, and so does a loss with its gradients.
    private static void finish(Draft draft) {
        var ends = ends(draft);
        for (int i = 0; i < ends.size(); i++) {
            draft.graph().output(Output.Kind.RESULT, "y" + i, ends.get(i).value());
        }
        var parts = ends.stream().filter(x -> x.type().element() == draft.real()).toList();
        if (!parts.isEmpty() && draft.random().nextInt(5) > 0) {
            gradients(draft, loss(draft, parts));
        }
    }

    private static List<Expr> ends(Draft draft) {
        var used = new boolean[draft.graph().size()];
        for (int i = 0; i < used.length; i++) {
            draft.graph().instr(i).args().forEach(a -> used[a] = true);
        }
        var unused =
                draft.pool().stream().filter(x -> !used[x.value()] && !Cases.isInput(x)).toList();
        return unused.isEmpty() ? List.of(draft.pool().getLast()) : unused;
    }

    private static Expr loss(Draft draft, List<Expr> parts) {
        var terms = new ArrayList<Expr>();
        for (var part : parts) {
            var smooth = draft.random().nextBoolean() ? part : Formulas.tanh(part);
            var count = Formulas.size(draft.graph(), draft.real(), part.shape().elements());
            var all = IntStream.range(0, part.rank()).boxed().toList();
            terms.add(Formulas.div(Formulas.sum(smooth, all), count));
        }
        var loss = terms.stream().reduce(Formulas::add).orElseThrow();
        draft.graph().output(Output.Kind.RESULT, "loss", loss.value());
        return loss;
    }

    private static void gradients(Draft draft, Expr loss) {
        var wanted = sources(draft);
        var first = new ArrayList<Expr>();
        for (int i = 0; i < wanted.size(); i++) {
            var gradient = loss.call(new Grad(), wanted.get(i));
            first.add(gradient);
            draft.graph().output(Output.Kind.RESULT, "d" + i, gradient.value());
        }
        if (draft.random().nextInt(6) == 0) {
            second(draft, first, wanted);
        }
    }

    private static void second(Draft draft, List<Expr> first, List<Expr> wanted) {
        var gradient = first.getFirst();
        var all = IntStream.range(0, gradient.rank()).boxed().toList();
        var length = Formulas.sum(Formulas.mul(gradient, gradient), all);
        draft.graph().output(Output.Kind.RESULT, "length", length.value());
        var again = length.call(new Grad(), wanted.getLast());
        draft.graph().output(Output.Kind.RESULT, "dd", again.value());
    }

    /// One to three float values to differentiate by: inputs, and sometimes one on the way.
    private static List<Expr> sources(Draft draft) {
        var inputs = new ArrayList<Expr>();
        for (int i = 0; i < draft.graph().size(); i++) {
            var x = new Expr(draft.graph(), i);
            if (Cases.isInput(x) && x.type().isFloat()) {
                inputs.add(x);
            }
        }
        Collections.shuffle(inputs, draft.random());
        var some =
                new ArrayList<>(
                        inputs.subList(0, Math.min(inputs.size(), 1 + draft.random().nextInt(3))));
        if (draft.random().nextInt(4) == 0) {
            draft.pickReal().filter(x -> !some.contains(x)).ifPresent(some::add);
        }
        return some;
    }
}
