package dev.dnet.device;

import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;

/// A kernel as CUDA C.
///
/// @param label of the case that it is from
/// @param name of its function
/// @param source a whole file
record CudaKernel(String label, String name, String source) {
    static final String ENTRY = "__global__ void ";

    /// A kernel of a case from what TornadoVM printed.
    static CudaKernel of(String label, String source) {
        int start = source.indexOf(ENTRY) + ENTRY.length();
        return new CudaKernel(label, source.substring(start, source.indexOf('(', start)), source);
    }

    /// The same with another name of its function, to stand in one file with others.
    String named(String unique) {
        return source.replace(ENTRY + name + "(", ENTRY + unique + "(");
    }

    /// What the compiler makes of it.
    ///
    /// @param error what the compiler says where it refuses it
    /// @param registers of a thread
    /// @param stack bytes of a thread
    /// @param spilled bytes that a thread writes for want of registers
    /// @param shared bytes of a group
    record Compiled(
            CudaKernel kernel,
            Optional<String> error,
            int registers,
            int stack,
            int spilled,
            int shared) {

        static Compiled refused(CudaKernel kernel, String error) {
            return new Compiled(kernel, Optional.of(error), 0, 0, 0, 0);
        }

        /// What it takes, in words.
        String use() {
            return "registers %d, spilled %d B, stack %d B, shared %d B"
                    .formatted(registers, spilled, stack, shared);
        }

        /// How many kernels, and the most that one of them takes.
        static String most(List<Compiled> kernels) {
            var most =
                    new Compiled(
                            new CudaKernel("", "", ""),
                            Optional.empty(),
                            most(kernels, Compiled::registers),
                            most(kernels, Compiled::stack),
                            most(kernels, Compiled::spilled),
                            most(kernels, Compiled::shared));
            var noun = kernels.size() == 1 ? "kernel" : "kernels";
            return "%d %s: %s".formatted(kernels.size(), noun, most.use());
        }

        private static int most(List<Compiled> kernels, ToIntFunction<Compiled> part) {
            return kernels.stream().mapToInt(part).max().orElse(0);
        }
    }
}
