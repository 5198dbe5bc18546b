package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.ir.Graph;
import dev.dnet.compiler.ir.GraphBuilder;
import dev.dnet.compiler.ir.Input;
import dev.dnet.compiler.ir.Instr;
import dev.dnet.compiler.ir.Output;
import dev.dnet.compiler.ir.Scan;
import dev.dnet.compiler.ir.TurnInput;
import dev.dnet.compiler.ops.Const;
import dev.dnet.compiler.ops.Formulas;
import dev.dnet.compiler.ops.SizeValue;
import dev.dnet.compiler.type.Shape;
import dev.dnet.runtime.ElementType;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// Makes a [Scan] of the values of a region. What they read from before it becomes an input of the
/// body, except numbers, which are written there again.
final class ScanBuilder {
    private final Session session;
    private final Region region;
    private final boolean remat;
    private final List<Integer> next = new ArrayList<>();
    private final List<Integer> yields = new ArrayList<>();
    private final GraphBuilder body = new GraphBuilder("body");
    private final List<Integer> elements = new ArrayList<>();
    private final List<Integer> captured = new ArrayList<>();
    private final Map<Integer, Integer> inBody = new HashMap<>();
    private final Map<Integer, Integer> hoisted = new HashMap<>();

    /// @param remat whether the gradient computes the turns again
    ScanBuilder(Session session, Region region, boolean remat) {
        this.session = session;
        this.region = region;
        this.remat = remat;
    }

    void next(Value.Tensor value) {
        next.add(value.position());
    }

    /// A value that leaves the loop and that no turn reads again.
    void giveUnread(Value.Tensor value) {
        body.add(new TurnInput(TurnInput.Kind.CARRY, next.size(), value.type()));
        next(value);
    }

    void stack(Value.Tensor value) {
        yields.add(value.position());
    }

    /// The scan of values that have been cut off.
    ///
    /// @param operands what it goes along, and what is carried first
    Pending finish(List<Value.Tensor> operands, Graph cut) {
        hoist(cut);
        copy(cut);
        Scan.leave(body, Output.Kind.NEXT, next.stream().map(this::inBody).toList());
        Scan.leave(body, Output.Kind.YIELD, yields.stream().map(this::inBody).toList());
        for (var check : cut.outputs()) {
            body.output(check.kind(), check.name(), inBody(check.value()));
        }
        return pending(operands);
    }

    /// Where an input stands that stood in the region.
    Optional<Integer> hoisted(int value) {
        return Optional.ofNullable(hoisted.get(value));
    }

    /// Inputs of the whole graph that stand in the region first stand before it now.
    void hoist(Graph cut) {
        for (int k = 0; k < cut.size(); k++) {
            if (cut.instr(k).op() instanceof Input) {
                hoisted.put(start() + k, session.hoist(cut.instr(k)));
            }
        }
    }

    private int start() {
        return region.before().values();
    }

    private void copy(Graph cut) {
        var live = live(cut);
        for (int k = 0; k < cut.size(); k++) {
            int value = start() + k;
            var instr = cut.instr(k);
            if (hoisted.containsKey(value)) {
                continue;
            }
            if (instr.op() instanceof TurnInput input) {
                input(value, input, instr, live.contains(value));
            } else if (live.contains(value)) {
                var args = instr.args().stream().map(this::inBody).toList();
                inBody.put(value, append(instr, args));
            }
        }
    }

    /// Elements that nobody needs are left out; what is carried stays, because it is numbered.
    private void input(int value, TurnInput input, Instr instr, boolean live) {
        if (input.kind() == TurnInput.Kind.CARRY) {
            inBody.put(value, append(instr, List.of()));
        } else if (live) {
            var declared = new TurnInput(TurnInput.Kind.ELEMENT, elements.size(), input.declared());
            elements.add(input.number());
            inBody.put(value, body.add(declared, List.of(), instr.hint()));
        }
    }

    private int append(Instr instr, List<Integer> args) {
        return body.append(new Instr(instr.op(), args, instr.type(), instr.hint(), instr.span()));
    }

    private TreeSet<Integer> live(Graph cut) {
        var live = new TreeSet<Integer>();
        live.addAll(next);
        live.addAll(yields);
        cut.outputs().forEach(o -> live.add(o.value()));
        for (int k = cut.size() - 1; k >= 0; k--) {
            if (live.contains(start() + k)) {
                live.addAll(cut.instr(k).args());
            }
        }
        return live;
    }

    private int inBody(int value) {
        var known = inBody.get(value);
        if (known != null) {
            return known;
        }
        int outside = hoisted.getOrDefault(value, value);
        var instr = session.graph().instr(outside);
        int made =
                instr.op() instanceof Const || instr.op() instanceof SizeValue
                        ? append(instr, List.of())
                        : capture(outside, instr);
        inBody.put(value, made);
        return made;
    }

    private int capture(int outside, Instr instr) {
        captured.add(outside);
        var input = new TurnInput(TurnInput.Kind.CAPTURED, captured.size() - 1, instr.type());
        return body.add(input, List.of(), instr.hint());
    }

    /// A scan that is not in the graph yet, and its operands.
    record Pending(Scan scan, List<Integer> args) {
        /// The same with turns only if a condition holds.
        Pending guarded(int condition) {
            var operands = new ArrayList<>(args);
            operands.add(condition);
            return new Pending(
                    new Scan(scan.body(), scan.length(), true, scan.backward(), scan.remat()),
                    operands);
        }
    }

    private Pending pending(List<Value.Tensor> operands) {
        var args = new ArrayList<Integer>();
        int along = operands.size() - next.size();
        for (int element : elements) {
            args.add(element == 0 ? index() : operands.get(element - 1).position());
        }
        operands.subList(along, operands.size()).forEach(t -> args.add(t.position()));
        args.addAll(captured);
        return new Pending(new Scan(body.build(), region.length(), false, false, remat), args);
    }

    /// The number of each turn.
    private int index() {
        var shape = new Shape(List.of(region.length().orElseThrow()));
        return Formulas.iota(session.graph(), shape, 0, ElementType.I64).value();
    }
}
