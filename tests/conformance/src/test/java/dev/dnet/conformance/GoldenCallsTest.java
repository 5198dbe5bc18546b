package dev.dnet.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dnet.cli.device.KernelCheck;
import dev.dnet.compiler.diagnostic.Diagnostics;
import dev.dnet.compiler.diagnostic.TextRenderer;
import dev.dnet.compiler.elaborate.Elaborator;
import dev.dnet.compiler.ir.Grad;
import dev.dnet.compiler.ir.Graph;
import dev.dnet.compiler.ir.GraphBuilder;
import dev.dnet.compiler.ir.Input;
import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.ir.Output;
import dev.dnet.compiler.nest.Access;
import dev.dnet.compiler.nest.Axis;
import dev.dnet.compiler.nest.Compute;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.ops.Contract;
import dev.dnet.compiler.ops.Formulas;
import dev.dnet.compiler.pass.Pipeline;
import dev.dnet.compiler.source.Source;
import dev.dnet.compiler.source.Span;
import dev.dnet.compiler.type.Shape;
import dev.dnet.compiler.type.Size;
import dev.dnet.compiler.type.TensorType;
import dev.dnet.runtime.DnetException;
import dev.dnet.runtime.ElementType;
import dev.dnet.runtime.ShapeCheck;
import dev.dnet.runtime.Tensor;
import dev.dnet.runtime.Workspace;
import dev.dnet.runtime.data.BatchPlan;
import dev.dnet.runtime.data.BatchStream;
import dev.dnet.runtime.data.Cursor;
import dev.dnet.runtime.data.IdxDataSet;
import dev.dnet.runtime.data.TensorDataSet;
import dev.dnet.runtime.device.Device;
import dev.dnet.runtime.device.DeviceProgram;
import dev.dnet.runtime.safetensors.SafetensorsFile;
import dev.dnet.runtime.safetensors.SafetensorsWriter;
import dev.dnet.runtime.train.Evaluation;
import dev.dnet.runtime.train.Score;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/// Named errors that a program in Java meets, or that only the compiler itself can earn: what is
/// printed stands in `resources/diagnostics/calls`, a file for each. `-Dgolden.update=true` writes
/// those.
final class GoldenCallsTest {
    private static final Path FOLDER = Path.of("src/test/resources/diagnostics/calls");

    @TempDir private Path folder = Path.of("");

    @FunctionalInterface
    private interface Showing {
        String text() throws IOException;
    }

    @TestFactory
    Stream<DynamicTest> printsWhatIsWrittenInItsFile() {
        return cases().entrySet().stream()
                .map(c ->
                        DynamicTest.dynamicTest(c.getKey(), () -> check(c.getKey(), c.getValue())));
    }

