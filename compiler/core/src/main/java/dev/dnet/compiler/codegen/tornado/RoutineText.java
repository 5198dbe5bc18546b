package dev.dnet.compiler.codegen.tornado;

import com.palantir.javapoet.CodeBlock;

import dev.dnet.compiler.codegen.jvm.kernel.IndexCode;
import dev.dnet.compiler.codegen.jvm.kernel.KernelNames;
import dev.dnet.compiler.codegen.jvm.kernel.Lane;
import dev.dnet.compiler.loops.Buffer;
import dev.dnet.compiler.loops.Kernel;
import dev.dnet.compiler.type.Size;

import java.util.List;

/// The kernel of a routine in the making. The number of the thread is `point`.
public final class RoutineText {
    private final Kernel.Routine kernel;
    private final DeviceScalars scalars;
    private final KernelNames names;
    private final IndexCode index;
    private final CodeBlock.Builder code = CodeBlock.builder();
    private Size points = Size.ONE;

    RoutineText(Kernel.Routine kernel, List<Buffer> buffers, DeviceScalars scalars) {
        this.kernel = kernel;
        this.scalars = scalars;
        this.names = new KernelNames(buffers, scalars);
        this.index = new IndexCode(names::symbol);
    }

    /// How many threads there are.
    public void points(Size count) {
        points = count;
    }

    /// The array of the target.
    public String target() {
        return names.buffer(kernel.target());
    }

    /// The array of an operand.
    public String operand(int number) {
        return names.buffer(kernel.operands().get(number));
    }

    /// How an element of the target appears.
    public Lane targetLane() {
        return Lane.of(names.type(kernel.target()));
    }

    /// How an element of an operand appears.
    public Lane operandLane(int number) {
        return Lane.of(names.type(kernel.operands().get(number)));
    }

    /// A size as an operand of Java's arithmetic.
    public String size(Size size) {
        return index.factor(size);
    }

    /// A statement; arguments are JavaPoet's.
    public void line(String format, Object... args) {
        code.addStatement(format, args);
    }

    /// The head of a loop or branch.
    public void open(String format, Object... args) {
        code.beginControlFlow(format, args);
    }

    /// The head of the other branch.
    public void next(String format, Object... args) {
        code.nextControlFlow(format, args);
    }

    /// The end of a loop or branch.
    public void close() {
        code.endControlFlow();
    }

    /// A method that the kernel calls. In its body `$1T` is its type and `$2T` TornadoVM's
    /// mathematics.
    public void helper(String name, Lane result, String parameters, String body) {
        scalars.helper(name, result, parameters, body);
    }

    DeviceKernel finished() {
        return DeviceKernel.of(kernel, names, points, code.build());
    }
}
