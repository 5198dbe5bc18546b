package dev.dnet.compiler.codegen.tornado;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/// Runs emitted classes on a device, in a virtual machine of its own: TornadoVM needs flags, and
/// finds kernels on the class path alone. Reads cases from one file, writes results to another.
final class DeviceMain {
    private DeviceMain() {}

    public static void main(String[] files) throws IOException {
        try (var in = new DataInputStream(Files.newInputStream(Path.of(files[0])));
                var out = new DataOutputStream(Files.newOutputStream(Path.of(files[1])))) {
            int cases = in.readInt();
            for (int c = 0; c < cases; c++) {
                one(in, out);
                out.flush();
            }
        }
    }

    private static void one(DataInputStream in, DataOutputStream out) throws IOException {
        var name = in.readUTF();
        var sizes = new Object[in.readInt()];
        for (int s = 0; s < sizes.length; s++) {
            sizes[s] = in.readInt();
        }
        var arguments = segments(in);
        var results = segments(in);
        var numbers = segments(in)[0];
        try {
            run(name, sizes, arguments, results, numbers);
            out.writeUTF("");
            for (var result : results) {
                out.write(result.toArray(ValueLayout.JAVA_BYTE));
            }
        } catch (ReflectiveOperationException | RuntimeException e) {
            var text = new StringWriter();
            var cause = e instanceof InvocationTargetException i ? i.getTargetException() : e;
            cause.printStackTrace(new PrintWriter(text));
            out.writeUTF(text.toString().lines().limit(25).collect(Collectors.joining("\n")));
        }
    }

    private static void run(
            String name,
            Object[] sizes,
            MemorySegment[] arguments,
            MemorySegment[] results,
            MemorySegment numbers)
            throws ReflectiveOperationException {
        var ints = new Class<?>[sizes.length];
        Arrays.fill(ints, int.class);
        var type = Class.forName(name);
        try (var device = (AutoCloseable) type.getConstructor(ints).newInstance(sizes)) {
            var segments = MemorySegment[].class;
            type.getMethod("execute", segments, segments, segments, MemorySegment.class)
                    .invoke(device, arguments, results, new MemorySegment[0], numbers);
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static MemorySegment[] segments(DataInputStream in) throws IOException {
        var all = new MemorySegment[in.readInt()];
        for (int k = 0; k < all.length; k++) {
            var bytes = in.readNBytes(in.readInt());
            all[k] = Arena.ofAuto().allocate(Math.max(1, bytes.length), 64);
            MemorySegment.copy(bytes, 0, all[k], ValueLayout.JAVA_BYTE, 0, bytes.length);
            all[k] = all[k].asSlice(0, bytes.length);
        }
        return all;
    }
}
