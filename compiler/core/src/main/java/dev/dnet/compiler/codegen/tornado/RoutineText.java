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
    private final Checks checks;
    private final KernelNames names;
    private final IndexCode index;
    private final CodeBlock.Builder code = CodeBlock.builder();
    private Size points = Size.ONE;

    RoutineText(Kernel.Routine kernel, List<Buffer> buffers, DeviceScalars scalars, Checks checks) {
        this.kernel = kernel;
        this.scalars = scalars;
        this.checks = checks;
        this.names = new KernelNames(buffers, scalars);
        this.index = new IndexCode(names::symbol);
    }

    /// How many threads there are.
    public void points(Size count) {
        points = count;
    }

    /// An element of the target as Java, by its index as Java.
    public String target(String index) {
        return get(kernel.target(), index);
    }

    /// An element of an operand as Java.
    public String operand(int number, String index) {
        return get(kernel.operands().get(number), index);
    }

    private String get(int buffer, String index) {
        return names.buffer(buffer) + ".get(" + at(buffer, index) + ")";
    }

    private String at(int buffer, String index) {
        return names.offset(buffer) + " + " + index;
    }

    /// Writes an element of the target; arguments are those of the value's format.
    public void set(String index, String value, Object... args) {
        set(kernel.target(), index, value, args);
    }

    private void set(int buffer, String index, String value, Object... args) {
        code.addStatement(
                CodeBlock.of(
                        "$L.set($L, $L)",
                        names.buffer(buffer),
                        at(buffer, index),
                        CodeBlock.of(value, args)));
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

    /// Whether this is a check that the device has to judge.
    public boolean isJudged() {
        return checks.onDevice().contains(kernel);
    }

    /// Says that the element at `point` is wrong, and what it is, as a Java expression of an int.
    public void fault(String value) {
        set(
                checks.faults(),
                Integer.toString(checks.onDevice().indexOf(kernel)),
                "((long) (point + 1) << 32) | ($L & 0xffffffffL)",
                value);
    }

    /// A method that the kernel calls. In its body `$1T` is its type and `$2T` TornadoVM's
    /// mathematics.
    public void helper(String name, Lane result, String parameters, String body) {
        scalars.helper(name, result, parameters, body);
    }

    DeviceKernel finished(Forms forms) {
        return DeviceKernel.of(kernel, names, forms.points(points), code.build());
    }
}
