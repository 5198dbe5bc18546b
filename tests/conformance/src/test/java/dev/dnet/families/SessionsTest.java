package dev.dnet.families;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.util.Objects.requireNonNull;

import dev.dnet.runtime.DnetException;
import dev.dnet.runtime.Tensor;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/// Sessions of a model that has caches: what they keep, and that they keep it apart.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SessionsTest {
    private static final int LENGTH = 20;
    private static final int THREADS = 4;
    private static final int CAP = 24;

    private ModelObject model = new ModelObject("");

    @BeforeAll
    void compile() throws Exception {
        model = Compiled.of("decoding").model("Decoder", 3);
    }

    private static double[] step(ModelObject session, int id, int at)
            throws ReflectiveOperationException {
        return Numbers.doubles(
                session.call("step", Tensor.of(new int[] {id}, 1), Tensor.of(new int[] {at})));
    }

    /// What a session says to a sequence of its own.
    private static List<double[]> said(ModelObject session, int kind)
            throws ReflectiveOperationException {
        var said = new ArrayList<double[]>();
        for (int at = 0; at < LENGTH; at++) {
            said.add(step(session, (at * kind + at / 3) % 12, at));
        }
        return said;
    }

    @SuppressWarnings("unchecked") // What the generated method declares.
    private static Map<String, Tensor> caches(ModelObject session)
            throws ReflectiveOperationException {
        var object = session.object();
        return (Map<String, Tensor>)
                requireNonNull(object.getClass().getMethod("caches").invoke(object));
    }

    private static double[] held(ModelObject session) throws ReflectiveOperationException {
        return caches(session).values().stream()
                .flatMapToDouble(t -> Arrays.stream(Numbers.doubles(t)))
                .toArray();
    }

    @Test
    void threadsDoNotMeet() throws Exception {
        var alone = new ArrayList<List<double[]>>();
        for (int kind = 0; kind < THREADS; kind++) {
            alone.add(said(model.session(), kind));
        }
        try (var threads = Executors.newFixedThreadPool(THREADS)) {
            var tasks =
                    IntStream.range(0, THREADS)
                            .mapToObj(
                                    k -> (Callable<List<double[]>>) () -> said(model.session(), k))
                            .toList();
            var together = threads.invokeAll(tasks);
            for (int kind = 0; kind < THREADS; kind++) {
                var got = together.get(kind).get();
                for (int at = 0; at < LENGTH; at++) {
                    assertArrayEquals(alone.get(kind).get(at), got.get(at));
                }
            }
        }
    }

    @Test
    void aSessionThatIsResetBeginsAgain() throws Exception {
        var session = model.session();
        var first = step(session, 5, 7);
        assertTrue(Arrays.stream(held(session)).anyMatch(x -> x != 0));
        said(session, 2);
        assertFalse(Arrays.equals(first, step(session, 5, 7)));
        session.object().getClass().getMethod("reset").invoke(session.object());
        assertTrue(Arrays.stream(held(session)).allMatch(x -> x == 0));
        assertArrayEquals(first, step(session, 5, 7));
    }

    @Test
    void aPlaceBehindTheLastLeavesTheSessionAsItWas() throws Exception {
        var session = model.session();
        said(session, 1);
        var before = held(session);
        for (int at : List.of(CAP, -1)) {
            var error = assertThrows(DnetException.class, () -> step(session, 3, at));
            assertEquals("index/out-of-range", error.code());
            var message = String.valueOf(error.getMessage());
            assertTrue(message.contains("`at` is " + at), message);
        }
        assertArrayEquals(before, held(session));
    }

    /// What depends on the calls before is a method of sessions alone; checkpoints and the memory
    /// that all sessions share hold no caches.
    @Test
    void theModelItselfKeepsNothing() throws Exception {
        for (var method : List.of("step", "write")) {
            assertThrows(NoSuchMethodException.class, () -> model.call(method, "", ""));
        }
        assertEquals(4, caches(model.session()).size());
        assertTrue(model.variables().keySet().stream().noneMatch(p -> p.endsWith("keys")));
        assertTrue(model.variables().keySet().stream().noneMatch(p -> p.endsWith("values")));
        assertTrue(model.variables().containsKey("blocks.0.mix.mix.key.w"));
    }
}
