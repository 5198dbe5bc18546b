package dev.dnet.compiler.loops;

import dev.dnet.compiler.nest.Axis;
import dev.dnet.compiler.nest.Body;
import dev.dnet.compiler.nest.Guard;
import dev.dnet.compiler.nest.Term;
import dev.dnet.compiler.type.Shape;
import dev.dnet.compiler.type.Size;
import dev.dnet.runtime.ElementType;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A kernel without what ties it to its place: no name, no source, axes and buffers by the order in
/// which they occur. Kernels of one form are the same code. The blocks of a deep network are, so
/// that their kernels need to be written once.
public final class Canonical {
    /// What two kernels share that are the same code.
    public record Form(Kernel kernel, List<Operand> operands) {
        public Form {
            operands = List.copyOf(operands);
        }
    }

    /// What of a buffer shows in the code: loops know it by flat offsets, other kernels look at its
    /// shape too.
    public record Operand(ElementType type, Optional<Shape> shape, boolean isLocal) {}

    private final List<Integer> buffers = new ArrayList<>();
    private final Map<Integer, Integer> numbers = new HashMap<>();
    private final Map<String, Size> axes = new HashMap<>();
    private final List<Buffer> all;
    private final Form form;

    private Canonical(Kernel kernel, List<Buffer> all) {
        this.all = all;
        var canonical = kernel(kernel);
        boolean shapes = !(kernel instanceof Kernel.Loops);
        var operands = buffers.stream().map(b -> operand(all.get(b), shapes)).toList();
        this.form = new Form(canonical, operands);
    }

    public static Canonical of(Kernel kernel, List<Buffer> all) {
        return new Canonical(kernel, all);
    }

    public Form form() {
        return form;
    }

    /// The buffer that stands where `buffer` stands in a kernel of the same form.
    public int corresponding(int buffer, Canonical other) {
        return buffers.get(other.numbers.getOrDefault(buffer, -1));
    }

    private static Operand operand(Buffer buffer, boolean shapes) {
        var shape = Optional.of(buffer.type().shape()).filter(s -> shapes);
        return new Operand(buffer.type().element(), shape, buffer.isLocal());
    }

    private Kernel kernel(Kernel kernel) {
        return switch (kernel) {
            case Kernel.Loops k -> {
                var outer = axes(k.outer());
                yield new Kernel.Loops(
                        "", List.of(), outer, k.stages().stream().map(this::stage).toList());
            }
            case Kernel.Contraction k -> contraction(k);
            case Kernel.Scatter k -> {
                var domain = axes(k.domain());
                var body = new Body(terms(k.body().terms()), k.body().result());
                yield new Kernel.Scatter(
                        "",
                        List.of(),
                        domain,
                        body,
                        guard(k.guard()),
                        index(k.index()),
                        buffer(k.isInPlace(all) ? k.target() : k.start()),
                        buffer(k.target()),
                        k.replaces());
            }
            case Kernel.Routine k ->
                    new Kernel.Routine(
                            "",
                            List.of(),
                            k.routine(),
                            buffer(k.target()),
                            k.operands().stream().map(this::buffer).toList(),
                            k.texts(),
                            k.sizes());
        };
    }

    private Kernel contraction(Kernel.Contraction k) {
        return new Kernel.Contraction(
                "",
                List.of(),
                axes(k.batch()),
                axes(k.rows()),
                axes(k.columns()),
                axes(k.reduce()),
                operand(k.left()),
                operand(k.right()),
                buffer(k.target()),
                index(k.index()),
                epilogue(k.epilogue()));
    }

    private Optional<Kernel.Epilogue> epilogue(Optional<Kernel.Epilogue> epilogue) {
        return epilogue.map(e ->
                new Kernel.Epilogue(
                        terms(e.terms()),
                        e.stores().stream().map(this::store).toList(),
                        e.keepSum()));
    }

    private Kernel.Operand operand(Kernel.Operand o) {
        return new Kernel.Operand(buffer(o.buffer()), index(o.index()), guard(o.guard()));
    }

    private Stage stage(Stage stage) {
        return switch (stage) {
            case Stage.Sweep s ->
                    new Stage.Sweep(
                            axes(s.axes()),
                            terms(s.terms()),
                            s.actions().stream().map(this::action).toList());
            case Stage.Accumulate a ->
                    new Stage.Accumulate(
                            axes(a.map()),
                            axes(a.reduce()),
                            terms(a.terms()),
                            a.reducer(),
                            a.value(),
                            buffer(a.target()),
                            index(a.index()));
        };
    }

    private Stage.Action action(Stage.Action action) {
        return switch (action) {
            case Stage.Action.Store s -> store(s);
            case Stage.Action.Fold f ->
                    new Stage.Action.Fold(f.reducer(), f.value(), buffer(f.target()));
        };
    }

    private Stage.Action.Store store(Stage.Action.Store s) {
        return new Stage.Action.Store(buffer(s.target()), index(s.index()), s.value());
    }

    private List<Term> terms(List<Term> terms) {
        return terms.stream().map(this::term).toList();
    }

    private Term term(Term term) {
        return switch (term) {
            case Term.Const c -> c;
            case Term.Apply a -> a;
            case Term.Index i -> new Term.Index(i.type(), index(i.value()));
            case Term.Load l ->
                    new Term.Load(
                            l.type(),
                            l.operand() < 0 ? l.operand() : buffer(l.operand()),
                            l.index().stream().map(this::index).toList(),
                            guard(l.guard()));
        };
    }

    private Guard guard(Guard guard) {
        return guard.substitute(axes);
    }

    private Size index(Size index) {
        return index.substitute(axes);
    }

    private List<Axis> axes(List<Axis> names) {
        return names.stream().map(this::axis).toList();
    }

    private Axis axis(Axis axis) {
        var name = "#" + axes.size();
        axes.put(axis.name(), Size.symbol(name));
        return new Axis(name, axis.extent());
    }

    private int buffer(int id) {
        return numbers.computeIfAbsent(
                id,
                i -> {
                    buffers.add(i);
                    return buffers.size() - 1;
                });
    }
}
