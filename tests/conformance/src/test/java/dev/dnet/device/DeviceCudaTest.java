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

/// Kernels as CUDA C that NVIDIA's compiler takes: every operator on its examples, with its
/// gradient, every form of kernel, and whole programs. No device is needed.
class DeviceCudaTest {

    private static final long SIZE = 64;

    @TempDir private Path folder = Path.of("");

    @Test
    void operatorsCompileForCuda() throws IOException, InterruptedException {
        var cases = new DeviceCases();
        ServiceLoader.load(Op.class).forEach(cases::addExamples);
        compile(cases);
    }

    @Test
    void formsCompileForCuda() throws IOException, InterruptedException {
        var cases = new DeviceCases();
        cases.addForms(SIZE);
        compile(cases);
    }

    @ParameterizedTest
    @ValueSource(strings = {"digits", "mnist", "cifar10"})
    void programsCompileForCuda(String folder) throws IOException, InterruptedException {
        var cases = new DeviceCases();
        cases.addPrograms(folder, SIZE);
        compile(cases);
    }

    private void compile(DeviceCases cases) throws IOException, InterruptedException {
        var cuda = Cuda.find();
        if (cuda.missing().isPresent()) {
            Assumptions.abort(cuda.missing().get());
        }
        var compiled = cuda.compile(folder, cases.all());
        print(compiled);
        var errors = new TreeMap<String, String>();
        for (var c : compiled) {
            c.error().ifPresent(e -> errors.put(c.kernel().label() + " " + c.kernel().name(), e));
        }
        assertEquals(Map.of(), errors);
        assertTrue(compiled.size() >= cases.all().size(), "a kernel each");
    }

    /// The figures of all, and the kernels that have too few registers.
    private static void print(List<CudaKernel.Compiled> compiled) {
        System.out.println("for sm_90: " + CudaKernel.Compiled.most(compiled));
        compiled.stream()
                .filter(c -> c.spilled() > 0)
                .forEach(c ->
                        System.out.printf(
                                "%s, kernel %s: %s%n",
                                c.kernel().label(), c.kernel().name(), c.use()));
    }
}
