package dev.dnet.compiler.codegen.jvm;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;

import dev.dnet.compiler.ir.Program;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;

import javax.lang.model.element.Modifier;

/// What the class of a model has for its caches: each session allocates them for itself, and calls
/// write them where they lie.
record SessionCaches(Program program, ClassName self) {
    private static final String DOC = "A session with memory of its own; for one thread at a time.";

    boolean exist() {
        return !program.caches().isEmpty();
    }

    String docOfSession() {
        return exist()
                ? DOC + " Its caches are zero, and calls leave in them what they write.\n"
                : DOC + "\n";
    }

    List<FieldSpec> fields() {
        return exist()
                ? List.of(
                        FieldSpec.builder(
                                        CallWriter.variablesType(),
                                        "caches",
                                        Modifier.PRIVATE,
                                        Modifier.FINAL)
                                .build())
                : List.of();
    }

    /// The variables of a session, under that name.
    CodeBlock variables() {
        var type = CallWriter.variablesType();
        return exist()
                ? CodeBlock.builder()
                        .addStatement("caches = $T.allocateCaches()", self)
                        .addStatement(
                                "final $T variables = new $T<>(model.variables)",
                                type,
                                LinkedHashMap.class)
                        .addStatement("variables.putAll(caches)")
                        .build()
                : CodeBlock.builder()
                        .addStatement("final $T variables = model.variables", type)
                        .build();
    }

    List<MethodSpec> methods() {
        return exist() ? List.of(reset(), access()) : List.of();
    }

    private static MethodSpec reset() {
        return MethodSpec.methodBuilder("reset")
                .addModifiers(Modifier.PUBLIC)
                .addJavadoc("Makes all caches zero, as they are in a new session.\n")
                .addStatement("device.changed()")
                .addStatement("caches.values().forEach(c -> c.segment().fill((byte) 0))")
                .build();
    }

    private static MethodSpec access() {
        return MethodSpec.methodBuilder("caches")
                .addModifiers(Modifier.PUBLIC)
                .addJavadoc(
                        "The caches of this session by path. Not to be used while a call runs; on a device, not after another call.\n")
                .returns(CallWriter.variablesType())
                .addStatement("device.changed()")
                .addStatement("return $T.unmodifiableSequencedMap(caches)", Collections.class)
                .build();
    }
}
