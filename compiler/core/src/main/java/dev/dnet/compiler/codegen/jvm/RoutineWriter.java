package dev.dnet.compiler.codegen.jvm;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;

import dev.dnet.compiler.codegen.jvm.kernel.Docs;
import dev.dnet.compiler.codegen.jvm.kernel.IndexCode;
import dev.dnet.compiler.codegen.jvm.kernel.KernelCode;
import dev.dnet.compiler.codegen.jvm.kernel.KernelNames;
import dev.dnet.compiler.codegen.jvm.kernel.Pieces;
import dev.dnet.compiler.loops.Buffer;
import dev.dnet.compiler.loops.Kernel;

import java.util.List;

/// Writes the call of a runtime routine, which shares its work among the threads itself. The method
/// is named by the result's element type, or by what follows a point in the routine's name.
final class RoutineWriter {
    private RoutineWriter() {}

    static KernelCode write(Kernel.Routine kernel, List<Buffer> buffers) {
        var names = new KernelNames(buffers);
        var index = new IndexCode(names::symbol);
        var args =
                CodeBlock.builder()
                        .add(
                                "pool, $L, $L",
                                names.buffer(kernel.target()),
                                names.offset(kernel.target()));
        kernel.operands().forEach(o -> args.add(", $L, $L", names.buffer(o), names.offset(o)));
        kernel.texts().forEach(t -> args.add(", $S", t));
        kernel.sizes().forEach(s -> args.add(", $L", index.bytes(s, 1)));
        int dot = kernel.routine().indexOf('.');
        var routine =
                ClassName.get(
                        "dev.dnet.runtime.routine",
                        dot < 0 ? kernel.routine() : kernel.routine().substring(0, dot));
        var target = buffers.get(kernel.target()).type().element().dnetName();
        var element = dot < 0 ? target : kernel.routine().substring(dot + 1);
        var code =
                CodeBlock.builder()
                        .addStatement("$T.$L($L)", routine, element, args.build())
                        .build();
        var phase =
                new KernelCode.Phase(
                        kernel.name(),
                        Docs.of(kernel.spans()),
                        names.sizes(),
                        names.buffers(),
                        Pieces.ONE,
                        code);
        return new KernelCode(List.of(phase), List.of(), List.of());
    }
}
