package dev.dnet.runtime.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dnet.runtime.DnetException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Locale;

class DeviceTest {
    @ParameterizedTest
    @ValueSource(strings = {"cpu", "gpu", "fpga", "opencl:0", "cuda:12", "ptx:1"})
    void aNameIsItsOwnText(String name) {
        assertEquals(name, Device.of(name).toString());
        assertEquals(Device.of(name), Device.of(name.toUpperCase(Locale.ROOT)));
    }

    @Test
    void onlyTheCpuIsTheCpu() {
        assertTrue(Device.of("cpu").isCpu());
        assertEquals(Device.gpu(), Device.of("gpu"));
        assertFalse(Device.gpu().isCpu());
        assertFalse(Device.of("opencl:0").isCpu());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "tpu", "opencl", "opencl:", "opencl:-1", "opencl:99999", "gpu:0"})
    void otherNamesAreRefused(String name) {
        var e = assertThrows(DnetException.class, () -> Device.of(name));
        assertEquals("device/name", e.code());
    }
}
