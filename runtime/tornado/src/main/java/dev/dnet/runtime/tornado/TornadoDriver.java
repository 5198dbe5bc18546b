package dev.dnet.runtime.tornado;

import dev.dnet.runtime.Driver;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.LongSupplier;

/// An entry point on a device. Emitted classes say what memory it takes and which kernels run.
public abstract class TornadoDriver extends Driver {
    private final TornadoProgram program;
    private final String name;
    private final List<String> symbols;
    private final int places;
    private final boolean writes;
    private final List<Link> links = new ArrayList<>();
    private Layout layout = new Layout();
    private boolean bound;
    private final List<Repeat> repeats = new ArrayList<>();
    private final List<Integer> turns = new ArrayList<>();
    private OptionalInt faults = OptionalInt.empty();

    /// A tensor of the host and the number of its place on the device.
    private record Link(Kind kind, int number, int place) {}

    private enum Kind {
        ARGUMENT,
        RESULT,
        KEY,
        STEP
    }

    /// `symbols` name the sizes, `places` is how many tensors `layout` places, `writes` says
    /// whether variables change.
    protected TornadoDriver(
            TornadoProgram program,
            String name,
            List<String> symbols,
            int arguments,
            int results,
            int places,
            boolean writes) {
        super(symbols.size(), arguments, results);
        this.program = program;
        this.name = name;
        this.symbols = List.copyOf(symbols);
        this.places = places;
        this.writes = writes;
    }

    /// Lays the tensors of a call out for the present sizes.
    protected abstract void layout(Layout layout);

    /// Says which kernels run.
    protected abstract void launches(Launches launches);

    /// Ends the call if what the host can see of it is wrong.
    protected void check() {}

    /// Says that an argument lies at a place of the layout.
    protected final void argumentAt(int number, int place) {
        links.add(new Link(Kind.ARGUMENT, number, place));
    }

    /// Says that a result does.
    protected final void resultAt(int number, int place) {
        links.add(new Link(Kind.RESULT, number, place));
    }

    /// Says that the key of random numbers does.
    protected final void keyAt(int place) {
        links.add(new Link(Kind.KEY, 0, place));
    }

    /// Says that the number of the step does.
    protected final void stepAt(int place) {
        links.add(new Link(Kind.STEP, 0, place));
    }

    /// Says that the numbers of checks on the device do.
    protected final void faultsAt(int place) {
        faults = OptionalInt.of(place);
    }

    /// Says that kernels run again and again: those from the number `from` up to, and without,
    /// `to`, in so many turns for the present sizes. Inner repeats stand before outer ones.
    protected final void repeat(int from, int to, LongSupplier length) {
        repeat(new Repeat(from, to, length, Optional.empty()));
    }

    /// The same only as long as a truth value holds, an element of the tensor at a place, which may
    /// be another one in each turn.
    protected final void repeat(
            int from, int to, LongSupplier length, int place, LongSupplier element) {
        var condition = new Repeat.Condition(place, element);
        repeat(new Repeat(from, to, length, Optional.of(condition)));
    }

    private void repeat(Repeat repeat) {
        repeats.add(repeat);
        turns.add(0);
    }

    /// The turn that a repeat is in, from 1; after the last one it is one more.
    protected final int turn(int repeat) {
        return turns.get(repeat);
    }

    /// A size of the next call.
    protected final int size(int number) {
        return sizes[number];
    }

    /// An argument of the next call.
    protected final MemorySegment argument(int number) {
        return arguments[number];
    }

    /// Ends the call if the sizes are not what the first turn of a repeat asks for.
    protected void begin(int repeat) {}

    /// Ends the call as a check on the device asks for: by its number, the position of an element
    /// that is wrong, and that element.
    protected void fault(int check, long position, long value) {
        throw new IllegalStateException(check + " at " + position + ": " + value);
    }

    @Override
    public final long bind() {
        bound = true;
        layout = new Layout();
        layout(layout);
        return 0;
    }

    /// What this may need when it is called: with the sizes of the same names that others have.
    void expect(Map<String, Integer> known) {
        if (!bound) {
            for (int s = 0; s < sizes.length; s++) {
                sizes[s] = known.getOrDefault(symbols.get(s), 1);
            }
            layout = new Layout();
            layout(layout);
        }
    }

    /// The sizes that it was called with.
    Map<String, Integer> known() {
        var known = new HashMap<String, Integer>();
        for (int s = 0; bound && s < sizes.length; s++) {
            known.put(symbols.get(s), sizes[s]);
        }
        return known;
    }

    /// How many numbers its kernels read.
    int count() {
        return sizes.length + places + turns.size();
    }

    List<Repeat> repeats() {
        return Collections.unmodifiableList(repeats);
    }

    /// Says what turn a repeat is in; gives the place of that among the numbers that kernels read.
    int turn(int repeat, int turn) {
        turns.set(repeat, turn);
        return sizes.length + places + repeat;
    }

    /// Where a condition lies in the present turn.
    Region region(Repeat.Condition condition) {
        var whole = layout.regions().get(condition.place());
        return new Region(whole.bank(), whole.first() + condition.element().getAsLong(), 1);
    }

    @Override
    public final void execute(MemorySegment scratch) {
        check();
        program.run(this);
    }

    String name() {
        return name;
    }

    boolean writes() {
        return writes;
    }

    Layout layout() {
        return layout;
    }

    /// What kernels read: sizes, then places, then turns.
    int[] numbers() {
        var regions = layout.regions();
        var all = new int[count()];
        System.arraycopy(sizes, 0, all, 0, sizes.length);
        for (int k = 0; k < regions.size(); k++) {
            all[sizes.length + k] = Math.toIntExact(regions.get(k).first());
        }
        for (int r = 0; r < turns.size(); r++) {
            all[sizes.length + places + r] = turns.get(r);
        }
        return all;
    }

    /// Copies what the device reads into the banks of the host.
    void give(Banks banks, MemorySegment seedAndStep) {
        for (var link : links) {
            var region = layout.regions().get(link.place);
            switch (link.kind) {
                case ARGUMENT -> copy(arguments[link.number], banks.host(region));
                case KEY -> copy(seedAndStep.asSlice(0, 16), banks.host(region));
                case STEP -> copy(seedAndStep.asSlice(16, 8), banks.host(region));
                case RESULT -> {}
            }
        }
        faults().ifPresent(region -> banks.host(region).fill((byte) 0));
    }

    /// The numbers of checks on the device.
    Optional<Region> faults() {
        return faults.isPresent()
                ? Optional.of(layout.regions().get(faults.getAsInt()))
                : Optional.empty();
    }

    /// Ends the call if one of them is not zero.
    void judge(Banks banks) {
        faults().ifPresent(region -> judge(banks.host(region)));
    }

    private void judge(MemorySegment numbers) {
        for (int check = 0; check < numbers.byteSize() / Long.BYTES; check++) {
            long number = numbers.getAtIndex(ValueLayout.JAVA_LONG, check);
            if (number != 0) {
                fault(check, (number >>> 32) - 1, number << 32 >> 32);
            }
        }
    }

    /// Copies what came from the device out of them.
    void take(Banks banks) {
        for (var link : links) {
            if (link.kind == Kind.RESULT) {
                copy(banks.host(layout.regions().get(link.place)), results[link.number]);
            }
        }
    }

    private static void copy(MemorySegment from, MemorySegment to) {
        MemorySegment.copy(from, 0, to, 0, to.byteSize());
    }
}
