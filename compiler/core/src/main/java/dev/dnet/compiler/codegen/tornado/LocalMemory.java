package dev.dnet.compiler.codegen.tornado;

import com.palantir.javapoet.CodeBlock;

import dev.dnet.compiler.codegen.jvm.kernel.Lane;
import dev.dnet.runtime.ElementType;

import java.util.SortedMap;
import java.util.TreeMap;

/// The arrays that the threads of a group share.
final class LocalMemory {
    private final SortedMap<String, CodeBlock> arrays = new TreeMap<>();

    /// The array of this name; all that ask for it mean one.
    String array(String name, ElementType type, int length) {
        arrays.putIfAbsent(
                name,
                CodeBlock.of(
                        "final $T[] $L = context.$L($L)",
                        Lane.of(type).java(),
                        name,
                        allocation(type),
                        length));
        return name;
    }

    /// What stands at the head of the kernel.
    CodeBlock declarations() {
        var code = CodeBlock.builder();
        arrays.values().forEach(a -> code.addStatement("$L", a));
        return code.build();
    }

    private static String allocation(ElementType type) {
        return switch (type) {
            case F32, F16, BF16 -> "allocateFloatLocalArray";
            case F64 -> "allocateDoubleLocalArray";
            case I32 -> "allocateIntLocalArray";
            case I64 -> "allocateLongLocalArray";
            case BOOL -> throw new IllegalStateException("no local array of " + type);
        };
    }
}
