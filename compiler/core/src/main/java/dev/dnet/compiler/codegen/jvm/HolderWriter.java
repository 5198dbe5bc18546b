package dev.dnet.compiler.codegen.jvm;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;

import dev.dnet.compiler.codegen.jvm.kernel.KernelCode;
import dev.dnet.compiler.codegen.jvm.kernel.Lane;
import dev.dnet.compiler.codegen.jvm.kernel.Names;
import dev.dnet.compiler.codegen.jvm.kernel.SweepWriter;
import dev.dnet.compiler.codegen.jvm.kernel.TermWriter;
import dev.dnet.compiler.codegen.jvm.kernel.VectorMath;
import dev.dnet.compiler.codegen.jvm.kernel.Width;
import dev.dnet.compiler.codegen.jvm.kernel.Words;
import dev.dnet.runtime.ElementType;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

import javax.lang.model.element.Modifier;

/// Writes the classes that hold the kernels: an interface that the drivers call, and one
/// implementation for each vector width, loaded only where it is used.
final class HolderWriter {
    private final ClassName kernels;
    private final KernelSet set;
    private final List<Width> widths;

    HolderWriter(ClassName kernels, KernelSet set, List<Width> widths) {
        this.kernels = kernels;
        this.set = set;
        this.widths = List.copyOf(widths);
    }

    static ClassName holder(ClassName kernels, Width width) {
        return kernels.peerClass(
                kernels.simpleName() + (width.isVector() ? width.bits() : "Plain"));
    }

    TypeSpec api() {
        var type =
                TypeSpec.interfaceBuilder(kernels)
                        .addJavadoc("The kernels; each runs one piece of its work.\n")
                        .addMethod(select())
                        .addMethod(plain());
        for (var method : set.methods()) {
            var phase = method.any();
            type.addMethod(
                    signature(method, phase)
                            .addModifiers(Modifier.PUBLIC, Modifier.ABSTRACT)
                            .addJavadoc("$L\n", String.join("\n", method.docs))
                            .build());
        }
        return type.build();
    }

    private static MethodSpec.Builder signature(KernelSet.Method method, KernelCode.Phase phase) {
        var named =
                new KernelCode.Phase(
                        method.name,
                        phase.doc(),
                        phase.sizes(),
                        phase.buffers(),
                        phase.pieces(),
                        phase.body());
        return named.signature();
    }

    /// The implementation for this machine.
    private MethodSpec select() {
        var code =
                CodeBlock.builder()
                        .beginControlFlow(
                                "return switch ($T.preferredBits())",
                                ClassName.get("dev.dnet.runtime", "Vectors"));
        for (var width : widths.stream().filter(Width::isVector).toList()) {
            code.addStatement("case $L -> new $T(pool)", width.bits(), holder(kernels, width));
        }
        code.addStatement("default -> new $T(pool)", holder(kernels, Width.PLAIN))
                .endControlFlow("");
        return MethodSpec.methodBuilder("select")
                .addJavadoc(
                        "The kernels for the vectors of this machine; plain loops, with the same bits, where it has none.\n")
                .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
                .addParameter(Names.WORK_POOL, "pool")
                .returns(kernels)
                .addCode(code.build())
                .build();
    }

    private MethodSpec plain() {
        return MethodSpec.methodBuilder("plain")
                .addJavadoc(
                        "Plain loops, for as long as vectors are not compiled, and for machines that have none.\n")
                .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
                .addParameter(Names.WORK_POOL, "pool")
                .returns(kernels)
                .addStatement("return new $T(pool)", holder(kernels, Width.PLAIN))
                .build();
    }

