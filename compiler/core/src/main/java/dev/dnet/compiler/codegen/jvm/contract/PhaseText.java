package dev.dnet.compiler.codegen.jvm.contract;

import com.palantir.javapoet.CodeBlock;

import dev.dnet.compiler.codegen.jvm.kernel.Docs;
import dev.dnet.compiler.codegen.jvm.kernel.IndexCode;
import dev.dnet.compiler.codegen.jvm.kernel.KernelCode;
import dev.dnet.compiler.codegen.jvm.kernel.KernelNames;
import dev.dnet.compiler.codegen.jvm.kernel.Pieces;
import dev.dnet.compiler.loops.Buffer;
import dev.dnet.compiler.loops.Kernel;
import dev.dnet.compiler.nest.Axis;
import dev.dnet.compiler.type.Size;

import java.util.List;

/// One phase of a contraction in the making.
final class PhaseText {
    private final Kernel.Contraction kernel;
    final KernelNames names;
    final IndexCode index;
    final StringBuilder text = new StringBuilder();

    PhaseText(Kernel.Contraction kernel, List<Buffer> buffers) {
        this.kernel = kernel;
        this.names = new KernelNames(buffers);
        this.index = new IndexCode(names::symbol);
        kernel.batch().forEach(a -> names.axis(a.name()));
        kernel.rows().forEach(a -> names.axis(a.name()));
        kernel.columns().forEach(a -> names.axis(a.name()));
        kernel.reduce().forEach(a -> names.axis(a.name()));
    }

    void line(String format, Object... args) {
        text.append(format.formatted(args)).append('\n');
    }

    String print(Size size) {
        return index.print(size);
    }

    void decode(List<Axis> axes, String from, String rest) {
        names.decode(axes, from, rest).forEach(s -> line("%s;", s));
    }

    /// How many pieces there are for so many units with so much work.
    CodeBlock pieces(Size count, Size work) {
        return Pieces.of(
                print(count),
                work.isConstant() ? work.value() + "L" : "(long) " + index.factor(work));
    }

    KernelCode.Phase end(String suffix, CodeBlock pieces) {
        return new KernelCode.Phase(
                kernel.name() + suffix,
                Docs.of(kernel.spans()),
                names.sizes(),
                names.buffers(),
                pieces,
                JavaText.code(text.toString()));
    }
}
