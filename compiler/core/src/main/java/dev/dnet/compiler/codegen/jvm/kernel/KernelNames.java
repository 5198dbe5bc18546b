package dev.dnet.compiler.codegen.jvm.kernel;

import dev.dnet.compiler.loops.Buffer;
import dev.dnet.compiler.nest.Axis;
import dev.dnet.runtime.ElementType;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The Java names inside one kernel method: its buffers as `b0, b1, …` with byte offsets `o0, o1,
/// …` in the order of first use, locals as `s0, s1, …`, axes by letters (not m, which names masks),
/// sizes of the program as `sizeN`. Kernels that differ only in which buffers they touch get the
/// same text, so one method serves them.
public final class KernelNames {
    private static final List<String> LETTERS = List.of("i", "j", "k", "l", "n", "p", "q");

    private final List<Buffer> all;
    private final Set<Integer> arrays;
    private final Scalars scalars;
    private final List<Integer> buffers = new ArrayList<>();
    private final List<Integer> locals = new ArrayList<>();
    private final Map<String, String> axes = new LinkedHashMap<>();
    private final Map<String, String> sizes = new LinkedHashMap<>();

    public KernelNames(List<Buffer> all) {
        this(all, Set.of());
    }

    /// The memory of the buffers with these numbers is an array, their offsets are indices.
    public KernelNames(List<Buffer> all, Set<Integer> arrays) {
        this(all, arrays, ScalarCode.INSTANCE);
    }

    /// In the code of another target.
    public KernelNames(List<Buffer> all, Scalars scalars) {
        this(all, Set.of(), scalars);
    }

    private KernelNames(List<Buffer> all, Set<Integer> arrays, Scalars scalars) {
        this.all = all;
        this.arrays = Set.copyOf(arrays);
        this.scalars = scalars;
    }

    public Scalars scalars() {
        return scalars;
    }

    public String axis(String name) {
        return axes.computeIfAbsent(
                name,
                a -> {
                    int n = axes.size();
                    return LETTERS.get(n % LETTERS.size())
                            + (n < LETTERS.size() ? "" : Integer.toString(n / LETTERS.size()));
                });
    }

    public String axisOf(String variable) {
        return axes.entrySet().stream()
                .filter(e -> e.getValue().equals(variable))
                .findFirst()
                .orElseThrow()
                .getKey();
    }

    /// An axis that was named before, or else a size of the program, which becomes a parameter.
    public String symbol(String name) {
        var axis = axes.get(name);
        return axis != null ? axis : sizes.computeIfAbsent(name, JavaNames::size);
    }

    public String buffer(int id) {
        return isLocal(id) ? "s" + number(locals, id) : "b" + number(buffers, id);
    }

    public String offset(int id) {
        return "o" + number(buffers, id);
    }

    private static int number(List<Integer> known, int id) {
        if (!known.contains(id)) {
            known.add(id);
        }
        return known.indexOf(id);
    }

    public boolean isLocal(int id) {
        return all.get(id).isLocal();
    }

    public boolean isArray(int id) {
        return arrays.contains(id);
    }

    public ElementType type(int id) {
        return all.get(id).type().element();
    }

    public List<Integer> buffers() {
        return buffers;
    }

    public List<Integer> locals() {
        return locals;
    }

    /// Java's names of the sizes.
    public List<String> sizes() {
        return List.copyOf(sizes.values());
    }

    /// Statements that take the axes of a point from its number `from`, the last axis first; what
    /// is left on the way is called `rest` and a number.
    public List<String> decode(List<Axis> axes, String from, String rest) {
        var index = new IndexCode(this::symbol);
        var statements = new ArrayList<String>();
        var source = from;
        for (int a = axes.size() - 1; a >= 0; a--) {
            var i = axis(axes.get(a).name());
            if (a == 0) {
                statements.add("final int %s = %s".formatted(i, source));
            } else {
                var extent = index.factor(axes.get(a).extent());
                statements.add("final int %s = %s %% %s".formatted(i, source, extent));
                statements.add("final int %s%d = %s / %s".formatted(rest, a, source, extent));
                source = rest + a;
            }
        }
        return statements;
    }

    /// The sizes as the program names them, in the same order.
    public List<String> symbols() {
        return List.copyOf(sizes.keySet());
    }
}
