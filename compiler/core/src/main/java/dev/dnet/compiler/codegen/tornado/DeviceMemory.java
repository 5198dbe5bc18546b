package dev.dnet.compiler.codegen.tornado;

import static java.util.Objects.requireNonNull;

import dev.dnet.compiler.codegen.jvm.Entry;
import dev.dnet.compiler.codegen.jvm.kernel.IndexCode;
import dev.dnet.compiler.codegen.jvm.kernel.JavaNames;
import dev.dnet.compiler.loops.Buffer;
import dev.dnet.compiler.loops.MemoryPlan;
import dev.dnet.compiler.type.Size;
import dev.dnet.runtime.ElementType;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/// Where the buffers of an entry point lie on a device: in banks, one for each element type and
/// use. Variables have fixed places; the others have theirs from the layout of a call, where
/// kernels look them up by number.
final class DeviceMemory {
    private final Entry entry;
    private final VariablePlaces variables;
    private final List<Buffer> all;
    private final IndexCode index = new IndexCode(JavaNames::number);
    private final List<Place> places = new ArrayList<>();
    private final Map<Integer, Integer> placeOf = new HashMap<>();
    private final Map<String, Integer> slots = new HashMap<>();

    /// `all` are the buffers of the program and what its kernels need besides, `used` those of them
    /// that kernels take.
    DeviceMemory(Entry entry, VariablePlaces variables, List<Buffer> all, List<Buffer> used) {
        this.entry = entry;
        this.variables = variables;
        this.all = all;
        used.forEach(this::add);
    }

    private void add(Buffer buffer) {
        switch (buffer.place()) {
            case Buffer.Place.Argument a -> add(buffer, Place.Use.INPUT);
            case Buffer.Place.Key k -> add(buffer, Place.Use.INPUT);
            case Buffer.Place.Step s -> add(buffer, Place.Use.INPUT);
            case Buffer.Place.Result r -> add(buffer, Place.Use.OUTPUT);
            case Buffer.Place.Arena a -> addToSlot(buffer);
            case Buffer.Place.Variable v -> {}
            case Buffer.Place.View v -> {}
            case Buffer.Place.Local l -> {}
        }
    }

    private void add(Buffer buffer, Place.Use use) {
        var type = buffer.type().element();
        var bytes = buffer.type().shape().elements().times(type.bytes());
        placeOf.put(buffer.id(), places.size());
        places.add(new Place(use, type, bytes, text(buffer)));
    }

    /// Buffers that take turns take turns here too, if they are of one type. One that kernels have
    /// for themselves has no slot.
    private void addToSlot(Buffer buffer) {
        var slot = memory().slotOfBuffer().get(buffer.id());
        if (slot == null) {
            add(buffer, Place.Use.SCRATCH);
            return;
        }
        var type = buffer.type().element();
        var key = slot + " " + type;
        if (!slots.containsKey(key)) {
            var bytes = memory().slots().get(slot).bytes();
            slots.put(key, places.size());
            places.add(new Place(Place.Use.SCRATCH, type, bytes, text(buffer)));
        }
        placeOf.put(buffer.id(), requireNonNull(slots.get(key)));
    }

    private MemoryPlan memory() {
        return entry.loops().memory();
    }

    private static String text(Buffer buffer) {
        var place =
                buffer.span().isNone()
                        ? ""
                        : " at " + buffer.span().source().name() + ":" + buffer.span().line();
        return buffer.name() + " " + buffer.type() + place;
    }

    /// What a call lays out, in order.
    List<Place> places() {
        return List.copyOf(places);
    }

    /// The number of a buffer's place among them.
    int place(int buffer) {
        return requireNonNull(placeOf.get(buffer));
    }

    Place.Use use(Buffer part) {
        var buffer = base(part);
        return buffer.place() instanceof Buffer.Place.Variable
                ? Place.Use.VARIABLES
                : places.get(place(buffer.id())).use();
    }

    /// What a buffer is a part of, or itself.
    private Buffer base(Buffer buffer) {
        return all.get(Buffer.base(all, buffer.id()));
    }

    /// The parameter of a kernel that a buffer is part of.
    String bank(Buffer buffer) {
        return use(buffer).parameter(buffer.type().element());
    }

    /// Where it begins there, as Java in a kernel.
    String first(Buffer buffer) {
        if (buffer.place() instanceof Buffer.Place.View v) {
            var base = first(all.get(v.base()));
            return v.offset().is(0) ? base : base + " + " + index.print(v.offset());
        }
        if (buffer.place() instanceof Buffer.Place.Variable v) {
            return Long.toString(variables.first(v.path()));
        }
        return "numbers.get(" + (entry.loops().symbols().size() + place(buffer.id())) + ")";
    }

    /// The sizes and turns that decide where it begins.
    SortedSet<String> symbols(Buffer buffer) {
        return new TreeSet<>(offset(buffer).symbols());
    }

    /// Its first element in what it is a part of.
    Size offset(Buffer buffer) {
        return buffer.place() instanceof Buffer.Place.View v
                ? offset(all.get(v.base())).plus(v.offset())
                : Size.ZERO;
    }

    /// So many elements, in text that Java computes.
    static Size elements(Size bytes, ElementType type) {
        return type.bytes() == 1 ? bytes : bytes.plus(type.bytes() - 1).floorDiv(type.bytes());
    }
}
