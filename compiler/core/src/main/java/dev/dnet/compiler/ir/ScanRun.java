package dev.dnet.compiler.ir;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The turns of a [Scan] in the reference interpreter.
final class ScanRun {
    private final Scan scan;
    private final List<NdArray> operands;
    private final Interpreter.Observer observer;

    ScanRun(Scan scan, List<NdArray> operands, Interpreter.Observer observer) {
        this.scan = scan;
        this.operands = operands;
        this.observer = observer;
    }

    /// All results: what is carried last, then what is stacked.
    List<NdArray> run() {
        int first = scan.first(TurnInput.Kind.CARRY);
        var carried = new ArrayList<>(operands.subList(first, scan.first(TurnInput.Kind.CAPTURED)));
        boolean begins = scan.guard(operands).stream().allMatch(g -> g.at() != 0);
        var stacked =
                scan.results().subList(carried.size(), scan.results().size()).stream()
                        .map(t -> NdArray.filled(t.shape().dims(), 0))
                        .toList();
        int turns = scan.length().map(l -> Math.toIntExact(l.value())).orElse(Integer.MAX_VALUE);
        for (int turn = 0; begins && turn < turns && goesOn(carried); turn++) {
            int at = scan.backward() ? turns - 1 - turn : turn;
            var before = List.copyOf(carried);
            var outcome =
                    Interpreter.turn(scan.body(), input -> input(input, at, before), observer);
            for (int k = 0; k < carried.size(); k++) {
                carried.set(k, outcome.result(Scan.output(Output.Kind.NEXT, k)));
            }
            for (int k = 0; k < stacked.size(); k++) {
                var slice = outcome.result(Scan.output(Output.Kind.YIELD, k));
                var all = stacked.get(k).data();
                System.arraycopy(slice.data(), 0, all, at * slice.size(), slice.size());
            }
        }
        var all = new ArrayList<>(carried);
        all.addAll(stacked);
        return all;
    }

    private boolean goesOn(List<NdArray> carried) {
        return scan.length().isPresent() || carried.getFirst().at() != 0;
    }

    private NdArray input(TurnInput input, int at, List<NdArray> carried) {
        return switch (input.kind()) {
            case ELEMENT -> slice(operands.get(scan.operand(input)), at);
            case CARRY -> carried.get(input.number());
            case CAPTURED -> operands.get(scan.operand(input));
        };
    }

    private static NdArray slice(NdArray all, int at) {
        var shape = Arrays.copyOfRange(all.shape(), 1, all.rank());
        int size = Math.toIntExact(NdArray.elements(shape));
        return new NdArray(shape, Arrays.copyOfRange(all.data(), at * size, (at + 1) * size));
    }
}
