package dev.dnet.compiler.codegen.tornado;

import dev.dnet.compiler.codegen.jvm.Entry;
import dev.dnet.compiler.loops.Buffer;
import dev.dnet.compiler.loops.Traffic;

import java.util.Map;

/// What an entry point moves on a device when it runs once.
///
/// @param kernels how many are launched
/// @param moved bytes that they read and write there, each tensor once in a kernel
/// @param toDevice bytes that the host sends
/// @param fromDevice bytes that come back
public record DeviceTraffic(int kernels, long moved, long toDevice, long fromDevice) {

    /// With its symbols bound to sizes.
    public static DeviceTraffic of(Entry entry, DeviceKind kind, Map<String, Long> sizes) {
        var kernels = EntryKernels.of(entry, kind);
        long moved = Traffic.of(entry.loops(), sizes).bytes();
        long to = 0;
        long from = 0;
        for (var buffer : kernels.used()) {
            long bytes =
                    buffer.type().shape().elements().evaluate(sizes)
                            * buffer.type().element().bytes();
            boolean own = buffer.id() >= entry.loops().buffers().size();
            moved += own && buffer.place() instanceof Buffer.Place.Arena ? 2 * bytes : 0;
            switch (buffer.place()) {
                case Buffer.Place.Argument a -> to += bytes;
                case Buffer.Place.Key k -> to += bytes;
                case Buffer.Place.Step s -> to += bytes;
                case Buffer.Place.Result r -> from += bytes;
                case Buffer.Place.Arena a -> {}
                case Buffer.Place.Variable v -> {}
                case Buffer.Place.View v -> {}
                case Buffer.Place.Local l -> {}
            }
        }
        return new DeviceTraffic(kernels.kernels().size(), moved, to, from);
    }
}
