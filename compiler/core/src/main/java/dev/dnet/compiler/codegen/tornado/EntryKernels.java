package dev.dnet.compiler.codegen.tornado;

import com.palantir.javapoet.MethodSpec;

import dev.dnet.compiler.codegen.jvm.Entry;
import dev.dnet.compiler.codegen.jvm.kernel.ScatterPlan;
import dev.dnet.compiler.loops.Buffer;
import dev.dnet.compiler.loops.Kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The kernels of an entry point for devices.
///
/// @param firsts for each kernel of the program, and for their end, the first of these
/// @param buffers those of the program, and what its kernels need besides
/// @param helpers methods that they call
record EntryKernels(
        List<DeviceKernel> kernels,
        List<Integer> firsts,
        List<Buffer> buffers,
        List<MethodSpec> helpers,
        Checks checks) {
    private static final Map<String, DeviceRoutine> ROUTINES =
            ServiceLoader.load(DeviceRoutine.class, EntryKernels.class.getClassLoader()).stream()
                    .map(ServiceLoader.Provider::get)
                    .collect(Collectors.toMap(DeviceRoutine::routine, r -> r));

    static EntryKernels of(Entry entry, DeviceKind kind) {
        var checks = Checks.of(entry.loops());
        var scalars = new DeviceScalars(kind != DeviceKind.GPU);
        var forms = kind.forms(scalars);
        var points = new Points(checks.buffers());
        var kernels = new ArrayList<DeviceKernel>();
        var firsts = new ArrayList<Integer>();
        for (var kernel : entry.loops().kernels()) {
            firsts.add(kernels.size());
            switch (kernel) {
                case Kernel.Loops k -> kernels.addAll(forms.write(k, points));
                case Kernel.Contraction k -> kernels.addAll(forms.write(k, points));
                case Kernel.Scatter k -> {
                    if (!k.isInPlace(points.buffers())) {
                        kernels.addAll(forms.write(ScatterPlan.start(k, points.buffers()), points));
                    }
                    kernels.add(ScatterKernel.write(k, points.buffers(), scalars, forms));
                }
                case Kernel.Routine r -> {
                    var text = new RoutineText(r, points.buffers(), scalars, checks);
                    Optional.ofNullable(ROUTINES.get(r.routine()))
                            .orElseThrow(() -> new IllegalStateException(r.routine()))
                            .write(r, text);
                    kernels.add(text.finished(forms));
                }
            }
        }
        firsts.add(kernels.size());
        return new EntryKernels(kernels, firsts, points.buffers(), scalars.helpers(), checks);
    }

    /// The buffers that kernels take, and those that they are parts of, in order.
    List<Buffer> used() {
        var ids = new TreeSet<Integer>();
        for (var kernel : kernels) {
            ids.addAll(kernel.buffers());
            kernel.buffers().forEach(id -> ids.add(Buffer.base(buffers, id)));
        }
        return ids.stream().map(buffers::get).toList();
    }
}
