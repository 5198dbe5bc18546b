package dev.dnet.compiler.codegen.tornado;

import com.palantir.javapoet.CodeBlock;

import dev.dnet.compiler.codegen.jvm.kernel.Docs;
import dev.dnet.compiler.codegen.jvm.kernel.KernelNames;
import dev.dnet.compiler.loops.Kernel;

import java.util.List;

/// One launch on a device: a static method that each thread runs.
///
/// @param name unique in its program
/// @param doc the lines that it computes
/// @param sizes the program's sizes that it reads, as the program names them
/// @param buffers the buffers that it takes, by number
/// @param shared the memory that the threads of a group share
/// @param body what a thread does that has work, with its number in [Launch#number]
record DeviceKernel(
        String name,
        String doc,
        List<String> sizes,
        List<Integer> buffers,
        Launch launch,
        CodeBlock shared,
        CodeBlock body) {
    DeviceKernel {
        sizes = List.copyOf(sizes);
        buffers = List.copyOf(buffers);
    }

    /// A kernel whose text is written, with what its names say that it takes.
    static DeviceKernel of(Kernel kernel, KernelNames names, Launch launch, CodeBlock body) {
        return of(kernel, names, launch, CodeBlock.of(""), body);
    }

    /// The same with local memory.
    static DeviceKernel of(
            Kernel kernel, KernelNames names, Launch launch, CodeBlock shared, CodeBlock body) {
        return new DeviceKernel(
                kernel.name(),
                Docs.of(kernel.spans()),
                names.symbols(),
                names.buffers(),
                launch,
                shared,
                body);
    }
}
