package dev.dnet.compiler.ir;

import dev.dnet.compiler.nest.Compute;
import dev.dnet.compiler.type.Shape;
import dev.dnet.compiler.type.Size;
import dev.dnet.compiler.type.TensorType;
import dev.dnet.runtime.ElementType;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// A loop. Its operands are tensors that it goes along by their first axis, the first values of
/// what it carries from turn to turn, and what every turn sees alike; its body has a [TurnInput]
/// for each. A turn gives the next value of all that is carried ([Output.Kind#NEXT]) and its slices
/// of the stacked results ([Output.Kind#YIELD]).
///
/// It has several results: what is carried last, then what is stacked. The value of the instruction
/// is the first of them; a [Part] reads another.
///
/// Without a length it goes on while the first value that it carries, a bool, is true; then it goes
/// along nothing and stacks nothing.
///
/// A guarded one has a last operand, a bool, and takes its turns only if that is true; else what is
/// carried last is what is carried first, and what is stacked is undefined. An `if` on a value that
/// is known only at run time is one such loop of one turn for each side: passes, gradient, lowering
/// and driver treat it like any other loop, its memory is that of one turn, and the gradient, which
/// has the same guard, reads what the turn stacked only if there was one. What is not carried or
/// stacked by one turn must not be computed outside of it: the side that is not taken may fail.
///
/// @param length how many turns there are
/// @param guarded whether the last operand says if there are any
/// @param backward whether the turns go from the last slice to the first
/// @param remat whether the gradient computes the turns again from what they carried, instead of
///   storing what it reads of them
public record Scan(
        Graph body, Optional<Size> length, boolean guarded, boolean backward, boolean remat)
        implements Op {

    @Override
    public String name() {
        return guarded ? "if" : length.isPresent() ? "scan" : "loop";
    }

    /// The same loop with another body.
    public Scan with(Graph newBody) {
        return new Scan(newBody, length, guarded, backward, remat);
    }

    /// How many turns there are, where that does not depend on data.
    public Size turns() {
        return length.orElseThrow(() -> new IllegalStateException("a loop without a length"));
    }

    /// The inputs of the body of a kind, in order of their numbers: its types.
    public List<TensorType> inputs(TurnInput.Kind kind) {
        return body.turnInputs().stream()
                .map(v -> (TurnInput) body.instr(v).op())
                .filter(i -> i.kind() == kind)
                .sorted((a, b) -> Integer.compare(a.number(), b.number()))
                .map(TurnInput::declared)
                .toList();
    }

    /// How many operands come before those of a kind.
    public int first(TurnInput.Kind kind) {
        int elements = inputs(TurnInput.Kind.ELEMENT).size();
        return switch (kind) {
            case ELEMENT -> 0;
            case CARRY -> elements;
            case CAPTURED -> elements + inputs(TurnInput.Kind.CARRY).size();
        };
    }

    /// The operand that an input of the body stands for.
    public int operand(TurnInput input) {
        return first(input.kind()) + input.number();
    }

    /// The operands of a kind.
    public <T> List<T> operands(TurnInput.Kind kind, List<T> all) {
        int first = first(kind);
        return all.subList(first, first + inputs(kind).size());
    }

    /// The operand that says whether there are turns at all, if there is one.
    public <T> List<T> guard(List<T> all) {
        return guarded ? List.of(all.getLast()) : List.of();
    }

    /// Lets values leave a body, in order of their numbers.
    public static void leave(GraphBuilder body, Output.Kind kind, List<Integer> values) {
        for (int k = 0; k < values.size(); k++) {
            body.output(kind, output(kind, k), values.get(k));
        }
    }

    public static String output(Output.Kind kind, int number) {
        return kind.word() + number;
    }

    /// The values of the body that leave it, in order of their numbers.
    public List<Integer> outputs(Output.Kind kind) {
        var found = new ArrayList<Integer>();
        for (int k = 0; ; k++) {
            var name = output(kind, k);
            var output =
                    body.outputs().stream()
                            .filter(o -> o.kind() == kind && o.name().equals(name))
                            .findFirst();
            if (output.isEmpty()) {
                return found;
            }
            found.add(output.get().value());
        }
    }

    /// What ends the call in a turn where it fails.
    public List<Output> checks() {
        return body.outputs().stream().filter(o -> o.kind() == Output.Kind.CHECK).toList();
    }

    /// The types of its results.
    public List<TensorType> results() {
        var types = new ArrayList<>(inputs(TurnInput.Kind.CARRY));
        outputs(Output.Kind.YIELD).forEach(v -> types.add(stacked(body.type(v), turns())));
        return types;
    }

    /// All results of an instruction that stands in a graph, the further ones of a scan appended as
    /// its parts.
    public static List<Integer> results(GraphBuilder graph, int made) {
        var results = new ArrayList<>(List.of(made));
        if (graph.instr(made).op() instanceof Scan scan) {
            for (int k = 1; k < scan.results().size(); k++) {
                results.add(scan.result(graph, made, k));
            }
        }
        return results;
    }

    /// One result of this scan where it stands in a graph, a further one appended as a part.
    public int result(GraphBuilder graph, int made, int number) {
        return number == 0 ? made : graph.add(new Part(number, results().get(number)), made);
    }

    /// The type of a slice's tensor.
    public static TensorType stacked(TensorType slice, Size length) {
        var sizes = new ArrayList<Size>();
        sizes.add(length);
        sizes.addAll(slice.shape().sizes());
        return new TensorType(slice.element(), new Shape(sizes));
    }

    /// The type of a tensor's slice.
    public static TensorType slice(TensorType stacked) {
        return stacked.withShape(stacked.shape().without(List.of(0)));
    }

    @Override
    public TensorType type(List<TensorType> operands) {
        var expected = new ArrayList<TensorType>();
        inputs(TurnInput.Kind.ELEMENT).forEach(t -> expected.add(stacked(t, turns())));
        expected.addAll(inputs(TurnInput.Kind.CARRY));
        expected.addAll(inputs(TurnInput.Kind.CAPTURED));
        if (guarded) {
            expected.add(TensorType.scalar(ElementType.BOOL));
        }
        if (!operands.equals(expected)) {
            throw OpError.internal("a scan of " + expected + " is given " + operands);
        }
        var next = outputs(Output.Kind.NEXT).stream().map(body::type).toList();
        if (!next.equals(inputs(TurnInput.Kind.CARRY))) {
            throw OpError.internal(
                    "a scan carries " + inputs(TurnInput.Kind.CARRY) + " but next " + next);
        }
        return results().getFirst();
    }

    @Override
    public NdArray eval(List<NdArray> operands, TensorType result) {
        throw new IllegalStateException("the interpreter runs the turns of a scan");
    }

    @Override
    public Compute compute(List<TensorType> operands, TensorType result) {
        return new Compute.Turns();
    }

    @Override
    public List<OptionalInt> gradient(Vjp v) {
        throw new IllegalStateException("all results of a scan are differentiated together");
    }
}
