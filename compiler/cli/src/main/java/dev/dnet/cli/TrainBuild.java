package dev.dnet.cli;

import dev.dnet.cli.device.DeviceClasses;
import dev.dnet.cli.device.Machine;
import dev.dnet.cli.device.Sdk;
import dev.dnet.compiler.Compiler;
import dev.dnet.compiler.codegen.jvm.JavaBuild;
import dev.dnet.compiler.codegen.jvm.kernel.Width;
import dev.dnet.compiler.codegen.tornado.DeviceFiles;
import dev.dnet.compiler.diagnostic.Diagnostics;
import dev.dnet.compiler.elaborate.Elaboration;
import dev.dnet.compiler.elaborate.TrainSettings;
import dev.dnet.compiler.ir.Program;
import dev.dnet.runtime.DnetException;
import dev.dnet.runtime.WorkPool;
import dev.dnet.runtime.data.BatchField;
import dev.dnet.runtime.device.Device;
import dev.dnet.runtime.train.TrainProgram;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A `train` block on its way from a file to a program that runs.
///
/// @param arguments the parameters of the block that values were given for
record TrainBuild(
        ProjectFile file, Compiler.Lowered lowered, TrainSettings settings, Set<String> arguments) {

    /// Compiles the `train` block with this name, or the only one. Warnings go to `diagnostics`.
    static TrainBuild of(
            ProjectFile file,
            Optional<String> name,
            Map<String, String> given,
            Diagnostics diagnostics) {
        var arguments = new GivenArguments(file, name).of(given, diagnostics);
        refuse(diagnostics);
        var compiler = new Compiler(file.library(), List.of());
        var elaboration = compiler.elaborate(List.of(file.source()), arguments, diagnostics);
        refuse(diagnostics);
        var program = choose(file, elaboration, name);
        var lowered = compiler.lower(program, diagnostics);
        refuse(diagnostics);
        return new TrainBuild(
                file,
                lowered.orElseThrow(),
                elaboration.settings(program).orElseThrow(),
                arguments.values().keySet());
    }

    Program program() {
        return lowered.program();
    }

    /// The batch that a step takes.
    List<BatchField> batchFields() {
        return program().method(Program.Role.STEP).orElseThrow().parameters().stream()
                .map(p ->
                        new BatchField(
                                p.name(),
                                p.type().element(),
                                p.type().shape().sizes().stream()
                                        .skip(1)
                                        .map(s -> s.constant().orElse(BatchField.FREE))
                                        .toList()))
                .toList();
    }

    /// Compiles the emitted Java and makes the program.
    TrainProgram load(WorkPool pool, Device device) throws IOException {
        return device.isCpu() ? load(pool) : load(device);
    }

    /// In a machine that has devices: class files in its folder, which its own loader finds.
    private TrainProgram load(Device device) throws IOException {
        var diagnostics = new Diagnostics();
        DeviceFiles.check(program(), lowered.entries(), diagnostics);
        refuse(diagnostics);
        var sdk = Sdk.require();
        var folder = Machine.folder().orElseThrow();
        var kind = DeviceClasses.kind(sdk, device, folder);
        var sources = new ArrayList<>(lowered.java(List.of(Width.PLAIN)));
        sources.addAll(DeviceFiles.write(program(), lowered.entries(), kind));
        DeviceClasses.compile(sdk, sources, folder);
        try {
            return (TrainProgram)
                    Class.forName(name()).getMethod("on", Device.class).invoke(null, device);
        } catch (ReflectiveOperationException e) {
            throw failure(e);
        }
    }

    private TrainProgram load(WorkPool pool) {
        var classes = JavaBuild.compile(lowered.java(Width.ofThisMachine()));
        var loader = JavaBuild.loader(classes, TrainProgram.class.getClassLoader());
        try {
            return loader.loadClass(name())
                    .asSubclass(TrainProgram.class)
                    .getConstructor(WorkPool.class)
                    .newInstance(pool);
        } catch (ReflectiveOperationException e) {
            throw failure(e);
        }
    }

    private String name() {
        return (program().packageName().isEmpty() ? "" : program().packageName() + ".")
                + program().name();
    }

    private RuntimeException failure(ReflectiveOperationException e) {
        return e instanceof InvocationTargetException && e.getCause() instanceof DnetException user
                ? user
                : new IllegalStateException(name(), e);
    }

    static void refuse(Diagnostics diagnostics) {
        if (diagnostics.hasErrors()) {
            throw new Rejected(diagnostics.sorted());
        }
    }

    private static Program choose(
            ProjectFile file, Elaboration elaboration, Optional<String> name) {
        var all =
                elaboration.programs().stream()
                        .filter(p -> p.kind() == Program.Kind.TRAIN)
                        .toList();
        var fitting =
                all.stream().filter(p -> name.isEmpty() || name.get().equals(p.name())).toList();
        if (fitting.size() != 1) {
            throw new DnetException(
                    "cli/which-train",
                    "%s has the train blocks %s"
                            .formatted(file.path(), all.stream().map(Program::name).toList()),
                    name.map(n -> "one named '" + n + "'").orElse("one"),
                    all.isEmpty() ? "write a train block" : "name one of them with --train");
        }
        return fitting.getFirst();
    }
}
