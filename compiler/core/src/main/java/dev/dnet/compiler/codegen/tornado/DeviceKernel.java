package dev.dnet.compiler.codegen.tornado;

import com.palantir.javapoet.CodeBlock;

import dev.dnet.compiler.codegen.jvm.kernel.Docs;
import dev.dnet.compiler.codegen.jvm.kernel.KernelNames;
import dev.dnet.compiler.loops.Kernel;
import dev.dnet.compiler.type.Size;

import java.util.List;

/// One launch on a device: a static method that one thread runs for each of `points`.
///
/// @param name unique in its program
/// @param doc the lines that it computes
/// @param sizes the program's sizes that it reads, as the program names them
/// @param buffers the buffers that it takes, by number
/// @param body what a thread does, with its number in `point`
record DeviceKernel(
        String name,
        String doc,
        List<String> sizes,
        List<Integer> buffers,
        Size points,
        CodeBlock body) {
    DeviceKernel {
        sizes = List.copyOf(sizes);
        buffers = List.copyOf(buffers);
    }

    /// A kernel whose text is written, with what its names say that it takes.
    static DeviceKernel of(Kernel kernel, KernelNames names, Size points, CodeBlock body) {
        return new DeviceKernel(
                kernel.name(),
                Docs.of(kernel.spans()),
                names.symbols(),
                names.buffers(),
                points,
                body);
    }
}
