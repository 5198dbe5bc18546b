package dev.dnet.compiler.codegen.tornado;

import com.palantir.javapoet.CodeBlock;

import dev.dnet.compiler.codegen.jvm.Entry;
import dev.dnet.compiler.codegen.jvm.kernel.IndexCode;
import dev.dnet.compiler.codegen.jvm.kernel.JavaNames;
import dev.dnet.compiler.loops.Buffer;
import dev.dnet.compiler.loops.Repeat;
import dev.dnet.compiler.type.Size;

/// Writes what the host of a device knows of turns: which kernels are repeated, how often, and
/// where the device says whether there is another turn.
final class RepeatCode {
    /// Of a loop that a condition alone ends.
    private static final String NO_END = "Long.MAX_VALUE";

    private final Entry entry;
    private final EntryKernels kernels;
    private final DeviceMemory memory;
    private final IndexCode index = new IndexCode(JavaNames::number);

    RepeatCode(Entry entry, EntryKernels kernels, DeviceMemory memory) {
        this.entry = entry;
        this.kernels = kernels;
        this.memory = memory;
    }

    /// Statements of a constructor.
    CodeBlock all() {
        var code = CodeBlock.builder();
        entry.loops().repeats().forEach(repeat -> code.add(one(repeat)));
        return code.build();
    }

    private CodeBlock one(Repeat repeat) {
        var code =
                CodeBlock.builder()
                        .add(
                                "repeat($L, $L, $L",
                                kernels.firsts().get(repeat.from()),
                                kernels.firsts().get(repeat.to()),
                                repeat.length()
                                        .map(this::number)
                                        .orElse(CodeBlock.of("() -> " + NO_END)));
        repeat.condition().ifPresent(id -> code.add(", $L", condition(id)));
        return code.add(");\n").build();
    }

    private CodeBlock condition(int id) {
        var buffer = kernels.buffers().get(id);
        var base = Buffer.base(kernels.buffers(), id);
        return CodeBlock.of("$L, $L", memory.place(base), number(memory.offset(buffer)));
    }

    /// Computes a number from the sizes and turns of a call.
    private CodeBlock number(Size size) {
        return CodeBlock.builder()
                .add("() -> {\n")
                .indent()
                .add(CallSizes.of(entry, size.symbols()))
                .addStatement("return $L", index.bytes(size, 1))
                .unindent()
                .add("}")
                .build();
    }
}
