package dev.dnet.device;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dnet.compiler.codegen.tornado.DeviceKind;
import dev.dnet.compiler.ir.GraphReader;
import dev.dnet.compiler.ir.NdArray;
import dev.dnet.report.Repository;
import dev.dnet.runtime.Half;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Every float of 16 bits on a device, as its bits: what they stand for, and what numbers around
/// them are rounded to, as the runtime has it.
class DeviceHalvesTest {
    private static final Path GRAPH =
            Repository.here().path("compiler/core/src/test/resources/tornado/halves.graph");
    private static final int COUNT = 1 << 16;

    @TempDir private Path folder = Path.of("");

    @Test
    void allFloatsOf16Bits() throws IOException, InterruptedException {
        var cases = new DeviceCases();
        var x = NdArray.generate(new long[] {COUNT}, i -> Half.fromBf16((short) i[0]));
        var y = NdArray.generate(new long[] {COUNT}, i -> Half.fromF16((short) i[0]));
        var graph = GraphReader.read(Files.readString(GRAPH));
        cases.add("halves", graph, Map.of("x", x, "y", y), Map.of("N", (long) COUNT));
        var machine = OpenClHere.machine(DeviceKind.GPU, folder);
        var ran = DeviceRuns.run(machine, cases.all()).getFirst();
        assertEquals("", ran.error());
        for (int i = 0; i < COUNT; i++) {
            float bf16 = Half.fromBf16((short) i);
            assertBits(Half.toF16(bf16 * 2), ran, 0, i);
            assertBits(Half.toBf16(Half.fromF16((short) i)), ran, 1, i);
            float between = bf16 * (1 + 0x1p-8f);
            // What is no normal f32 is zero, or what it is.
            if (Math.abs(bf16) >= Float.MIN_NORMAL || Float.isNaN(bf16)) {
                assertBits(Half.toBf16(between), ran, 2, i);
            }
        }
    }

    private static void assertBits(short bits, DeviceVm.Ran ran, int result, int at) {
        var got = ByteBuffer.wrap(ran.results().get(result)).order(ByteOrder.nativeOrder());
        assertEquals(
                List.of(at, Integer.toHexString(bits & 0xffff)),
                List.of(at, Integer.toHexString(got.getShort(2 * at) & 0xffff)));
    }
}
