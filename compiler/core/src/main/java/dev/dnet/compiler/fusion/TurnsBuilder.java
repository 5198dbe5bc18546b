package dev.dnet.compiler.fusion;

import dev.dnet.compiler.ir.Graph;
import dev.dnet.compiler.ir.Output;
import dev.dnet.compiler.ir.Part;
import dev.dnet.compiler.ir.Scan;
import dev.dnet.compiler.ir.TurnInput;
import dev.dnet.compiler.loops.Buffer.Place;
import dev.dnet.compiler.loops.Kernel;
import dev.dnet.compiler.loops.Repeat;
import dev.dnet.compiler.nest.Compute;
import dev.dnet.compiler.type.Shape;
import dev.dnet.compiler.type.Size;
import dev.dnet.compiler.type.TensorType;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/// The kernels of a scan: those of its body, which run once for each turn. Slices of tensors are
/// views that move with the turn, so nothing is copied in or out. What is carried has two places,
/// one that a turn reads and one that it writes, and they change sides from turn to turn; where no
/// turn reads it, both are one.
final class TurnsBuilder {
    private final Graph graph;
    private final Storage storage;
    private final Scan scan;
    private final int value;
    private final List<Integer> values;
    private final Buffers buffers;
    private final IntPredicate escapes;
    private final String symbol;
    private final Size turn;
    private final List<Integer> carried = new ArrayList<>();
    private final Map<Integer, Integer> stacked = new HashMap<>();
    private final List<Kernel> kernels = new ArrayList<>();
    private final List<Repeat> repeats = new ArrayList<>();

    /// Kernels and what of them is repeated, counted from the first of these.
    record Made(List<Kernel> kernels, List<Repeat> repeats) {}

    TurnsBuilder(
            Graph graph, Storage storage, Unit.Turns unit, Buffers buffers, IntPredicate escapes) {
        this.graph = graph;
        this.storage = storage;
        this.values = unit.values();
        this.value = values.getFirst();
        this.scan = (Scan) graph.instr(value).op();
        this.buffers = buffers;
        this.escapes = escapes;
        this.symbol = Repeat.symbol(buffers.loop());
        this.turn = Size.symbol(symbol);
    }

    Made build(Lowering.Mode mode, String within) {
        var inside = buffers.inside(scan.body());
        begin();
        var guard = guard();
        scan.body()
                .turnInputs()
                .forEach(v -> inside.bind(v, input((TurnInput) scan.body().instr(v).op())));
        var body = new Lowering(scan.body(), mode, inside, within);
        body.run(this::place);
        int from = kernels.size();
        body.repeats().forEach(r -> repeats.add(r.later(from)));
        kernels.addAll(body.kernels());
        repeats.add(
                new Repeat(symbol, scan.length(), condition(inside, guard), from, kernels.size()));
        end();
        return new Made(kernels, repeats);
    }

    /// Puts the first values of what is carried where the first turn reads them.
    private void begin() {
        var types = scan.inputs(TurnInput.Kind.CARRY);
        for (int k = 0; k < types.size(); k++) {
            var type = types.get(k);
            var two = new TensorType(type.element(), twice(type.shape()));
            int id =
                    buffers.add(
                            "carry",
                            isRead(k) ? two : type,
                            new Place.Arena(),
                            graph.instr(value).span());
            carried.add(id);
            int start = operand(scan.first(TurnInput.Kind.CARRY) + k);
            copy("start", type, start, view(id, type, Size.ZERO));
        }
    }

    /// Whether a turn reads what the one before gave, otherwise than by writing into it.
    private boolean isRead(int carry) {
        int next = scan.outputs(Output.Kind.NEXT).get(carry);
        return scan.body().turnInputs().stream()
                .filter(v ->
                        scan.body().instr(v).op() instanceof TurnInput i
                                && i.kind() == TurnInput.Kind.CARRY
                                && i.number() == carry)
                .anyMatch(v ->
                        scan.body().outputs().stream().anyMatch(o -> o.value() == v)
                                || carry == 0 && scan.length().isEmpty()
                                || readers(v).anyMatch(r -> r != next || !writesInto(r, v)));
    }

    private IntStream readers(int value) {
        return IntStream.range(0, scan.body().size())
                .filter(r -> scan.body().instr(r).args().contains(value));
    }

