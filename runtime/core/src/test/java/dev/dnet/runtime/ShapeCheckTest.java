package dev.dnet.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;

import org.junit.jupiter.api.Test;

import java.lang.management.ManagementFactory;

class ShapeCheckTest {
    private static final long FREE = ShapeCheck.FREE;
    private static final ShapeCheck IMAGE = ShapeCheck.of("image", "f32[N, 1, 28, 28]");

    private static Tensor f32(long... shape) {
        return Tensor.zeros(ElementType.F32, shape);
    }

    @Test
    void whatFitsPasses() {
        IMAGE.check(f32(64, 1, 28, 28), FREE);
        IMAGE.check(f32(64, 1, 28, 28), 64);
        ShapeCheck.of("a", "f32").check(f32());
        ShapeCheck.of("a", "f32[]").check(f32());
        ShapeCheck.of("a", "f32[2, 3]").check(f32(2, 3));
        ShapeCheck.of("a", "f32[N, N]").check(f32(3, 3), FREE);
        ShapeCheck.of("a", "f32[max(N, 2), K]").check(f32(4, 5), 4, FREE);
        ShapeCheck.of("a", "f32[A, B, C, D, E]")
                .check(f32(1, 2, 3, 4, 5), new long[] {1, FREE, 3, 4, FREE});
    }

    @Test
    void aWrongSizeNamesTheAxis() {
        assertEquals(
                """
                argument 'image' is f32[64, 28, 1, 28]
                expected: f32[N, 1, 28, 28]
                help: axis 1 (1) is 28 where 1 is needed\
                """,
                message("argument/size", () -> IMAGE.check(f32(64, 28, 1, 28), FREE)));
    }

    @Test
    void aBoundSymbolIsShownWithItsValue() {
        ShapeCheck label = ShapeCheck.of("label", "i32[N]");
        assertEquals(
                """
                argument 'label' is i32[32]
                expected: i32[N] with N = 64
                help: axis 0 (N) is 32 where 64 is needed\
                """,
                message("argument/size", () -> label.check(Tensor.zeros(ElementType.I32, 32), 64)));
    }

    @Test
    void typeAndRankAreChecked() {
        assertTrue(
                message("argument/type", () -> IMAGE.check(Tensor.zeros(ElementType.F64, 1), FREE))
                        .contains("help: convert it to f32"));
        assertTrue(
                message("argument/rank", () -> IMAGE.check(f32(28, 28), FREE))
                        .contains("help: it has 2 axes and needs 4"));
    }

    @Test
    void repeatedAndManySymbolsAreChecked() {
        ShapeCheck square = ShapeCheck.of("a", "f32[N, N]");
        assertTrue(
                message("argument/size", () -> square.check(f32(3, 4), FREE))
                        .contains("axis 1 (N) is 4 where 3 is needed"));
        ShapeCheck five = ShapeCheck.of("a", "f32[A, B, C, D, E]");
        assertTrue(
                message(
                                "argument/size",
                                () -> five.check(f32(1, 1, 1, 1, 2), new long[] {1, 1, 1, 1, 1}))
                        .contains("with A = 1, B = 1, C = 1, D = 1, E = 1"));
        assertThrows(IllegalArgumentException.class, () -> square.check(f32(3, 3), 3, 3));
        assertThrows(IllegalArgumentException.class, () -> ShapeCheck.of("a", "f99[N]"));
    }

    @Test
    void whatFitsCostsNoMemory() {
        Tensor image = f32(64, 1, 28, 28);
        for (int i = 0; i < 2000; i++) {
            IMAGE.check(image, FREE);
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 2000; i++) {
            IMAGE.check(image, FREE);
        }
        assertTrue(threads.getCurrentThreadAllocatedBytes() - before < 2000);
    }

    private static String message(String code, org.junit.jupiter.api.function.Executable action) {
        DnetException e = assertThrows(DnetException.class, action);
        assertEquals(code, e.code());
        return e.getMessage();
    }
}
