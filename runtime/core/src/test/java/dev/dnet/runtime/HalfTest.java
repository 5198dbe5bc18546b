package dev.dnet.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.dnet.runtime.checkpoint.Parameters;
import dev.dnet.runtime.safetensors.SafetensorsWriter;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;

class HalfTest {
    private static final float[] VALUES = {1, 0.1f, -65519, 65520, 1e-8f, Float.NaN};

    @TempDir private Path folder = Path.of("");

    @Test
    void tensorsHoldTheNearestNumbers() {
        var f16 = Tensor.of(ElementType.F16, VALUES, 6);
        float[] nearest = {1, 0.099975586f, -65504, Float.POSITIVE_INFINITY, 0, Float.NaN};
        assertArrayEquals(nearest, f16.toFloats());
        assertEquals(12, f16.bytes());
        var bf16 = Tensor.of(ElementType.BF16, VALUES, 2, 3);
        assertEquals(0.100097656f, bf16.getFloat(0, 1));
        bf16.setFloat(3.14159f, 0, 1);
        assertEquals(3.140625f, bf16.getFloat(0, 1));
        assertEquals(3.140625, bf16.valueAt(1));
    }

    @Test
    void otherArraysAreRefused() {
        assertThrows(DnetException.class, () -> Tensor.of(ElementType.I32, VALUES, 6));
        assertThrows(DnetException.class, () -> Tensor.of(ElementType.F16, VALUES, 6).getDouble(0));
    }

    @Test
    void weightsBecomeThoseOfTheModel() {
        var path = folder.resolve("weights.safetensors");
        var stored = new LinkedHashMap<String, Tensor>();
        stored.put("w", Tensor.of(ElementType.BF16, new float[] {0.1f, 2}, 2));
        stored.put("b", Tensor.of(new float[] {0.1f, 2}, 2));
        SafetensorsWriter.write(path, stored, new LinkedHashMap<>());
        var variables = new LinkedHashMap<String, Tensor>();
        variables.put("w", Tensor.zeros(ElementType.F32, 2));
        variables.put("b", Tensor.zeros(ElementType.F16, 2));
        Parameters.read(path, "", variables);
        var read = List.copyOf(variables.values());
        assertArrayEquals(new float[] {0.100097656f, 2}, read.get(0).toFloats());
        assertArrayEquals(new float[] {0.099975586f, 2}, read.get(1).toFloats());
        var whole = Tensor.of(new int[] {1}, 1);
        assertSame(whole, Half.as(ElementType.F32, whole));
    }
}
