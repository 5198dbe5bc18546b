package dev.dnet.compiler.codegen.tornado;

import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.TypeSpec;

import dev.dnet.compiler.codegen.jvm.Entry;
import dev.dnet.compiler.codegen.jvm.JavaSource;
import dev.dnet.compiler.diagnostic.Diagnostic;
import dev.dnet.compiler.diagnostic.Diagnostics;
import dev.dnet.compiler.ir.Program;
import dev.dnet.compiler.type.TensorType;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// The files that a program has for devices beside those that it has for the JVM: one that knows
/// its variables, and one for each entry point with its kernels. These are written for a kind of
/// device.
public final class DeviceFiles {
    private DeviceFiles() {}

    /// Adds an error for what no device can hold.
    public static void check(Program program, List<Entry> entries, Diagnostics diagnostics) {
        var limit = new ArrayLimit(program, diagnostics);
        limit.check(new VariablePlaces(variables(program)));
        entries.forEach(limit::check);
        refuseCaches(program, diagnostics);
        entries.forEach(e -> refuseLoops(program, e, diagnostics));
        entries.forEach(e -> refuseHalves(program, e, diagnostics));
    }

    private static void refuseCaches(Program program, Diagnostics diagnostics) {
        program.caches().stream()
                .findFirst()
                .ifPresent(c ->
                        diagnostics.add(
                                Diagnostic.error(
                                                "device/cache",
                                                c.span(),
                                                "caches do not run on devices yet, and the sessions of `"
                                                        + program.name()
                                                        + "` have one here")
                                        .help("run it on the CPU")));
    }

    private static void refuseHalves(Program program, Entry entry, Diagnostics diagnostics) {
        entry.loops().buffers().stream()
                .filter(b -> b.type().element().isHalf())
                .findFirst()
                .ifPresent(b ->
                        diagnostics.add(
                                Diagnostic.error(
                                                "device/half",
                                                b.span().isNone() ? program.span() : b.span(),
                                                "floats of 16 bits do not run on devices yet, and `"
                                                        + entry.graph().name()
                                                        + "` has "
                                                        + b.type()
                                                        + " here")
                                        .help("run it on the CPU, or compute in f32 there")));
    }

    private static void refuseLoops(Program program, Entry entry, Diagnostics diagnostics) {
        for (var repeat : entry.loops().repeats()) {
            var place =
                    entry.loops().kernels().subList(repeat.from(), repeat.to()).stream()
                            .flatMap(k -> k.spans().stream())
                            .filter(s -> !s.isNone())
                            .findFirst()
                            .orElse(program.span());
            diagnostics.add(
                    Diagnostic.error(
                                    "device/loop",
                                    place,
                                    "loops over time, and `if` on what is known at run time, do not run on devices"
                                            + " yet, and `"
                                            + entry.graph().name()
                                            + "` has one here")
                            .help(
                                    "run it on the CPU; over a list known when compiling, `fold` needs no loop"));
            return;
        }
    }

    /// Of a program in which [#check] finds nothing.
    public static List<JavaSource> write(Program program, List<Entry> entries, DeviceKind kind) {
        boolean together = program.kind() == Program.Kind.TRAIN;
        return write(
                program.packageName(), program.name(), entries, kind, variables(program), together);
    }

    private static SequencedMap<String, TensorType> variables(Program program) {
        var variables = new LinkedHashMap<String, TensorType>();
        program.variables().forEach(v -> variables.put(v.path(), v.type()));
        return variables;
    }

    /// `variables` are those of the program by path, in the order in which it has them.
    public static List<JavaSource> write(
            String packageName,
            String name,
            List<Entry> entries,
            DeviceKind kind,
            SequencedMap<String, TensorType> variables) {
        return write(packageName, name, entries, kind, variables, false);
    }

    private static List<JavaSource> write(
            String packageName,
            String name,
            List<Entry> entries,
            DeviceKind kind,
            SequencedMap<String, TensorType> variables,
            boolean together) {
        var places = new VariablePlaces(variables);
        var files = new ArrayList<JavaSource>();
        files.add(
                file(packageName, new ProgramClass(name, entries, kind, places, together).write()));
        for (var entry : entries) {
            files.add(file(packageName, new EntryClass(entry, kind, places).write()));
        }
        return files;
    }

    private static JavaSource file(String packageName, TypeSpec type) {
        var java =
                JavaFile.builder(packageName, type)
                        .addFileComment("Generated by dnetc. Do not edit.")
                        .skipJavaLangImports(true)
                        .indent("    ")
                        .build();
        return new JavaSource(packageName, type.name(), java.toString(), false);
    }
}
