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
    record Compiled(
            CudaKernel kernel, Optional<String> error, int registers, int stack, int spilled) {

        static Compiled refused(CudaKernel kernel, String error) {
            return new Compiled(kernel, Optional.of(error), 0, 0, 0);
        }

        /// How many kernels, and the most that one of them takes.
        static String most(List<Compiled> kernels) {
            return "%d %s, %d registers, stack %d bytes, spilled %d bytes"
                    .formatted(
                            kernels.size(),
                            kernels.size() == 1 ? "kernel" : "kernels",
                            most(kernels, Compiled::registers),
                            most(kernels, Compiled::stack),
                            most(kernels, Compiled::spilled));
        }

        private static int most(List<Compiled> kernels, ToIntFunction<Compiled> part) {
            return kernels.stream().mapToInt(part).max().orElse(0);
        }
    }
}
