package dev.dnet.compiler.codegen.jvm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dnet.compiler.Compiler;
import dev.dnet.compiler.codegen.jvm.kernel.Width;
import dev.dnet.compiler.diagnostic.Diagnostics;
import dev.dnet.compiler.elaborate.Library;
import dev.dnet.compiler.ir.Program;
import dev.dnet.compiler.ops.CheckIndices;
import dev.dnet.compiler.source.Source;
import dev.dnet.runtime.DnetException;
import dev.dnet.runtime.Tensor;
import dev.dnet.runtime.WorkPool;
import dev.dnet.runtime.train.TrainProgram;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;

/// What only a call can know ends the call, and leaves everything as it was.
class ChecksTest {
    private static final String FIT =
            """
            use nn.{Embedding, Linear, BatchNorm}
            use loss.{cross_entropy}
            use optim.{Adam}

            train Fit {
                let table = Embedding(5, 4)
                let norm = BatchNorm(4)
                let out = Linear(4, 3)
                batch (id: i32[N], label: i32[N])
                assert N >= 2, "a batch has a variance"
                loss = cross_entropy(out(norm(table(id))), label)
                update = Adam(0.1)
            }
            """;

    private static final Tensor GOOD_IDS = Tensor.of(new int[] {0, 1, 4}, 3);
    private static final Tensor GOOD_LABELS = Tensor.of(new int[] {0, 1, 2}, 3);

    private final Compiler compiler =
            new Compiler(Library.folder(Path.of("../../stdlib/src/main/dnet")), List.of());

    private Program program(String text) {
        var diagnostics = new Diagnostics();
        var found = compiler.elaborate(List.of(new Source("test.dnet", text)), diagnostics);
        assertEquals(List.of(), diagnostics.sorted());
        return found.programs().getLast();
    }

    private TrainProgram load(WorkPool pool) throws ReflectiveOperationException {
        var lowered = compiler.lower(program(FIT), new Diagnostics()).orElseThrow();
        var classes = JavaBuild.compile(lowered.java(Width.ofThisMachine()));
        return JavaBuild.loader(classes, ChecksTest.class.getClassLoader())
                .loadClass("Fit")
                .asSubclass(TrainProgram.class)
                .getConstructor(WorkPool.class)
                .newInstance(pool);
    }

    private static void refuses(TrainProgram fit, String found, Tensor... batch) {
        var before = new TreeMap<String, float[]>();
        fit.variables().forEach((name, tensor) -> before.put(name, tensor.toFloats()));
        var thrown = assertThrows(DnetException.class, () -> fit.step(List.of(batch), 1, 0));
        assertTrue(thrown.text().contains(found), thrown.text());
        fit.variables()
                .forEach((name, tensor) ->
                        assertArrayEquals(before.get(name), tensor.toFloats(), name));
        assertThrows(DnetException.class, () -> fit.evaluate(List.of(batch)));
    }

    @Test
    void aStepThatIsRefusedHasChangedNothingAndTheNextOneRuns() throws Exception {
        try (var pool = new WorkPool(2);
                var fit = load(pool)) {
            fit.initialize(1);
            refuses(fit, "`label`[2] is 3", GOOD_IDS, Tensor.of(new int[] {0, 1, 3}, 3));
            refuses(fit, "`label`[0] is -1", GOOD_IDS, Tensor.of(new int[] {-1, 1, 2}, 3));
            refuses(fit, "`id`[1] is 5", Tensor.of(new int[] {0, 5, 1}, 3), GOOD_LABELS);
            refuses(
                    fit,
                    "a batch has a variance",
                    Tensor.of(new int[] {0}, 1),
                    Tensor.of(new int[] {0}, 1));
            assertTrue(fit.step(List.of(GOOD_IDS, GOOD_LABELS), 1, 0) > 0);
        }
    }

    /// Indices that are positions already are not looked at again.
    @Test
    void whatIsKnownNeedsNoCheck() {
        var net =
                program(
                        """
                        model Net {
                            fn (x: f32[N, 4], ids: i32[N]) {
                                let best = argmax(x, axis: 1)
                                let some = take(x, iota(4), axis: 1)
                                let sorted = take_along(x, argsort(x, axis: 1), axis: 1)
                                let hot = one_hot(best, 4)
                                let wrapped = take(x, ids % 4, axis: 1)
                                let clamped = take(x, minimum(maximum(ids, 0), 3), axis: 1)
                                let again = one_hot(reshape(best, [N, 1]), 5)
                                (some, sorted, hot, wrapped, clamped, again, take(x, ids, axis: 1))
                            }
                        }
                        """);
        var graph = net.methods().getLast().graph();
        var checks = graph.instrs().stream().filter(i -> i.op() instanceof CheckIndices).toList();
        assertEquals(1, checks.size(), checks::toString);
    }
}
