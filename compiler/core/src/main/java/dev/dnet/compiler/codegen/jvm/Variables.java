package dev.dnet.compiler.codegen.jvm;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;

import dev.dnet.compiler.codegen.jvm.kernel.Names;
import dev.dnet.compiler.ir.Program;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;

import javax.lang.model.element.Modifier;

/// What generated classes say of their variables.
final class Variables {
    private static final int PER_METHOD = 200;

    private Variables() {}

    /// The allocation of the variables that all sessions share.
    static List<MethodSpec> allocation(Program program) {
        return allocation("allocate", program.shared());
    }

    /// The allocation of those that each session has for itself.
    static List<MethodSpec> caches(Program program) {
        return allocation("allocateCaches", program.caches());
    }

    /// All of them by path, split over methods so that none grows too large.
    private static List<MethodSpec> allocation(String name, List<Program.Variable> all) {
        var methods = new ArrayList<MethodSpec>();
        var calls = CodeBlock.builder();
        calls.addStatement(
                "final $T variables = new $T<>()", CallWriter.variablesType(), LinkedHashMap.class);
        for (int from = 0; from < all.size(); from += PER_METHOD) {
            int to = Math.min(all.size(), from + PER_METHOD);
            var part = name + from / PER_METHOD;
            calls.addStatement("$L(variables)", part);
            methods.add(chunk(part, all.subList(from, to)));
        }
        calls.addStatement("return variables");
        methods.addFirst(
                MethodSpec.methodBuilder(name)
                        .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
                        .returns(CallWriter.variablesType())
                        .addCode(calls.build())
                        .build());
        return methods;
    }

    private static MethodSpec chunk(String name, List<Program.Variable> variables) {
        var method =
                MethodSpec.methodBuilder(name)
                        .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
                        .addParameter(CallWriter.variablesType(), "variables");
        variables.forEach(v ->
                method.addStatement("variables.put($S, $L)", v.path(), CallWriter.zeros(v.type())));
        return method.build();
    }

    /// Identifies a program by its name and the names and types of what it keeps.
    static String fingerprint(Program program) {
        var text =
                program.packageName()
                        + "."
                        + program.name()
                        + program.variables().stream()
                                .map(v -> "\n" + v.role() + " " + v.path() + " " + v.type())
                                .collect(Collectors.joining());
        try {
            var digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    static CodeBlock segments() {
        return CodeBlock.of(
                "variables.values().stream().map($T::segment).toArray($T[]::new)",
                CallWriter.TENSOR,
                Names.SEGMENT);
    }
}
