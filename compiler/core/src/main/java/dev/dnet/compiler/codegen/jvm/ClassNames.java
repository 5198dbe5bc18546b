package dev.dnet.compiler.codegen.jvm;

import dev.dnet.compiler.codegen.jvm.kernel.Width;
import dev.dnet.compiler.diagnostic.Diagnostic;
import dev.dnet.compiler.diagnostic.Diagnostics;
import dev.dnet.compiler.ir.Program;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import javax.lang.model.SourceVersion;

/// The classes that programs become. What cannot be one, or would be one twice, is an error.
public final class ClassNames {
    /// Classes of `java.lang` that generated code mentions: one beside it would stand in their way.
    private static final Set<String> USED =
            Set.of(
                    "AutoCloseable",
                    "Boolean",
                    "Byte",
                    "Class",
                    "Double",
                    "Enum",
                    "Float",
                    "IllegalStateException",
                    "Integer",
                    "Long",
                    "Math",
                    "Object",
                    "Override",
                    "Record",
                    "String",
                    "System",
                    "Thread");

    private ClassNames() {}

    /// For each method the capital name that its class and its record of results are called by.
    static Map<String, String> ofMethods(Program program) {
        var used = new HashSet<String>();
        used.add("Kernels");
        for (var width : Width.values()) {
            used.add("Kernels" + (width.isVector() ? width.bits() : "Plain"));
        }
        var names = new LinkedHashMap<String, String>();
        for (var method : program.methods()) {
            var wanted = capital(method.name());
            var name = wanted;
            for (int n = 2; !used.add(name); n++) {
                name = wanted + n;
            }
            names.put(method.name(), name);
        }
        return names;
    }

    private static String capital(String name) {
        var parts = new StringBuilder();
        for (var part : name.split("_+", -1)) {
            parts.append(
                    part.isEmpty()
                            ? ""
                            : Character.toString(Character.toUpperCase(part.codePointAt(0)))
                                    + part.substring(part.offsetByCodePoints(0, 1)));
        }
        return parts.toString();
    }

    /// Adds an error for each program that cannot become a class.
    public static void check(List<Program> programs, Diagnostics diagnostics) {
        var owners = new HashMap<String, Program>();
        for (var program : programs) {
            if (!SourceVersion.isName(program.name()) || USED.contains(program.name())) {
                diagnostics.add(refused(program, "`" + program.name() + "`"));
            } else if (!program.packageName().isEmpty()
                    && !SourceVersion.isName(program.packageName())) {
                diagnostics.add(refused(program, "package `" + program.packageName() + "`"));
            } else {
                for (var name : all(program)) {
                    var twin = owners.putIfAbsent(program.packageName() + "." + name, program);
                    if (twin != null) {
                        diagnostics.add(twins(program, twin, name));
                    }
                }
            }
        }
    }

    private static Diagnostic refused(Program program, String what) {
        return Diagnostic.error(
                        "name/java-class",
                        program.span(),
                        what
                                + " cannot be called so in Java, where it becomes a class: the name is taken")
                .help("choose another name");
    }

    private static Diagnostic twins(Program program, Program twin, String name) {
        return Diagnostic.error(
                        "name/java-class",
                        program.span(),
                        "the class `" + name + "` would be generated twice")
                .label(twin.span(), "for this too")
                .help("choose another name");
    }

    private static List<String> all(Program program) {
        var all = new ArrayList<>(List.of(program.name(), program.name() + "Kernels"));
        ofMethods(program).values().forEach(m -> all.add(program.name() + m));
        return all;
    }
}
