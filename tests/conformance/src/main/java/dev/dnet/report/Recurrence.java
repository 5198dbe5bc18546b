package dev.dnet.report;

import dev.dnet.compiler.Compiler;
import dev.dnet.compiler.codegen.jvm.Entry;
import dev.dnet.compiler.codegen.jvm.JavaBuild;
import dev.dnet.compiler.codegen.jvm.kernel.Width;
import dev.dnet.compiler.diagnostic.Diagnostics;
import dev.dnet.compiler.diagnostic.TextRenderer;
import dev.dnet.compiler.elaborate.Library;
import dev.dnet.compiler.ir.Program;
import dev.dnet.compiler.loops.Traffic;
import dev.dnet.compiler.source.Source;
import dev.dnet.runtime.Tensor;
import dev.dnet.runtime.WorkPool;
import dev.dnet.runtime.train.TrainProgram;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// The programs of `recurrence.dnet` for sequences of a length.
final class Recurrence {
    private static final String SOURCE = "recurrence.dnet";
    private static final int ROWS = 4;
    private static final long SEED = 5;

    private final int turns;

    Recurrence(int turns) {
        this.turns = turns;
    }

    /// @param plain bytes of the arena of a step
    /// @param segments the same where segments are computed again
    /// @param kernels of a step with segments
    /// @param bytes of the classes of that program
    record Row(long plain, long segments, int kernels, long bytes) {}

    Row measure() {
        var segments = lowered("Segments");
        var classes = JavaBuild.compile(segments.java(List.of(Width.PLAIN)));
        return new Row(
                arena(step(lowered("Plain"))),
                arena(step(segments)),
                step(segments).loops().kernels().size(),
                classes.values().stream().mapToLong(c -> c.length).sum());
    }

    /// The losses of the first steps on one batch.
    double[] losses(String program, int steps) {
        var lowered = lowered(program);
        var classes = JavaBuild.compile(lowered.java(Width.ofThisMachine()));
        try (var pool = new WorkPool(WorkPool.defaultThreads());
                var trained = instance(JavaBuild.loader(classes, loader()), program, pool)) {
            trained.initialize(SEED);
            var batch = batch(trained);
            var losses = new double[steps];
            for (int k = 0; k < steps; k++) {
                losses[k] = trained.step(batch, SEED, k);
            }
            return losses;
        }
    }

    private static ClassLoader loader() {
        return Recurrence.class.getClassLoader();
    }

    private static TrainProgram instance(ClassLoader loader, String program, WorkPool pool) {
        try {
            var constructor =
                    loader.loadClass("recurrence." + program)
                            .getDeclaredConstructor(WorkPool.class);
            constructor.setAccessible(true);
            return (TrainProgram) constructor.newInstance(pool);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(program, e);
        }
    }

    /// Sequences and the mean of all numbers of each.
    private List<Tensor> batch(TrainProgram program) {
        var random = new Random(SEED);
        var fields = program.batchFields();
        var x = fields.get(0).batch(ROWS);
        var y = fields.get(1).batch(ROWS);
        long each = x.count() / ROWS;
        for (int row = 0; row < ROWS; row++) {
            float level = (float) random.nextGaussian();
            for (long k = 0; k < each; k++) {
                float value = level + 0.1f * (float) random.nextGaussian();
                x.segment().setAtIndex(ValueLayout.JAVA_FLOAT, row * each + k, value);
            }
            y.segment().setAtIndex(ValueLayout.JAVA_FLOAT, row, (float) Math.tanh(level) / 2);
        }
        return List.of(x, y);
    }

    private static Entry step(Compiler.Lowered lowered) {
        var methods = lowered.program().methods();
        for (int k = 0; k < methods.size(); k++) {
            if (methods.get(k).role() == Program.Role.STEP) {
                return lowered.entries().get(k);
            }
        }
        throw new IllegalStateException("no step in " + lowered.program().name());
    }

    private static long arena(Entry step) {
        return Traffic.of(step.loops(), Map.of("N", (long) ROWS)).arena();
    }

    private Compiler.Lowered lowered(String program) {
        var diagnostics = new Diagnostics();
        var compiler = new Compiler(Library.resources(loader()), List.of());
        return compiler.elaborate(List.of(source()), diagnostics).programs().stream()
                .filter(p -> p.name().equals(program))
                .findFirst()
                .flatMap(p -> compiler.lower(p, diagnostics))
                .orElseThrow(() ->
                        new IllegalStateException(
                                new TextRenderer(false).render(diagnostics.sorted())));
    }

    private Source source() {
        try (var in = Recurrence.class.getResourceAsStream(SOURCE)) {
            if (in == null) {
                throw new IllegalStateException(SOURCE + " is missing");
            }
            var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            var every = Math.round(Math.sqrt(turns));
            return new Source(
                    SOURCE,
                    text.replace("TURNS", String.valueOf(turns))
                            .replace("EVERY", String.valueOf(every)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
