package dev.dnet.compiler.codegen.jvm;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;

import dev.dnet.compiler.codegen.jvm.kernel.Names;
import dev.dnet.compiler.ir.Program;

import java.util.ArrayList;
import java.util.List;

import javax.lang.model.element.Modifier;

/// What a class has that runs programs: one driver for each call, the scratch memory that they
/// share, the numbers that they read, and the program on a device where it runs there.
record Drivers(ClassName self, ClassName kernels, List<CallWriter> calls) {
    static final ClassName DEVICE = ClassName.get("dev.dnet.runtime.device", "Device");
    private static final ClassName PROGRAM =
            ClassName.get("dev.dnet.runtime.device", "DeviceProgram");
    private static final ClassName WORKSPACE = ClassName.get("dev.dnet.runtime", "Workspace");
    private static final ClassName ARENA = ClassName.get("java.lang.foreign", "Arena");

    Drivers {
        calls = List.copyOf(calls);
    }

    static Drivers of(Program program, List<Entry> entries) {
        var calls = new ArrayList<CallWriter>();
        for (int k = 0; k < entries.size(); k++) {
            calls.add(new CallWriter(program, program.methods().get(k), entries.get(k)));
        }
        var kernels = ClassName.get(program.packageName(), program.name() + "Kernels");
        return new Drivers(ProgramFiles.className(program), kernels, calls);
    }

    static List<FieldSpec> memory() {
        return List.of(
                FieldSpec.builder(Names.SEGMENT, "numbers", Modifier.PRIVATE, Modifier.FINAL)
                        .initializer("$T.ofAuto().allocate(24, 8)", ARENA)
                        .build(),
                FieldSpec.builder(WORKSPACE, "workspace", Modifier.PRIVATE, Modifier.FINAL)
                        .initializer("new $T()", WORKSPACE)
                        .build(),
                FieldSpec.builder(PROGRAM, "device", Modifier.PRIVATE, Modifier.FINAL).build());
    }

    List<FieldSpec> fields() {
        var fields = new ArrayList<FieldSpec>();
        for (var call : calls) {
            fields.add(
                    FieldSpec.builder(
                                    Names.DRIVER,
                                    call.driverField(),
                                    Modifier.PRIVATE,
                                    Modifier.FINAL)
                            .build());
        }
        return fields;
    }

    /// Sets those fields for the CPU, where `variables` is in scope.
    CodeBlock create(String pool) {
        var code =
                CodeBlock.builder()
                        .addStatement("device = $T.NONE", PROGRAM)
                        .addStatement("final $T vectors = $T.select($L)", kernels, kernels, pool)
                        .addStatement("final $T plain = $T.plain($L)", kernels, kernels, pool)
                        .addStatement(
                                "final $T[] segments = $L", Names.SEGMENT, Variables.segments());
        for (var call : calls) {
            code.addStatement(
                    "$L = new $T(plain, vectors, $L, segments, numbers)",
                    call.driverField(),
                    call.driver(self.packageName()),
                    pool);
        }
        return code.build();
    }

    /// Sets them for the device that an expression gives.
    CodeBlock open(String where) {
        var code =
                CodeBlock.builder()
                        .addStatement(
                                "device = $T.open($L, $T.class, $L, numbers)",
                                PROGRAM,
                                where,
                                self,
                                Variables.segments());
        int number = 0;
        for (var call : calls) {
            code.addStatement("$L = device.driver($L)", call.driverField(), number++);
        }
        return code.build();
    }

    /// The seed and the step that random numbers are drawn with, both as Java.
    static CodeBlock key(String seed, String step) {
        return CodeBlock.builder()
                .addStatement("numbers.set($T.JAVA_LONG, 0, $L)", Names.LAYOUT, seed)
                .addStatement("numbers.set($T.JAVA_LONG, 8, $L)", Names.LAYOUT, step)
                .build();
    }

    static MethodSpec close() {
        return MethodSpec.methodBuilder("close")
                .addAnnotation(Override.class)
                .addModifiers(Modifier.PUBLIC)
                .addStatement("workspace.close()")
                .addStatement("device.close()")
                .build();
    }
}
