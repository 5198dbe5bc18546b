package dev.dnet.benchmarks;

import dev.dnet.cli.device.DeviceClasses;
import dev.dnet.cli.device.Machine;
import dev.dnet.cli.device.Sdk;
import dev.dnet.compiler.codegen.jvm.JavaSource;
import dev.dnet.compiler.codegen.jvm.kernel.Width;
import dev.dnet.compiler.codegen.tornado.DeviceFiles;
import dev.dnet.compiler.codegen.tornado.DeviceKind;
import dev.dnet.compiler.source.Source;
import dev.dnet.runtime.device.Device;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Measures in a virtual machine that has devices, and prints the rows.
final class DeviceSpeed {
    /// The property of the virtual machine that names another kind of device.
    private static final String KIND = "dnet.kind";

    private static final double ASKED = 0.8;

    /// How many of the kernels move bytes; the others are contractions.
    private static final int FUSED = 3;

    private static final long MIB = 1L << 20;

    private final DeviceTable table;
    private final String device;
    private final boolean gpu;
    private final int elements;

    private DeviceSpeed(String device, String kind, long memory, long largest) {
        this.device = device;
        gpu = kind.equals("GPU");
        table = new DeviceTable(System.out, gpu);
        boolean large = memory >= 1024 * MIB && largest >= 128 * MIB;
        elements = Math.toIntExact((large ? 16 : 4) * MIB);
    }

    /// The device, its kind, its bytes, those of its largest array, and the file that takes the
    /// number of rows that fall short.
    public static void main(String[] args) throws IOException {
        var speed =
                new DeviceSpeed(args[0], args[1], Long.parseLong(args[2]), Long.parseLong(args[3]));
        speed.measure();
        Files.writeString(Path.of(args[4]), Integer.toString(speed.table.fallShort()));
    }

    private void measure() throws IOException {
        var kernels = kernels();
        var steps = steps();
        compile(kernels, steps);
        table.load();
        fused(kernels);
        contractions(kernels);
        training(steps);
        table.load();
    }

    /// What a row measures: a program of `device-speed.dnet`, its sizes, and how many bytes must
    /// move or how many operations there are.
    private record Kernel(
            String label, KernelRun.Code code, Map<String, Integer> sizes, double work) {}

    private static KernelRun.Code code(String program) throws IOException {
        return new KernelRun.Code(Compiled.lowered(source(), program));
    }

    private List<Kernel> kernels() throws IOException {
        var softMax = code("SoftMax");
        var norm = code("Normalised");
        var product = code("Product");
        var convolution = code("Convolution");
        double rows = 2.0 * Float.BYTES * 4096 * 1000;
        var all = new ArrayList<Kernel>();
        all.add(
                new Kernel(
                        "gelu(x w + b) sigmoid(x), %d M".formatted(elements / MIB),
                        code("Fused"),
                        Map.of("N", elements),
                        2.0 * Float.BYTES * elements));
        all.add(new Kernel("soft-max 4096 x 1000", softMax, Map.of("N", 4096, "L", 1000), rows));
        all.add(new Kernel("layer norm 4096 x 1000", norm, Map.of("N", 4096), rows));
        for (int n : gpu ? new int[] {512, 1024, 2048} : new int[] {512, 1024}) {
            var label = "matrix product %d x %d x %d".formatted(n, n, n);
            var sizes = Map.of("M", n, "K", n, "N", n);
            all.add(new Kernel(label, product, sizes, 2.0 * n * n * n));
        }
        all.add(
                new Kernel(
                        "convolution 3 x 3, 4 x 64 x 56 x 56 to 64",
                        convolution,
                        Map.of("N", 4, "H", 56, "W", 56),
                        2.0 * 4 * 64 * 56 * 56 * 64 * 9));
        return all;
    }

