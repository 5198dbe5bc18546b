package dev.dnet.cli.device;

import static java.util.Objects.requireNonNull;

import dev.dnet.compiler.codegen.jvm.Entry;
import dev.dnet.compiler.codegen.jvm.JavaBuild;
import dev.dnet.compiler.codegen.jvm.KernelFiles;
import dev.dnet.compiler.codegen.jvm.LoadedDriver;
import dev.dnet.compiler.codegen.jvm.kernel.Docs;
import dev.dnet.compiler.codegen.jvm.kernel.Width;
import dev.dnet.compiler.codegen.tornado.DeviceFiles;
import dev.dnet.compiler.ir.Program;
import dev.dnet.compiler.loops.Buffer;
import dev.dnet.compiler.loops.Exposed;
import dev.dnet.compiler.loops.Touched;
import dev.dnet.compiler.type.TensorType;
import dev.dnet.runtime.DnetException;
import dev.dnet.runtime.Driver;
import dev.dnet.runtime.Tensor;
import dev.dnet.runtime.WorkPool;
import dev.dnet.runtime.device.Device;
import dev.dnet.runtime.device.DeviceProgram;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/// Runs the entry points of a training program kernel by kernel on a device and on the CPU, with
/// every tensor between kernels as a result, and compares what each kernel writes.
public final class KernelCheck {
    private static final List<Program.Role> ROLES =
            List.of(Program.Role.INIT, Program.Role.STEP, Program.Role.EVALUATE);

    private final Device device;
    private final List<Entry> entries = new ArrayList<>();
    private final SequencedMap<String, TensorType> types = new LinkedHashMap<>();
    private final Map<String, Tensor> batch;
    private final String packageName;
    private final String name;
    private final MemorySegment numbers = Arena.ofAuto().allocate(24, 8);

    /// `batch` are the arguments of a step by name.
    public KernelCheck(
            Program program, List<Entry> all, Device device, Map<String, Tensor> batch, long seed) {
        this.device = device;
        this.batch = Map.copyOf(batch);
        this.packageName = program.packageName();
        this.name = program.name() + "Check";
        program.variables().forEach(v -> types.put(v.path(), v.type()));
        for (int k = 0; k < all.size(); k++) {
            if (ROLES.contains(program.methods().get(k).role())) {
                entries.add(exposed(all.get(k)));
            }
        }
        numbers.set(ValueLayout.JAVA_LONG, 0, seed);
        numbers.set(ValueLayout.JAVA_LONG, 16, 1);
    }

    private static Entry exposed(Entry entry) {
        var exposed = Exposed.of(entry.loops());
        var results = new ArrayList<>(entry.results());
        results.addAll(exposed.results());
        return new Entry(
                entry.driver() + "Check",
                entry.graph(),
                exposed.program(),
                entry.arguments(),
                results);
    }

    /// Ends with an error at the first kernel that differs; gives how many were compared.
    public int run() throws IOException {
        var plain = List.of(Width.PLAIN);
        var paths = List.copyOf(types.keySet());
        var classes =
                JavaBuild.compile(KernelFiles.write(packageName, name, entries, paths, plain));
        var loader = JavaBuild.loader(classes, KernelCheck.class.getClassLoader());
        var sdk = Sdk.require();
        var folder = Machine.folder().orElseThrow();
        var kind = DeviceClasses.kind(sdk, device, folder);
        var kernels = DeviceFiles.write(packageName, name, entries, kind, types);
        DeviceClasses.compile(sdk, kernels, folder);
        var here = variables();
        var there = variables();
        int compared = 0;
        try (var pool = new WorkPool(1);
                var program =
                        DeviceProgram.open(
                                device,
                                qualified(name),
                                KernelCheck.class.getClassLoader(),
                                segments(there),
                                numbers)) {
            for (int k = 0; k < entries.size(); k++) {
                var entry = entries.get(k);
                var cpu =
                        LoadedDriver.of(
                                loader,
                                qualified(name + "Kernels"),
                                qualified(entry.driver()),
                                Width.PLAIN,
                                pool,
                                segments(here),
                                numbers);
                var expected = execute(entry, cpu);
                var actual = execute(entry, program.driver(k));
                program.fetch();
                expected.putAll(here);
                actual.putAll(there);
                compared += compare(entry, expected, actual);
                here.forEach((path, tensor) -> requireNonNull(there.get(path)).copyFrom(tensor));
                program.changed();
            }
        }
        return compared;
    }

    private String qualified(String type) {
        return packageName.isEmpty() ? type : packageName + "." + type;
    }

    private SequencedMap<String, Tensor> variables() {
        SequencedMap<String, Tensor> all = new LinkedHashMap<>();
        types.forEach(
                (path, type) -> all.put(path, Tensor.zeros(type.element(), type.shape().dims())));
        return all;
    }

