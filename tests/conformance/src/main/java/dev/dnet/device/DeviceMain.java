package dev.dnet.device;

import dev.dnet.runtime.Driver;
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
/// finds kernels on the class path alone. Reads programs from one file, writes to another what came
/// of their entry points. All that depends on the shape of an emitted class stands here.
final class DeviceMain {
    /// The property that names the backend.
    static final String BACKEND = "dnet.backend";

    /// The property that says how often kernels are timed; what is not timed prints nothing.
    static final String TIMES = "dnet.times";

    private static final int LINES = 25;

    private DeviceMain() {}

    public static void main(String[] files) throws IOException {
        try (var in = new DataInputStream(Files.newInputStream(Path.of(files[0])));
                var out = new DataOutputStream(Files.newOutputStream(Path.of(files[1])))) {
            int programs = in.readInt();
            for (int p = 0; p < programs; p++) {
                one(in, out);
                out.flush();
            }
        }
    }

    /// An entry point: what it takes, and what came of it.
    private static final class Call {
        final String type;
        final int[] sizes;
        final MemorySegment[] arguments;
        final MemorySegment[] results;
        final MemorySegment numbers;
        String error = "";
        byte[] printed = {};

        Call(DataInputStream in) throws IOException {
            type = in.readUTF();
            sizes = new int[in.readInt()];
            for (int s = 0; s < sizes.length; s++) {
                sizes[s] = in.readInt();
            }
            arguments = segments(in);
            results = segments(in);
            numbers = segment(in);
        }

        void bind(Driver driver) {
            for (int s = 0; s < sizes.length; s++) {
                driver.size(s, sizes[s]);
            }
            for (int k = 0; k < arguments.length; k++) {
                driver.argument(k, arguments[k]);
            }
            for (int k = 0; k < results.length; k++) {
                driver.result(k, results[k]);
            }
            driver.bind();
        }

        void write(DataOutputStream out) throws IOException {
            bytes(out, error.getBytes(StandardCharsets.UTF_8));
            bytes(out, printed);
            bytes(out, String.join("\n", kernels(type)).getBytes(StandardCharsets.UTF_8));
            out.writeInt(results.length);
            for (var result : results) {
                bytes(out, result.toArray(ValueLayout.JAVA_BYTE));
            }
        }
    }

    private static void one(DataInputStream in, DataOutputStream out) throws IOException {
        var program = in.readUTF();
        var variables = segments(in);
        var calls = new Call[in.readInt()];
        for (int k = 0; k < calls.length; k++) {
            calls[k] = new Call(in);
        }
        try {
            run(program, variables, calls);
        } catch (ReflectiveOperationException | RuntimeException e) {
            for (var call : calls) {
                call.error += text(e);
            }
        }
        for (var call : calls) {
            call.write(out);
        }
        for (var variable : variables) {
            bytes(out, variable.toArray(ValueLayout.JAVA_BYTE));
        }
    }

    private static String text(Exception e) {
        var text = new StringWriter();
        var cause = e instanceof InvocationTargetException i ? i.getTargetException() : e;
        cause.printStackTrace(new PrintWriter(text));
        return text.toString().lines().limit(LINES).collect(Collectors.joining("\n"));
    }

    /// The device is the first one; one that is only described compiles, and runs nothing. All
    /// sizes are known before the first call, as memory for all of them is made there.
    private static void run(String program, MemorySegment[] variables, Call[] calls)
            throws ReflectiveOperationException {
        var type = Class.forName(program + "Device").asSubclass(DeviceProgram.class);
        var constructor =
                type.getConstructor(Device.class, MemorySegment[].class, MemorySegment.class);
        var device = Device.of(System.getProperty(BACKEND) + ":0");
        var numbers = Arena.ofAuto().allocate(calls[0].numbers.byteSize(), Long.BYTES);
        try (var made = constructor.newInstance(device, variables, numbers)) {
            for (int k = 0; k < calls.length; k++) {
                calls[k].bind(made.driver(k));
            }
            for (int k = 0; k < calls.length; k++) {
                numbers.copyFrom(calls[k].numbers);
                run(made, made.driver(k), calls[k]);
            }
            made.fetch();
        }
    }

    /// What a call prints is part of what came of it: TornadoVM prints kernels where it is told to.
    private static void run(DeviceProgram program, Driver driver, Call call) {
        var printed = new ByteArrayOutputStream();
        var console = System.out;
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            if (Boolean.getBoolean("tornado.virtual.device")) {
                program.compile(driver);
            } else {
                driver.execute(Arena.ofAuto().allocate(1));
                int runs = Integer.getInteger(TIMES, 0);
                if (runs > 0) {
                    System.out.println(Arrays.toString(program.kernelTimes(driver, runs)));
                    driver.execute(Arena.ofAuto().allocate(1));
                }
            }
        } catch (RuntimeException e) {
            call.error = text(e);
        } finally {
            System.setOut(console);
        }
        call.printed = printed.toByteArray();
    }

    /// The kernels of an emitted class.
    private static List<String> kernels(String name) throws IOException {
        try {
            return Arrays.stream(Class.forName(name).getMethods())
                    .filter(m -> Modifier.isStatic(m.getModifiers()))
                    .map(m -> m.getName())
                    .filter(method -> method.endsWith("Kernel"))
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

    private static MemorySegment[] segments(DataInputStream in) throws IOException {
        var all = new MemorySegment[in.readInt()];
        for (int k = 0; k < all.length; k++) {
            all[k] = segment(in);
        }
        return all;
    }

    /// What has no content is zeros.
    private static MemorySegment segment(DataInputStream in) throws IOException {
        int bytes = in.readInt();
        var segment = Arena.ofAuto().allocate(Math.max(1, bytes), 64).asSlice(0, bytes);
        if (in.readBoolean()) {
            segment.copyFrom(MemorySegment.ofArray(in.readNBytes(bytes)));
        }
        return segment;
    }
}