    private boolean writesInto(int writer, int value) {
        var instr = scan.body().instr(writer);
        return instr.args().indexOf(value) == 0
                && instr.args().lastIndexOf(value) == 0
                && instr.op().compute(scan.body().argTypes(instr), instr.type())
                        instanceof Compute.Scatter s
                && s.replaces();
    }

    /// A copy of what says whether there are turns: they may write where it came from.
    private OptionalInt guard() {
        for (int operand : scan.guard(graph.instr(value).args())) {
            var type = graph.type(operand);
            int id = buffers.add("guard", type, new Place.Arena(), graph.instr(value).span());
            int copied = view(id, type, Size.ZERO);
            copy("guard", type, buffers.memory(storage.memory(operand)), copied);
            return OptionalInt.of(copied);
        }
        return OptionalInt.empty();
    }

    /// The buffer that says whether there is a turn.
    private OptionalInt condition(Buffers inside, OptionalInt guard) {
        if (scan.length().isPresent()) {
            return guard;
        }
        int first =
                scan.body().turnInputs().stream()
                        .filter(v ->
                                scan.body().instr(v).op() instanceof TurnInput i
                                        && i.kind() == TurnInput.Kind.CARRY
                                        && i.number() == 0)
                        .findFirst()
                        .orElseThrow();
        return OptionalInt.of(inside.memory(first));
    }

    private int operand(int number) {
        return buffers.memory(storage.memory(graph.instr(value).args().get(number)));
    }

    private static Shape twice(Shape shape) {
        var sizes = new ArrayList<>(List.of(Size.of(2)));
        sizes.addAll(shape.sizes());
        return new Shape(sizes);
    }

    /// Where a turn finds an input of the body.
    private int input(TurnInput input) {
        int operand = operand(scan.operand(input));
        return switch (input.kind()) {
            case ELEMENT -> view(operand, input.declared(), slice());
            case CARRY -> side(input.number(), input.declared(), before());
            case CAPTURED -> operand;
        };
    }

    /// Where a side of what is carried lies.
    private int side(int number, TensorType type, Size side) {
        return view(carried.get(number), type, isRead(number) ? side : Size.ZERO);
    }

    /// The side that the turn before wrote; after the loop, that of the last turn.
    private Size before() {
        return turn.minus(1).mod(Size.of(2));
    }

    /// The number of this turn's slice.
    private Size slice() {
        return scan.backward() ? scan.turns().minus(turn) : turn.minus(1);
    }

    /// Where a turn writes an output of the body.
    private Place place(Output output) {
        var type = scan.body().type(output.value());
        int number = Integer.parseInt(output.name().replaceAll("\\D+", ""));
        return output.kind() == Output.Kind.NEXT
                ? at(carried.get(number), type, isRead(number) ? turn.mod(Size.of(2)) : Size.ZERO)
                : at(result(carried.size() + number, type), type, slice());
    }

    /// The buffer of a stacked result; one that nobody reads has one too.
    private int result(int number, TensorType slice) {
        return stacked.computeIfAbsent(
                number,
                n ->
                        values.stream()
                                .filter(v -> resultOf(v) == n)
                                .findFirst()
                                .map(buffers::memory)
                                .orElseGet(() ->
                                        buffers.add(
                                                "unread",
                                                Scan.stacked(slice, scan.turns()),
                                                new Place.Arena(),
                                                graph.instr(value).span())));
    }

    private int resultOf(int v) {
        return graph.instr(v).op() instanceof Part part ? part.result() : 0;
    }

    /// Copies what was carried last to where it is read.
    private void end() {
        for (int v : values) {
            int number = resultOf(v);
            if (number < carried.size() && escapes.test(v)) {
                var type = graph.type(v);
                var last = side(number, type, before());
                copy("last", type, last, buffers.memory(v));
            }
        }
    }

    private void copy(String what, TensorType type, int source, int target) {
        kernels.add(Outputs.copy(what, graph.instr(value).span(), type, source, target));
    }

    private int view(int base, TensorType type, Size slice) {
        return buffers.add("turn", type, at(base, type, slice), graph.instr(value).span());
    }

    private static Place at(int base, TensorType type, Size slice) {
        return new Place.View(base, slice.times(type.shape().elements()));
    }
}
