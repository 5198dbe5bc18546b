package dev.dnet.benchmarks;

import static org.bytedeco.pytorch.global.torch.set_num_threads;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.util.List;

/// Gives PyTorch so many threads and no more. Its own setting does not reach OpenBLAS, which reads
/// the environment when it is loaded, so this has to come before the first tensor.
final class PeerThreads {
    private static final List<String> VARIABLES =
            List.of("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS");

    private PeerThreads() {}

    static void limit(int threads) {
        VARIABLES.forEach(v -> set(v, Integer.toString(threads)));
        // Where processors are shared, threads that wait by spinning cost it most of its speed.
        set("OMP_WAIT_POLICY", "passive");
        set_num_threads(threads);
    }

    /// The C library's `setenv`: Java cannot change its own environment.
    @SuppressWarnings("restricted")
    private static void set(String variable, String value) {
        var linker = Linker.nativeLinker();
        var set =
                linker.downcallHandle(
                        linker.defaultLookup().findOrThrow("setenv"),
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT,
                                ValueLayout.ADDRESS,
                                ValueLayout.ADDRESS,
                                ValueLayout.JAVA_INT));
        try (var arena = Arena.ofConfined()) {
            int failed =
                    (int) set.invoke(arena.allocateFrom(variable), arena.allocateFrom(value), 1);
            if (failed != 0) {
                throw new IllegalStateException("cannot set " + variable);
            }
        } catch (RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(variable, e);
        }
    }
}