    TypeSpec implementation(Width width) {
        var type =
                TypeSpec.classBuilder(holder(kernels, width))
                        .addModifiers(Modifier.FINAL)
                        .addSuperinterface(kernels)
                        .addJavadoc(
                                "$L\n",
                                width.isVector()
                                        ? "Kernels for vectors of " + width.bits() + " bits."
                                        : "Kernels as plain loops.");
        var methods = new ArrayList<MethodSpec>(set.helpers(width));
        set.methods().forEach(m -> methods.add(method(m, m.code(width))));
        methods.addAll(VectorMath.functions(methods, width));
        constants(methods, width).forEach(type::addField);
        set.fields(width).forEach(type::addField);
        type.addField(Names.WORK_POOL, "pool", Modifier.PRIVATE, Modifier.FINAL);
        type.addMethod(
                MethodSpec.constructorBuilder()
                        .addParameter(Names.WORK_POOL, "pool")
                        .addStatement("this.pool = pool")
                        .build());
        methods.forEach(type::addMethod);
        return type.build();
    }

    private static MethodSpec method(KernelSet.Method method, KernelCode.Phase phase) {
        return signature(method, phase)
                .addAnnotation(Override.class)
                .addModifiers(Modifier.PUBLIC)
                .addJavadoc("$L\n", String.join("\n", method.docs))
                .addCode(phase.body())
                .build();
    }

    /// The species, lane numbers and shuffles that the methods mention.
    private static List<FieldSpec> constants(List<MethodSpec> methods, Width width) {
        var fields = new ArrayList<FieldSpec>();
        if (!width.isVector()) {
            return fields;
        }
        var words = new HashSet<String>();
        methods.forEach(m -> words.addAll(Words.of(m.code().toString())));
        fields.add(constant(Names.ORDER, "LE", CodeBlock.of("$T.nativeOrder()", Names.ORDER)));
        for (var type :
                List.of(ElementType.F32, ElementType.F64, ElementType.I32, ElementType.I64)) {
            var lane = Lane.of(type);
            var down = lane.species() + "_DOWN_";
            if (words.contains(lane.species())
                    || words.stream().anyMatch(w -> w.startsWith(down))) {
                fields.add(
                        constant(
                                ParameterizedTypeName.get(Names.VECTOR_SPECIES, lane.boxed()),
                                lane.species(),
                                CodeBlock.of("$T.SPECIES_$L", lane.vector(), width.bits())));
            }
            if (words.contains(TermWriter.twice(lane))) {
                fields.add(shuffle(lane, TermWriter.twice(lane), "k -> k / 2"));
            }
            for (int half = width.lanes(type) / 2; half >= 1; half /= 2) {
                var name = SweepWriter.shuffle(lane, half);
                if (words.contains(name)) {
                    fields.add(
                            constant(
                                    ParameterizedTypeName.get(Names.VECTOR_SHUFFLE, lane.boxed()),
                                    name,
                                    CodeBlock.of(
                                            "$T.iota($L, $L, 1, true)",
                                            Names.VECTOR_SHUFFLE,
                                            lane.species(),
                                            half)));
                }
            }
        }
        if (words.contains("S")) {
            fields.add(
                    constant(
                            ParameterizedTypeName.get(
                                    Names.VECTOR_SPECIES, ClassName.get(Short.class)),
                            "S",
                            CodeBlock.of(
                                    "$T.SPECIES_$L",
                                    Names.vector("ShortVector"),
                                    width.bits() / 2)));
        }
        if (words.contains("IOTA")) {
            fields.add(
                    constant(
                            Names.vector("IntVector"),
                            "IOTA",
                            CodeBlock.of(
                                    "$T.broadcast(I, 0).addIndex(1)", Names.vector("IntVector"))));
        }
        return fields;
    }

    private static FieldSpec shuffle(Lane lane, String name, String source) {
        return constant(
                ParameterizedTypeName.get(Names.VECTOR_SHUFFLE, lane.boxed()),
                name,
                CodeBlock.of("$T.fromOp($L, $L)", Names.VECTOR_SHUFFLE, lane.species(), source));
    }

    private static FieldSpec constant(TypeName type, String name, CodeBlock value) {
        return FieldSpec.builder(type, name, Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
                .initializer(value)
                .build();
    }
}
