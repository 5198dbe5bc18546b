package dev.dnet.compiler.codegen.jvm;

import static java.util.Objects.requireNonNull;

import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;

import dev.dnet.compiler.codegen.jvm.contract.ContractEmitter;
import dev.dnet.compiler.codegen.jvm.kernel.Docs;
import dev.dnet.compiler.codegen.jvm.kernel.KernelCode;
import dev.dnet.compiler.codegen.jvm.kernel.Width;
import dev.dnet.compiler.loops.Buffer;
import dev.dnet.compiler.loops.Canonical;
import dev.dnet.compiler.loops.Kernel;
import dev.dnet.compiler.loops.LoopProgram;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// All kernels of a program as methods, equal ones once. Two phases are equal if their text is, for
/// every width.
final class KernelSet {
    /// A method of the holders and where it is used.
    static final class Method {
        final String name;
        final Map<Width, KernelCode.Phase> code;
        final Set<String> docs = new LinkedHashSet<>();

        Method(String name, Map<Width, KernelCode.Phase> code) {
            this.name = name;
            this.code = code;
        }

        KernelCode.Phase any() {
            return code(Width.PLAIN);
        }

        KernelCode.Phase code(Width width) {
            return requireNonNull(code.get(width));
        }
    }

    /// One use of a method: the number of the kernel, and its buffers, in the program that calls
    /// it.
    record Call(int kernel, Method method, List<Integer> buffers) {}

    /// The calls of a kernel, to be repeated by those of its form.
    private record Written(Canonical canonical, List<Call> calls) {}

    private final List<Width> widths;
    private final Map<Canonical.Form, Written> written = new HashMap<>();
    private final Map<String, Method> methods = new LinkedHashMap<>();
    private final Set<String> names = new LinkedHashSet<>();
    private final Map<Width, Map<String, MethodSpec>> helpers = new EnumMap<>(Width.class);
    private final Map<Width, Map<String, FieldSpec>> fields = new EnumMap<>(Width.class);

    KernelSet(List<Width> widths) {
        this.widths = List.copyOf(widths);
        for (var width : widths) {
            helpers.put(width, new LinkedHashMap<>());
            fields.put(width, new LinkedHashMap<>());
        }
    }

    /// The calls of a program's kernels in order.
    List<Call> add(LoopProgram program) {
        var calls = new ArrayList<Call>();
        for (int k = 0; k < program.kernels().size(); k++) {
            calls.addAll(add(k, program));
        }
        return calls;
    }

    private List<Call> add(int number, LoopProgram program) {
        var kernel = program.kernels().get(number);
        var canonical = Canonical.of(kernel, program.buffers());
        var first = written.get(canonical.form());
        if (first == null) {
            var calls = write(number, kernel, program);
            written.put(canonical.form(), new Written(canonical, calls));
            return calls;
        }
        var doc = Docs.of(kernel.spans());
        return first.calls.stream()
                .map(c -> {
                    c.method.docs.add(doc);
                    var buffers =
                            c.buffers.stream()
                                    .map(b -> canonical.corresponding(b, first.canonical))
                                    .toList();
                    return new Call(number, c.method, buffers);
                })
                .toList();
    }

    private List<Call> write(int number, Kernel kernel, LoopProgram program) {
        var codes = new EnumMap<Width, KernelCode>(Width.class);
        var inOrder = widths.parallelStream().map(w -> emit(kernel, program.buffers(), w)).toList();
        for (int w = 0; w < inOrder.size(); w++) {
            var width = widths.get(w);
            var code = inOrder.get(w);
            codes.put(width, code);
            code.methods()
                    .forEach(m -> requireNonNull(helpers.get(width)).putIfAbsent(m.name(), m));
            code.fields().forEach(f -> requireNonNull(fields.get(width)).putIfAbsent(f.name(), f));
        }
        var calls = new ArrayList<Call>();
        for (int p = 0; p < requireNonNull(codes.get(Width.PLAIN)).phases().size(); p++) {
            var phases = new EnumMap<Width, KernelCode.Phase>(Width.class);
            for (var width : widths) {
                phases.put(width, requireNonNull(codes.get(width)).phases().get(p));
            }
            calls.add(call(number, phases));
        }
        return calls;
    }

    private Call call(int kernel, Map<Width, KernelCode.Phase> phases) {
        var text = new StringBuilder();
        phases.forEach((w, p) ->
                text.append(p.sizes())
                        .append(p.buffers().size())
                        .append(p.pieces())
                        .append(p.body()));
        var first = requireNonNull(phases.get(Width.PLAIN));
        var method =
                methods.computeIfAbsent(
                        text.toString(), t -> new Method(fresh(first.name()), phases));
        method.docs.add(first.doc());
        return new Call(kernel, method, first.buffers());
    }

    private String fresh(String wanted) {
        var base = wanted.replaceAll("_\\d+", "");
        var name = base;
        for (int n = 2; !names.add(name); n++) {
            name = base + "_" + n;
        }
        return name;
    }

    private static KernelCode emit(Kernel kernel, List<Buffer> buffers, Width width) {
        return switch (kernel) {
            case Kernel.Loops k -> LoopsWriter.write(k, buffers, width);
            case Kernel.Contraction k -> ContractEmitter.emit(k, buffers, width);
            case Kernel.Scatter k -> ScatterWriter.write(k, buffers, width);
            case Kernel.Routine k -> RoutineWriter.write(k, buffers);
        };
    }

    List<Method> methods() {
        return List.copyOf(methods.values());
    }

    List<MethodSpec> helpers(Width width) {
        return List.copyOf(requireNonNull(helpers.get(width)).values());
    }

    List<FieldSpec> fields(Width width) {
        return List.copyOf(requireNonNull(fields.get(width)).values());
    }
}