    private List<StepRun> steps() throws IOException {
        var resnet = gpu ? "LargePictures" : "SmallPictures";
        var encoder = gpu ? "LongTexts" : "ShortTexts";
        return List.of(
                new StepRun(
                        "LeNet, batch 64 of 1 x 28 x 28",
                        Compiled.lowered(Digits.source(), "Digits"),
                        64),
                new StepRun(
                        gpu
                                ? "ResNet-18, batch 32 of 3 x 224 x 224"
                                : "ResNet-18, batch 4 of 3 x 64 x 64 (no GPU: small)",
                        Compiled.lowered(source(), resnet),
                        gpu ? 32 : 4),
                new StepRun(
                        gpu
                                ? "encoder layer, 16 x 512 tokens of 512, 8 heads"
                                : "encoder layer, 4 x 128 tokens of 256, 4 heads (no GPU: small)",
                        Compiled.lowered(source(), encoder),
                        gpu ? 16 : 4));
    }

    private static Source source() throws IOException {
        return new Source("device-speed.dnet", resource("device-speed.dnet"));
    }

    private static String resource(String name) throws IOException {
        try (var in = DeviceSpeed.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException(name + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void compile(List<Kernel> kernels, List<StepRun> steps) throws IOException {
        var sdk = Sdk.require();
        var folder = Machine.folder().orElseThrow();
        var kind = kind(sdk, folder);
        table.note("kernels are written for the kind " + kind.dnetName());
        var sources = new ArrayList<JavaSource>();
        var programs =
                new ArrayList<>(kernels.stream().map(k -> k.code().lowered()).distinct().toList());
        steps.forEach(s -> programs.add(s.lowered()));
        for (var lowered : programs) {
            sources.addAll(lowered.java(Width.ofThisMachine()));
            sources.addAll(DeviceFiles.write(lowered.program(), lowered.entries(), kind));
        }
        sources.add(
                new JavaSource(
                        "dev.dnet.runtime.tornado",
                        "DeviceCopy",
                        resource("DeviceCopy.java"),
                        false));
        DeviceClasses.compile(sdk, sources, folder);
    }

    /// The device's own, unless another form is to be measured on it.
    private DeviceKind kind(Sdk sdk, Path folder) throws IOException {
        var asked = System.getProperty(KIND);
        return asked == null
                ? DeviceClasses.kind(sdk, Device.of(device), folder)
                : DeviceKind.of(asked).orElseThrow();
    }

    /// Each beside a copy of as many bytes: one that fits into a cache is faster than one that does
    /// not.
    private void fused(List<Kernel> kernels) {
        table.head("kernels that move bytes", "GB/s", "of copy");
        var copies = new HashMap<Double, CopyRun>();
        for (var kernel : kernels.subList(0, FUSED)) {
            double moved = kernel.work() / 1e9;
            var copy = copies.get(moved);
            if (copy == null) {
                copy = CopyRun.best(device, (int) (kernel.work() / 2 / Float.BYTES));
                copies.put(moved, copy);
                table.row(copy.label(), copy.speed(), moved, "", "");
            }
            double best = copy.speed().best();
            run(kernel, s -> table.share(kernel.label(), s, moved, s.best() / best, ASKED));
        }
    }

    private void contractions(List<Kernel> kernels) {
        table.head("contractions", "GFLOP/s", "of cuBLAS");
        for (var kernel : kernels.subList(FUSED, kernels.size())) {
            run(kernel, s -> table.unknown(kernel.label(), s, kernel.work() / 1e9, ">= 90 %"));
        }
        table.note(
                gpu
                        ? "cuBLAS: not measured, this table does not call it"
                        : "cuBLAS: not measured, it needs a GPU of NVIDIA");
    }

    private void run(Kernel kernel, Consumer<Measured> row) {
        try (var run = new KernelRun(kernel.code(), kernel.sizes(), Device.of(device))) {
            run.check();
            row.accept(run.measure());
        } catch (RuntimeException e) {
            table.failed(kernel.label(), e);
        }
    }

    private void training(List<StepRun> steps) {
        table.head("steps of training", "steps/s", "ms");
        for (var step : steps) {
            try {
                var speed = step.measure(Device.of(device));
                table.step(step.label(), speed, "no slower than eager PyTorch");
            } catch (RuntimeException e) {
                table.failed(step.label(), e);
            }
        }
        table.note(
                gpu
                        ? "eager PyTorch: not measured, the one among the peers is built for CPUs"
                        : "eager PyTorch on the same GPU: not measured, there is no GPU");
    }
}
