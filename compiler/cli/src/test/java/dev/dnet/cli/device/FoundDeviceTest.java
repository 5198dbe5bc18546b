package dev.dnet.cli.device;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.util.List;

class FoundDeviceTest {
    /// TornadoVM says things of its own between.
    @Test
    void linesWithSevenFieldsAreDevices() {
        var found =
                FoundDevice.read(
                        """
                        WARNING: something
                        cuda:0\tNVIDIA H200\tGPU\t150323855360\t150323855360\tf32 f64\t
                        opencl:1\tsmall\tCPU\t1048576\t1048576\t\tf64: no doubles
                        """);
        assertEquals(2, found.size());
        assertEquals("cuda:0  NVIDIA H200, GPU, 143,360 MiB, f32 f64", found.getFirst().text());
        assertEquals(List.of(), found.getLast().types());
        assertEquals("opencl:1  small, CPU, 1 MiB, ; not f64: no doubles", found.getLast().text());
    }
}
