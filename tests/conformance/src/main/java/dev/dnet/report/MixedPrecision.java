package dev.dnet.report;

import dev.dnet.compiler.Compiler;
import dev.dnet.compiler.codegen.jvm.JavaBuild;
import dev.dnet.compiler.codegen.jvm.kernel.Width;
import dev.dnet.compiler.diagnostic.Diagnostics;
import dev.dnet.compiler.diagnostic.TextRenderer;
import dev.dnet.compiler.elaborate.Library;
import dev.dnet.compiler.ir.Program;
import dev.dnet.compiler.loops.Traffic;
import dev.dnet.compiler.source.Source;
import dev.dnet.runtime.WorkPool;
import dev.dnet.runtime.data.BatchPlan;
import dev.dnet.runtime.data.BatchStream;
import dev.dnet.runtime.data.DataSet;
import dev.dnet.runtime.data.DigitsDataSet;
import dev.dnet.runtime.train.TrainProgram;

import java.util.List;
import java.util.Map;

/// A network that reads digits with parameters of f32, and with layers in a type of 16 bits.
public enum MixedPrecision {
    F32("f32", "Adam(lr: 1e-3)"),
    BF16("bf16", "Adam(lr: 1e-3)"),
    F16_SCALED("f16", "scaled(inner: Adam(lr: 1e-3))");

    private static final String TEXT =
            """
            package reader

            use nn.{Linear, relu, flatten}
            use loss.cross_entropy
            use optim.{Adam, scaled}

            model Reader {
                let first = Linear(in: 784, out: 128)
                let layers = [Linear(in: 128, out: 128) for i in 0..DEPTH]
                let last = Linear(in: 128, out: 10)
                fn (x: Float[N, 784]) = last(fold l in layers, h = relu(first(x)) => relu(l(h)))
            }

            train Reading {
                let reader = Reader()
                batch (image: f32[N, 1, 28, 28], label: i32[N])
                let scores = f32(reader(TYPE(flatten(image))))
                loss = cross_entropy(scores, label)
                update = UPDATE
                metric accuracy = mean(f32(argmax(scores, axis: 1) == label))
            }
            """;

    private static final int SHALLOW = 2;
    private static final int DEEP = 24;
    private static final int BATCH = 32;
    private static final int ROWS = 1024;
    private static final int OTHERS = 512;
    private static final long SEED = 3;

    private final String type;
    private final String update;

    MixedPrecision(String type, String update) {
        this.type = type;
        this.update = update;
    }

    /// The element type of the layers.
    public String type() {
        return type;
    }

    /// Bytes of the arena of a step of a deep network on a large batch.
    public long arena() {
        var lowered = lowered(DEEP);
        var methods = lowered.program().methods();
        for (int k = 0; k < methods.size(); k++) {
            if (methods.get(k).role() == Program.Role.STEP) {
                var loops = lowered.entries().get(k).loops();
                return Traffic.of(loops, Map.of("N", (long) ROWS)).arena();
            }
        }
        throw new IllegalStateException("no step");
    }

    /// The share of digits that it reads rightly after so many steps.
    public double trained(int steps) {
        var classes = JavaBuild.compile(lowered(SHALLOW).java(Width.ofThisMachine()));
        var loader = JavaBuild.loader(classes, MixedPrecision.class.getClassLoader());
        try (var pool = new WorkPool(WorkPool.defaultThreads());
                var program =
                        loader.loadClass("reader.Reading")
                                .asSubclass(TrainProgram.class)
                                .getConstructor(WorkPool.class)
                                .newInstance(pool)) {
            program.initialize(SEED);
            train(program, steps);
            return accuracy(program);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void train(TrainProgram program, int steps) {
        var data = new DigitsDataSet(steps * BATCH, 7);
        try (var stream = stream(data, program, BATCH)) {
            for (int step = 0; step < steps; step++) {
                program.step(stream.next().orElseThrow().tensors(), SEED, step);
            }
        }
    }

    private static double accuracy(TrainProgram program) {
        try (var stream = stream(new DigitsDataSet(OTHERS, 8), program, OTHERS)) {
            return program.evaluate(stream.next().orElseThrow().tensors())[1];
        }
    }

    private static BatchStream stream(DataSet data, TrainProgram program, int batch) {
        return BatchStream.once(data, program.batchFields(), BatchPlan.inOrder(batch));
    }

    private Compiler.Lowered lowered(int depth) {
        var diagnostics = new Diagnostics();
        var compiler =
                new Compiler(Library.resources(MixedPrecision.class.getClassLoader()), List.of());
        var text =
                TEXT.replace("TYPE", type)
                        .replace("UPDATE", update)
                        .replace("DEPTH", Integer.toString(depth));
        return compiler
                .elaborate(List.of(new Source("reader.dnet", text)), diagnostics)
                .programs()
                .stream()
                .filter(p -> p.kind() == Program.Kind.TRAIN)
                .findFirst()
                .flatMap(p -> compiler.lower(p, diagnostics))
                .orElseThrow(() ->
                        new IllegalStateException(
                                new TextRenderer(false).render(diagnostics.sorted())));
    }
}
