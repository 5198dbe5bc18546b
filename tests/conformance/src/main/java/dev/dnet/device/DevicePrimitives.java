package dev.dnet.device;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.groupingBy;

import dev.dnet.compiler.codegen.jvm.EmittedGraph;
import dev.dnet.compiler.codegen.jvm.kernel.Width;
import dev.dnet.compiler.codegen.tornado.DeviceKind;
import dev.dnet.compiler.fusion.Lowering;
import dev.dnet.compiler.ir.Interpreter;
import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.op.ExampleGraph;
import dev.dnet.compiler.op.Examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// Operators on their examples, with their gradients, on each target: run beside the reference, or
/// compiled.
final class DevicePrimitives {
    private static final int THREADS = 2;

    private final DeviceCases cases = new DeviceCases();
    private final Cuda cuda;
    private final Optional<DeviceVm> opencl;
    private final Map<String, String> failures;
    private final List<CudaKernel.Compiled> compiled;
    private final Map<String, List<CudaKernel.Compiled>> kernels;

    /// What came of an operator on each target.
    ///
    /// @param problems what is wrong, target by target
    record Row(String cpu, String opencl, String cuda, List<String> problems) {}

    private DevicePrimitives(List<Op> operators, Path folder)
            throws IOException, InterruptedException {
        operators.forEach(cases::addExamples);
        cuda = Cuda.find();
        opencl = OpenCl.machine(DeviceKind.GPU, List.of(), folder.resolve("opencl"));
        failures = opencl.isPresent() ? run(opencl.get()) : Map.of();
        compiled =
                cuda.missing().isPresent()
                        ? List.of()
                        : cuda.compile(Files.createDirectory(folder.resolve("cuda")), cases.all());
        kernels = compiled.stream().collect(groupingBy(c -> c.kernel().label()));
    }

    /// Runs and compiles them all.
    static DevicePrimitives of(List<Op> operators, Path folder)
            throws IOException, InterruptedException {
        return new DevicePrimitives(operators, folder);
    }

    private Map<String, String> run(DeviceVm machine) throws IOException, InterruptedException {
        Files.createDirectory(machine.folder());
        return DeviceRuns.failures(machine, cases.all());
    }

    /// Why targets have no figures here.
    List<String> notes() {
        var notes = new ArrayList<String>();
        if (opencl.isEmpty()) {
            notes.add("opencl: not run: " + OpenCl.MISSING);
        }
        cuda.missing().ifPresent(m -> notes.add("cuda: not compiled: " + m));
        return notes;
    }

    /// All kernels for CUDA.
    List<CudaKernel.Compiled> compiled() {
        return compiled;
    }

    Row row(Op op) {
        var problems = new ArrayList<String>();
        cpu(op).ifPresent(p -> problems.add("cpu: " + p));
        boolean wrong = !problems.isEmpty();
        return new Row(
                wrong ? "DIFFERS" : "agrees",
                opencl(op, problems),
                cuda(op, problems),
                List.copyOf(problems));
    }

    private static List<String> labels(Op op) {
        int examples = ((Examples) op).examples().size();
        return IntStream.range(0, examples).mapToObj(k -> DeviceCases.label(op, k)).toList();
    }

    /// What emitted Java computes otherwise than the reference.
    private static Optional<String> cpu(Op op) {
        var draft = new ExampleGraph(1);
        ((Examples) op).examples().forEach(draft::add);
        var graph = draft.build();
        var emitted = EmittedGraph.of(graph, Lowering.Mode.FUSED);
        var actual = emitted.run(draft.inputs(), Width.BITS_256, THREADS);
        for (var expected : Interpreter.run(graph, draft.inputs()).results().entrySet()) {
            var name = expected.getKey();
            var data = requireNonNull(actual.get(name), name).data();
            var difference = DeviceRuns.difference(expected.getValue(), i -> data[i]);
            if (difference.isPresent()) {
                return difference.map(d -> name + d);
            }
        }
        return Optional.empty();
    }

    private String opencl(Op op, List<String> problems) {
        if (opencl.isEmpty()) {
            return "not run";
        }
        int before = problems.size();
        for (var label : labels(op)) {
            Optional.ofNullable(failures.get(label))
                    .ifPresent(f -> problems.add(label + ", opencl: " + f));
        }
        return problems.size() == before ? "agrees" : "DIFFERS";
    }

    private String cuda(Op op, List<String> problems) {
        if (cuda.missing().isPresent()) {
            return "not compiled";
        }
        var all =
                labels(op).stream()
                        .flatMap(l -> kernels.getOrDefault(l, List.of()).stream())
                        .toList();
        int before = problems.size();
        for (var c : all) {
            c.error().ifPresent(e -> problems.add(c.kernel().label() + ", cuda: " + e));
        }
        return problems.size() == before ? CudaKernel.Compiled.most(all) : "REFUSED";
    }
}
