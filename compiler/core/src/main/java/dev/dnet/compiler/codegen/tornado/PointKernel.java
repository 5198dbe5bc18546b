package dev.dnet.compiler.codegen.tornado;

import com.palantir.javapoet.CodeBlock;

import dev.dnet.compiler.codegen.jvm.kernel.AccumulateWriter;
import dev.dnet.compiler.codegen.jvm.kernel.KernelNames;
import dev.dnet.compiler.codegen.jvm.kernel.SweepPlan;
import dev.dnet.compiler.codegen.jvm.kernel.SweepWriter;
import dev.dnet.compiler.codegen.jvm.kernel.Width;
import dev.dnet.compiler.loops.Buffer;
import dev.dnet.compiler.loops.Kernel;
import dev.dnet.compiler.loops.Stage;
import dev.dnet.compiler.nest.Axis;

import java.util.List;

/// All that there is to do at a point, one point after the other or each on a thread of its own.
final class PointKernel {
    private final List<Buffer> buffers;
    private final Forms forms;
    private final KernelNames names;
    private final CodeBlock.Builder code = CodeBlock.builder();

    private PointKernel(List<Buffer> buffers, DeviceScalars scalars, Forms forms) {
        this.buffers = buffers;
        this.forms = forms;
        this.names = new KernelNames(buffers, scalars);
    }

    static DeviceKernel write(
            Kernel.Loops kernel, List<Buffer> buffers, DeviceScalars scalars, Forms forms) {
        return new PointKernel(buffers, scalars, forms).write(kernel);
    }

    private DeviceKernel write(Kernel.Loops kernel) {
        names.decode(kernel.outer(), "point", "rest").forEach(s -> code.addStatement("$L", s));
        SweepWriter.declareLocals(kernel.stages(), names, code);
        boolean several = kernel.stages().size() > 1;
        for (var stage : kernel.stages()) {
            if (several) {
                code.add("{\n").indent();
            }
            switch (stage) {
                case Stage.Sweep s ->
                        new SweepWriter(names, s, SweepPlan.of(s, buffers), Width.PLAIN, code)
                                .write();
                case Stage.Accumulate a ->
                        new AccumulateWriter(names, a, Width.PLAIN, code).write("0", "");
            }
            if (several) {
                code.unindent().add("}\n");
            }
        }
        var points = Axis.points(kernel.outer());
        return DeviceKernel.of(kernel, names, forms.points(points), code.build());
    }
}
