package dev.dnet.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

class TensorTest {
    @Test
    void arraysComeBackAsTheyWere() {
        float[] floats = {1f, -0f, Float.NaN, 3.5f};
        double[] doubles = {1, 2, 3, 4};
        long[] longs = {Long.MIN_VALUE, 0, 1, Long.MAX_VALUE};
        assertArrayEquals(floats, Tensor.of(floats, 2, 2).toFloats());
        assertArrayEquals(doubles, Tensor.of(doubles, 4).toDoubles());
        assertArrayEquals(new int[] {7, -8}, Tensor.of(new int[] {7, -8}, 1, 2).toInts());
        assertArrayEquals(longs, Tensor.of(longs, 4, 1).toLongs());
        boolean[] bits = {true, false, true};
        assertArrayEquals(bits, Tensor.of(bits, 3).toBooleans());
    }

    @Test
    void memoryIsAlignedAndZero() {
        for (ElementType type : ElementType.values()) {
            Tensor tensor = Tensor.zeros(type, 3, 5);
            assertEquals(0, tensor.segment().address() % 64);
            assertEquals(15L * type.bytes(), tensor.segment().byteSize());
            assertEquals(0.0, tensor.valueAt(14));
        }
    }

    @Test
    void indexIsRowMajor() {
        Tensor tensor = Tensor.of(new int[] {0, 1, 2, 3, 4, 5}, 2, 3);
        assertEquals(5, tensor.getInt(1, 2));
        tensor.setInt(9, 1, 0);
        assertArrayEquals(new int[] {0, 1, 2, 9, 4, 5}, tensor.toInts());
    }

    @Test
    void everyTypeCanBeReadAndWrittenAtAnIndex() {
        Tensor f = Tensor.zeros(ElementType.F32, 2);
        f.setFloat(1.5f, 1);
        assertEquals(1.5f, f.getFloat(1));
        Tensor d = Tensor.zeros(ElementType.F64, 2);
        d.setDouble(2.5, 1);
        assertEquals(2.5, d.getDouble(1));
        Tensor l = Tensor.zeros(ElementType.I64, 2);
        l.setLong(1L << 40, 1);
        assertEquals(1L << 40, l.getLong(1));
        Tensor b = Tensor.zeros(ElementType.BOOL, 2);
        b.setBoolean(true, 1);
        assertTrue(b.getBoolean(1));
        assertEquals(1.0, b.valueAt(1));
    }

    @Test
    void reshapeAndRowsShareMemoryAndCopyDoesNot() {
        Tensor tensor = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 3, 2);
        Tensor copy = tensor.copy();
        tensor.reshape(2, 3).setFloat(9, 1, 0);
        assertEquals(9f, tensor.getFloat(1, 1));
        assertEquals(4f, copy.getFloat(1, 1));
        Tensor rows = tensor.rows(2);
        assertEquals("f32[2, 2]", rows.typeName());
        assertArrayEquals(new float[] {1, 2, 3, 9}, rows.toFloats());
    }

    @Test
    void textShowsTypeShapeAndAFewValues() {
        assertEquals(
                "i32[2, 2] [[1, 2], [3, 4]]", Tensor.of(new int[] {1, 2, 3, 4}, 2, 2).toString());
        assertEquals("f32 2.5", Tensor.scalar(2.5f).toString());
        assertEquals("bool[1] [true]", Tensor.of(new boolean[] {true}, 1).toString());
        assertEquals("i64[0] []", Tensor.zeros(ElementType.I64, 0).toString());
        assertEquals(
                "f64[9] [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, ...]",
                Tensor.zeros(ElementType.F64, 9).toString());
        assertTrue(Tensor.zeros(ElementType.F32, 50, 50, 50).toString().length() < 700);
    }

    @Test
    void mistakesHaveNames() {
        Tensor tensor = Tensor.zeros(ElementType.F32, 2, 3);
        assertCode("tensor/index", () -> tensor.getFloat(2, 0));
        assertCode("tensor/index", () -> tensor.getFloat(1));
        assertCode("tensor/type", tensor::toInts);
        assertCode("tensor/type", () -> tensor.copyFrom(Tensor.zeros(ElementType.F32, 3, 2)));
        assertCode("tensor/count", () -> tensor.reshape(7));
        assertCode("tensor/count", () -> Tensor.of(new float[5], 2, 3));
        assertCode("tensor/shape", () -> Tensor.zeros(ElementType.F32, -1));
        assertCode("tensor/rows", () -> tensor.rows(3));
    }

    @Test
    void messageSaysFoundExpectedAndHelp() {
        Tensor tensor = Tensor.zeros(ElementType.F32, 2, 3);
        DnetException e = assertThrows(DnetException.class, () -> tensor.reshape(7));
        assertEquals(
                "6 values were given for f32[7]\nexpected: 7 values\nhelp: check the shape",
                e.getMessage());
        assertTrue(e.text().startsWith("error[tensor/count]: 6 values"));
    }

    @Test
    void wrapRefusesMemoryThatIsTooSmallOrNotAligned() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(256, 64);
            assertEquals(16, Tensor.wrap(memory, ElementType.F32, 4, 4).count());
            assertThrows(
                    IllegalArgumentException.class, () -> Tensor.wrap(memory, ElementType.F32, 65));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> Tensor.wrap(memory.asSlice(4), ElementType.F32, 4));
        }
    }

    static void assertCode(String code, org.junit.jupiter.api.function.Executable action) {
        assertEquals(code, assertThrows(DnetException.class, action).code());
    }
}
