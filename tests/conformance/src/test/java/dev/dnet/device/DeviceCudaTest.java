package dev.dnet.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dnet.compiler.ir.Op;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/// Every operator on its examples, and its gradient, as CUDA C that NVIDIA's compiler takes. It
/// needs no device.
class DeviceCudaTest {

    @TempDir private Path folder = Path.of("");

    @Test
    void operatorsCompileForCuda() throws IOException, InterruptedException {
        var cases = new DeviceCases();
        ServiceLoader.load(Op.class).forEach(cases::addExamples);
        compile(cases);
    }

    @ParameterizedTest
    @ValueSource(strings = {"digits", "mnist", "cifar10"})
    void programsCompileForCuda(String folder) throws IOException, InterruptedException {
        var cases = new DeviceCases();
        cases.addPrograms(folder, 64);
        compile(cases);
    }

    private void compile(DeviceCases cases) throws IOException, InterruptedException {
        var cuda = Cuda.find();
        if (cuda.missing().isPresent()) {
            Assumptions.abort(cuda.missing().get());
        }
        var compiled = cuda.compile(folder, cases.all());
        print(compiled);
        cases.missing().forEach((c, why) -> System.out.println(c + ": " + why));
        var errors = new TreeMap<String, String>();
        for (var c : compiled) {
            c.error().ifPresent(e -> errors.put(c.kernel().label() + " " + c.kernel().name(), e));
        }
        assertEquals(Map.of(), errors);
        assertTrue(compiled.size() >= cases.all().size(), "a kernel each");
    }

    private static void print(List<CudaKernel.Compiled> compiled) {
        System.out.println("for sm_90: " + CudaKernel.Compiled.most(compiled));
        for (var c : compiled) {
            if (c.spilled() > 0) {
                System.out.printf(
                        "%s, kernel %s spills %d bytes of %d registers%n",
                        c.kernel().label(), c.kernel().name(), c.spilled(), c.registers());
            }
        }
    }
}
