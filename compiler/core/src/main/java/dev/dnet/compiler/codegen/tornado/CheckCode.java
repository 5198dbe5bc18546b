package dev.dnet.compiler.codegen.tornado;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;

import dev.dnet.compiler.codegen.jvm.Entry;
import dev.dnet.compiler.codegen.jvm.kernel.IndexCode;
import dev.dnet.compiler.loops.Buffer;
import dev.dnet.compiler.loops.Kernel;
import dev.dnet.compiler.type.Size;
import dev.dnet.runtime.ElementType;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

import javax.lang.model.element.Modifier;

/// Writes what the host of a device sees to: the same errors as on the JVM, from the same routines.
final class CheckCode {
    private static final ClassName INDICES =
            ClassName.get("dev.dnet.runtime.routine", "CheckIndices");
    private static final ClassName REQUIRE = ClassName.get("dev.dnet.runtime.routine", "Require");

    private final Checks checks;
    private final Entry entry;
    private final IndexCode index;

    CheckCode(Checks checks, Entry entry, IndexCode index) {
        this.checks = checks;
        this.entry = entry;
        this.index = index;
    }

    /// Those that override what a driver has.
    List<MethodSpec> methods() {
        var methods = new ArrayList<MethodSpec>();
        if (!checks.onHost().isEmpty()) {
            var code = sizes(checks.onHost());
            checks.onHost().forEach(check -> early(check, code));
            methods.add(method("check").addCode(code.build()).build());
        }
        if (!checks.inTurns().isEmpty()) {
            methods.add(
                    method("begin")
                            .addParameter(TypeName.INT, "repeat")
                            .addCode(begin().build())
                            .build());
        }
        if (!checks.onDevice().isEmpty()) {
            var code = sizes(checks.onDevice()).beginControlFlow("switch (check)");
            for (int c = 0; c < checks.onDevice().size(); c++) {
                code.add("case $L -> ", c);
                late(checks.onDevice().get(c), code);
            }
            code.addStatement("default -> throw new IllegalStateException()").endControlFlow();
            methods.add(
                    method("fault")
                            .addParameter(TypeName.INT, "check")
                            .addParameter(TypeName.LONG, "position")
                            .addParameter(TypeName.LONG, "value")
                            .addCode(code.build())
                            .build());
        }
        return methods;
    }

    private CodeBlock.Builder begin() {
        var all = checks.inTurns().values().stream().flatMap(List::stream).toList();
        var code = sizes(all).beginControlFlow("switch (repeat)");
        checks.inTurns()
                .forEach((repeat, own) -> {
                    code.beginControlFlow("case $L ->", repeat);
                    own.forEach(check -> early(check, code));
                    code.endControlFlow();
                });
        return code.add("default -> {}\n").endControlFlow();
    }

    private static MethodSpec.Builder method(String name) {
        return MethodSpec.methodBuilder(name)
                .addAnnotation(Override.class)
                .addModifiers(Modifier.PROTECTED);
    }

    private CodeBlock.Builder sizes(List<Kernel.Routine> all) {
        var used = new TreeSet<String>();
        all.forEach(check -> check.sizes().forEach(size -> used.addAll(size.symbols())));
        return CallSizes.of(entry, used).toBuilder();
    }

    private void early(Kernel.Routine check, CodeBlock.Builder code) {
        if (check.routine().equals("Require")) {
            code.addStatement("$T.sizes($L)", REQUIRE, rest(check));
            return;
        }
        var buffer = entry.loops().buffer(check.operands().getFirst());
        var argument = (Buffer.Place.Argument) buffer.place();
        code.addStatement(
                "$T.$L(argument($L), 0, $L)",
                INDICES,
                buffer.type().element() == ElementType.I32 ? "require32" : "require64",
                entry.arguments().indexOf(argument.name()),
                rest(check));
    }

    private void late(Kernel.Routine check, CodeBlock.Builder code) {
        if (check.routine().equals("CheckIndices")) {
            code.addStatement("$T.require(value, position, $L)", INDICES, rest(check));
        } else {
            // Where an assert on data fails does not say what came from where.
            var texts = check.texts().subList(0, 3);
            code.addStatement(
                    "$T.element(false, position, $L)", REQUIRE, arguments(texts, check.sizes()));
        }
    }

    private CodeBlock rest(Kernel.Routine check) {
        return arguments(check.texts(), check.sizes());
    }

    private CodeBlock arguments(List<String> texts, List<Size> sizes) {
        var all = new ArrayList<CodeBlock>();
        texts.forEach(text -> all.add(CodeBlock.of("$S", text)));
        sizes.forEach(size -> all.add(CodeBlock.of("$L", index.bytes(size, 1))));
        return CodeBlock.join(all, ", ");
    }
}
