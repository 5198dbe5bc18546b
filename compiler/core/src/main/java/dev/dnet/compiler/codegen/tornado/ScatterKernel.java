package dev.dnet.compiler.codegen.tornado;

import com.palantir.javapoet.CodeBlock;

import dev.dnet.compiler.codegen.jvm.kernel.IndexCode;
import dev.dnet.compiler.codegen.jvm.kernel.KernelNames;
import dev.dnet.compiler.codegen.jvm.kernel.ScatterPlan;
import dev.dnet.compiler.codegen.jvm.kernel.SweepPlan;
import dev.dnet.compiler.codegen.jvm.kernel.TermWriter;
import dev.dnet.compiler.loops.Buffer;
import dev.dnet.compiler.loops.Kernel;
import dev.dnet.compiler.loops.Stage;
import dev.dnet.compiler.type.Size;

import java.util.List;

/// The updates of a scatter, in the order of its domain: a thread for each place of the innermost
/// axis where they may be shared, else one for all.
final class ScatterKernel {
    private final List<Buffer> buffers;
    private final Forms forms;
    private final KernelNames names;
    private final IndexCode index;
    private final CodeBlock.Builder code = CodeBlock.builder();

    private ScatterKernel(List<Buffer> buffers, DeviceScalars scalars, Forms forms) {
        this.buffers = buffers;
        this.forms = forms;
        this.names = new KernelNames(buffers, scalars);
        this.index = new IndexCode(names::symbol);
    }

    static DeviceKernel write(
            Kernel.Scatter kernel, List<Buffer> buffers, DeviceScalars scalars, Forms forms) {
        return new ScatterKernel(buffers, scalars, forms).write(kernel);
    }

    private DeviceKernel write(Kernel.Scatter kernel) {
        var sweep = new Stage.Sweep(kernel.domain(), kernel.body().terms(), List.of());
        var terms = new TermWriter(names, sweep.terms(), SweepPlan.of(sweep, buffers));
        boolean shared = ScatterPlan.isShared(kernel);
        int serial = kernel.domain().size() - (shared ? 1 : 0);
        for (var axis : kernel.domain()) {
            names.axis(axis.name());
        }
        for (var axis : kernel.domain().subList(0, serial)) {
            var i = names.axis(axis.name());
            var extent = index.print(axis.extent());
            code.beginControlFlow("for (int $L = 0; $L < $L; $L++)", i, i, extent, i);
        }
        if (shared) {
            var last = names.axis(kernel.domain().getLast().name());
            code.addStatement("final int $L = point", last);
        }
        for (int depth = 0; depth <= kernel.domain().size(); depth++) {
            terms.scalars(code, depth);
        }
        ScatterPlan.update(kernel, names, terms, code);
        for (int a = 0; a < serial; a++) {
            code.endControlFlow();
        }
        var points = shared ? kernel.domain().getLast().extent() : Size.ONE;
        return DeviceKernel.of(kernel, names, forms.points(points), code.build());
    }
}