    private static MemorySegment[] segments(SequencedMap<String, Tensor> tensors) {
        return tensors.values().stream().map(Tensor::segment).toArray(MemorySegment[]::new);
    }

    /// The results by name.
    private Map<String, Tensor> execute(Entry entry, Driver driver) {
        var sizes = sizes(entry);
        int number = 0;
        for (var symbol : entry.loops().symbols()) {
            driver.size(number++, Math.toIntExact(requireNonNull(sizes.get(symbol))));
        }
        for (int k = 0; k < entry.arguments().size(); k++) {
            driver.argument(k, argument(entry, k).segment());
        }
        var results = new LinkedHashMap<String, Tensor>();
        for (var buffer : entry.loops().buffers()) {
            if (buffer.place() instanceof Buffer.Place.Result r) {
                var dims =
                        buffer.type().shape().sizes().stream()
                                .mapToLong(s -> s.evaluate(sizes))
                                .toArray();
                results.put(r.name(), Tensor.zeros(buffer.type().element(), dims));
            }
        }
        for (int k = 0; k < entry.results().size(); k++) {
            driver.result(k, requireNonNull(results.get(entry.results().get(k))).segment());
        }
        driver.execute(Arena.ofAuto().allocate(Math.max(64, driver.bind()), 64));
        return results;
    }

    private Tensor argument(Entry entry, int number) {
        return requireNonNull(batch.get(entry.arguments().get(number)));
    }

    private Map<String, Long> sizes(Entry entry) {
        var sizes = new LinkedHashMap<String, Long>();
        for (var buffer : entry.loops().buffers()) {
            if (buffer.place() instanceof Buffer.Place.Argument a) {
                var given = requireNonNull(batch.get(a.name()));
                for (int axis = 0; axis < buffer.type().rank(); axis++) {
                    var size = buffer.type().shape().size(axis);
                    if (size.symbols().size() == 1) {
                        sizes.putIfAbsent(size.symbols().first(), given.size(axis));
                    }
                }
            }
        }
        return sizes;
    }

    private int compare(Entry entry, Map<String, Tensor> expected, Map<String, Tensor> actual) {
        var buffers = entry.loops().buffers();
        var kernels = entry.loops().kernels();
        var uncertain = uncertain(entry);
        for (var kernel : kernels) {
            for (int id : Touched.by(kernel).memory(buffers).writes()) {
                var buffer = buffers.get(id);
                var key =
                        switch (buffer.place()) {
                            case Buffer.Place.Result r -> uncertain.contains(id) ? "" : r.name();
                            case Buffer.Place.Variable v -> v.path();
                            default -> "";
                        };
                if (expected.containsKey(key)) {
                    var where =
                            "kernel %s of %s on %s. %s What it writes to %s"
                                    .formatted(
                                            kernel.name(),
                                            entry.loops().name(),
                                            device,
                                            Docs.of(kernel.spans()),
                                            buffer.name());
                    requireSame(
                            where,
                            requireNonNull(expected.get(key)),
                            requireNonNull(actual.get(key)));
                }
            }
        }
        return kernels.size();
    }

    /// Buffers that are not written as a whole where a loop has no turns.
    private Set<Integer> uncertain(Entry entry) {
        var loops = entry.loops();
        var sizes = sizes(entry);
        var uncertain = new HashSet<Integer>();
        for (var repeat : loops.repeats()) {
            boolean turns =
                    repeat.condition().isEmpty()
                            && repeat.length().filter(l -> l.evaluate(sizes) > 0).isPresent();
            if (!turns) {
                loops.kernels()
                        .subList(repeat.from(), repeat.to())
                        .forEach(k ->
                                uncertain.addAll(Touched.by(k).memory(loops.buffers()).writes()));
            }
        }
        return uncertain;
    }

    /// Numbers may be a thousandth of the largest apart, and one element in a thousand may be
    /// another: near a tie, rounding decides.
    public static void requireSame(String where, Tensor expected, Tensor actual) {
        int count = Math.toIntExact(expected.count());
        double largest = 0;
        for (int i = 0; i < count; i++) {
            double value = Math.abs(expected.valueAt(i));
            largest = Double.isFinite(value) ? Math.max(largest, value) : largest;
        }
        int apart = 0;
        int first = -1;
        for (int i = 0; i < count; i++) {
            double want = expected.valueAt(i);
            double got = actual.valueAt(i);
            if (Double.compare(want, got) != 0 && !(Math.abs(want - got) <= 1e-3 * largest)) {
                apart++;
                first = first < 0 ? i : first;
            }
        }
        if (apart > count / 1000) {
            throw new DnetException(
                    "device/differs",
                    "%s is not what the CPU gets: %d of %d elements; number %d is %s"
                            .formatted(where, apart, count, first, actual.valueAt(first)),
                    Double.toString(expected.valueAt(first)),
                    "train on another device or on the CPU, and report the line: this is a fault of"
                            + " dnet or of TornadoVM");
        }
    }
}
