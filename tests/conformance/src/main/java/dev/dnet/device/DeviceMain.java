package dev.dnet.device;

import dev.dnet.runtime.device.Device;
import dev.dnet.runtime.device.DeviceProgram;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// Runs emitted classes on a device, in a virtual machine of its own: TornadoVM needs flags, and
/// finds kernels on the class path alone. Reads cases from one file, writes to another what came of
/// them. All that depends on the shape of an emitted class stands here.
final class DeviceMain {
    /// The property that names the backend.
    static final String BACKEND = "dnet.backend";

    private static final int LINES = 25;

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

    /// What a case prints goes to its results: TornadoVM prints kernels where it is told to.
    private static void one(DataInputStream in, DataOutputStream out) throws IOException {
        var program = in.readUTF();
        var entry = in.readUTF();
        var sizes = new int[in.readInt()];
        for (int s = 0; s < sizes.length; s++) {
            sizes[s] = in.readInt();
        }
        var arguments = segments(in);
        var results = segments(in);
        var variables = segments(in);
        var numbers = segments(in)[0];
        var printed = new ByteArrayOutputStream();
        var console = System.out;
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        var error = "";
        try {
            run(program, sizes, arguments, results, variables, numbers);
        } catch (ReflectiveOperationException | RuntimeException e) {
            error = text(e);
        } finally {
            System.setOut(console);
        }
        bytes(out, error.getBytes(StandardCharsets.UTF_8));
        bytes(out, printed.toByteArray());
        bytes(out, String.join("\n", kernels(entry)).getBytes(StandardCharsets.UTF_8));
        out.writeInt(results.length);
        for (var result : results) {
            bytes(out, result.toArray(ValueLayout.JAVA_BYTE));
        }
    }

    private static String text(Exception e) {
        var text = new StringWriter();
        var cause = e instanceof InvocationTargetException i ? i.getTargetException() : e;
        cause.printStackTrace(new PrintWriter(text));
        return text.toString().lines().limit(LINES).collect(Collectors.joining("\n"));
    }

    /// The device is the first one; one that is only described compiles, and runs nothing.
    private static void run(
            String program,
            int[] sizes,
            MemorySegment[] arguments,
            MemorySegment[] results,
            MemorySegment[] variables,
            MemorySegment numbers)
            throws ReflectiveOperationException {
        var type = Class.forName(program + "Device").asSubclass(DeviceProgram.class);
        var constructor =
                type.getConstructor(Device.class, MemorySegment[].class, MemorySegment.class);
        var device = Device.of(System.getProperty(BACKEND) + ":0");
        try (var made = constructor.newInstance(device, variables, numbers)) {
            var driver = made.driver(0);
            for (int s = 0; s < sizes.length; s++) {
                driver.size(s, sizes[s]);
            }
            for (int k = 0; k < arguments.length; k++) {
                driver.argument(k, arguments[k]);
            }
            for (int k = 0; k < results.length; k++) {
                driver.result(k, results[k]);
            }
            var scratch = Arena.ofAuto().allocate(Math.max(1, driver.bind()));
            if (Boolean.getBoolean("tornado.virtual.device")) {
                made.compile(driver);
            } else {
                driver.execute(scratch);
            }
        }
    }

    /// The kernels of an emitted class: what takes TornadoVM's context.
    private static List<String> kernels(String name) throws IOException {
        try {
            return Arrays.stream(Class.forName(name).getMethods())
                    .filter(m -> Modifier.isStatic(m.getModifiers()) && m.getParameterCount() > 0)
                    .filter(m -> m.getParameterTypes()[0].getSimpleName().equals("KernelContext"))
                    .map(m -> m.getName())
                    .sorted()
                    .toList();
        } catch (ClassNotFoundException e) {
            throw new IOException("cases name emitted classes", e);
        }
    }

    private static void bytes(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    /// What has no content is zeros.
    private static MemorySegment[] segments(DataInputStream in) throws IOException {
        var all = new MemorySegment[in.readInt()];
        for (int k = 0; k < all.length; k++) {
            int bytes = in.readInt();
            all[k] = Arena.ofAuto().allocate(Math.max(1, bytes), 64).asSlice(0, bytes);
            if (in.readBoolean()) {
                all[k].copyFrom(MemorySegment.ofArray(in.readNBytes(bytes)));
            }
        }
        return all;
    }
}