    private void check(String code, Showing showing) throws IOException {
        var text = showing.text().replace(folder.toString(), "$DIR") + "\n";
        var golden = FOLDER.resolve(code.replace('/', '_') + ".txt");
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(golden, text);
        }
        assertEquals(Files.readString(golden), text);
        assertTrue(text.startsWith("error[" + code + "]: "), text);
    }

    private Map<String, Showing> cases() {
        var cases = new LinkedHashMap<String, Showing>();
        var image = ShapeCheck.of("image", "f32[N, 1, 28, 28]");
        var label = ShapeCheck.of("label", "i32[N]");
        cases.put("argument/type", () -> thrown(() -> label.check(floats(4), 4)));
        cases.put(
                "argument/rank", () -> thrown(() -> image.check(floats(28, 28), ShapeCheck.FREE)));
        cases.put(
                "argument/size",
                () -> thrown(() -> label.check(Tensor.zeros(ElementType.I32, 3), 4)));
        cases.put("tensor/count", () -> thrown(() -> Tensor.of(new float[3], 2, 2)));
        cases.put("tensor/index", () -> thrown(() -> floats(2, 2).getFloat(0, 2)));
        cases.put("tensor/rows", () -> thrown(() -> floats(2, 2).rows(3)));
        cases.put("tensor/shape", () -> thrown(() -> floats(2, -1)));
        cases.put("tensor/type", () -> thrown(() -> floats(2).copyFrom(floats(3))));
        cases.put("tensor/out-of-memory", () -> thrown(() -> floats(1L << 50)));
        cases.put("session/busy", () -> thrown(GoldenCallsTest::enterTwice));
        cases.put("session/out-of-memory", () -> thrown(GoldenCallsTest::enterWithTooMuch));
        cases.put("device/not-built", () -> thrown(() -> open(CpuAlone.class)));
        cases.put("device/runtime-missing", () -> thrown(() -> open(Emitted.class)));
        cases.put(
                "device/differs",
                () ->
                        thrown(() ->
                                KernelCheck.requireSame(
                                        "kernel conv_0 of step on gpu. Computes net.dnet:12. What it"
                                                + " writes to relu",
                                        Tensor.of(new float[] {1, 2, 3}, 3),
                                        Tensor.of(new float[] {1, 2.5f, 3}, 3))));
        data(cases);
        files(cases);
        gradients(cases);
        return cases;
    }

    /// A class without one for devices beside it.
    static final class CpuAlone {}

    /// A class that has one.
    static final class Emitted {}

    /// As if the runtime for devices were not there.
    static final class EmittedDevice {
        static {
            fail();
        }

        private static void fail() {
            throw new NoClassDefFoundError("dev/dnet/runtime/tornado/TornadoProgram");
        }
    }

    private static void open(Class<?> type) {
        DeviceProgram.open(Device.gpu(), type, new MemorySegment[0], MemorySegment.NULL);
    }

    private void data(Map<String, Showing> cases) {
        var three = new TensorDataSet(List.of("x"), List.of(floats(3, 2)), List.of());
        cases.put("data/batch-size", () -> thrown(() -> BatchPlan.inOrder(0)));
        cases.put(
                "data/too-small",
                () ->
                        thrown(() ->
                                BatchStream.once(
                                        three, three.fields(), new BatchPlan(4, false, true, 0))));
        cases.put(
                "data/cursor",
                () ->
                        thrown(() ->
                                BatchStream.endless(
                                        three,
                                        three.fields(),
                                        BatchPlan.inOrder(2),
                                        new Cursor(1, 4))));
        cases.put(
                "data/count",
                () ->
                        thrown(() ->
                                new TensorDataSet(
                                        List.of("x", "y"),
                                        List.of(floats(3, 2), floats(4)),
                                        List.of())));
        cases.put("data/too-large", () -> thrown(this::readWhatIsTooLarge));
    }

    private void files(Map<String, Showing> cases) {
        cases.put("safetensors/missing-tensor", () -> thrown(this::loadWhatIsNotThere));
        cases.put(
                "safetensors/unreadable",
                () -> {
                    var device = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");
                    Assumptions.assumeTrue(
                            Files.isRegularFile(device),
                            "no file here opens and cannot be mapped: " + device);
                    return thrown(() -> SafetensorsFile.open(device).close());
                });
        cases.put("train/score", () -> thrown(GoldenCallsTest::scoreByWhatIsNotThere));
    }

    private static void gradients(Map<String, Showing> cases) {
        cases.put("grad/none", () -> refused(new Steps()));
        var i = new Axis("i", Size.of(3));
        cases.put(
                "contract/no-gradient",
                () ->
                        refused(
                                new Contract(
                                        List.of(i),
                                        List.of(),
                                        List.of(Access.of(i), Access.of(i)),
                                        List.of(Access.of(i), Access.of(i)))));
        cases.put("gradient/rule-silent", GoldenCallsTest::ruleThatLeavesOut);
    }

    /// A rule that names one of the two inputs by which a gradient is taken.
    private static String ruleThatLeavesOut() {
        var source =
                new Source(
                        "net.dnet",
                        """
                        fn scaled(x: f32[..S], by: f32[..S]) -> f32[..S] = x * by
                            gradient (x, y, dy) => dy * by

                        model Net {
                            fn (x: f32[N]) = grad(fn (x) => sum(scaled(x, exp(x))))(x)
                        }
                        """);
        var diagnostics = new Diagnostics();
        var elaborated = Elaborator.elaborate(List.of(source), name -> List.of(), diagnostics);
        assertTrue(diagnostics.sorted().isEmpty());
        return differentiate(
                elaborated.programs().getFirst().methods().stream()
                        .filter(m -> m.name().equals("apply"))
                        .findFirst()
                        .orElseThrow()
                        .graph());
    }

    /// What differentiating this operation on two matrices says.
    private static String refused(Op op) {
        var source = new Source("net.dnet", "loss = sum(f(w, w))\n");
        var graph = new GraphBuilder("step");
        graph.at(new Span(source, 11, 18));
        var type = new TensorType(ElementType.F32, Shape.of(3, 3));
        var w = new Expr(graph, graph.add(new Input(Input.Role.PARAMETER, "w", type)));
        var y = w.call(op, w);
        var loss = Formulas.sum(y, List.of(0));
        graph.output(Output.Kind.RESULT, "d", loss.call(new Grad(), w).value());
        return differentiate(graph.build());
    }

    private static String differentiate(Graph graph) {
        var diagnostics = new Diagnostics();
        assertTrue(Pipeline.standard().run(graph, diagnostics, List.of()).isEmpty());
        return new TextRenderer(false).render(diagnostics.sorted()).stripTrailing();
    }

    /// An operation that has no gradient, and says why.
    record Steps() implements Op {
        @Override
        public TensorType type(List<TensorType> operands) {
            return operands.getFirst().withShape(Shape.of(3));
        }

        @Override
        public NdArray eval(List<NdArray> operands, TensorType result) {
            throw new IllegalStateException();
        }

        @Override
        public Compute compute(List<TensorType> operands, TensorType result) {
            throw new IllegalStateException();
        }

        @Override
        public List<OptionalInt> gradient(Vjp v) {
            throw new IllegalStateException();
        }

        @Override
        public Optional<String> whyNoGradient() {
            return Optional.of("it goes in steps");
        }
    }

    private static Tensor floats(long... shape) {
        return Tensor.zeros(ElementType.F32, shape);
    }

    private static String thrown(Executable call) {
        return assertThrows(DnetException.class, call).text();
    }

    private static void enterTwice() {
        try (var workspace = new Workspace()) {
            workspace.enter(64);
            try {
                workspace.enter(64);
            } finally {
                workspace.exit();
            }
        }
    }

    private static void enterWithTooMuch() {
        try (var workspace = new Workspace()) {
            workspace.enter(1L << 50);
        }
    }

    /// A file with a hole takes no room.
    private void readWhatIsTooLarge() throws IOException {
        var path = folder.resolve("images.idx");
        try (var file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength(3L << 30);
        }
        IdxDataSet.open(path, path);
    }

    private void loadWhatIsNotThere() {
        var path = folder.resolve("weights.safetensors");
        var tensors = new LinkedHashMap<String, Tensor>();
        tensors.put("w", floats(2, 2));
        SafetensorsWriter.write(path, tensors, new LinkedHashMap<>());
        try (var file = SafetensorsFile.open(path)) {
            file.load("b");
        }
    }

    private static void scoreByWhatIsNotThere() {
        var values = new LinkedHashMap<String, Double>();
        values.put("loss", 0.5);
        new Score("accuracy", true).of(new Evaluation(values, new LinkedHashMap<>(), 10));
    }
}
