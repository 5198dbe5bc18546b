package dev.dnet.compiler.codegen.tornado;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;

import dev.dnet.compiler.codegen.jvm.Entry;
import dev.dnet.compiler.codegen.jvm.kernel.Names;
import dev.dnet.runtime.ElementType;

import java.util.ArrayList;
import java.util.List;

import javax.lang.model.element.Modifier;

/// Writes the class of a program on a device: where its variables lie, and its entry points.
final class ProgramClass {
    private static final int VARIABLES_PER_METHOD = 200;
    private static final ClassName DEVICE = ClassName.get("dev.dnet.runtime.device", "Device");

    private final String name;
    private final List<Entry> entries;
    private final DeviceKind kind;
    private final VariablePlaces variables;
    private final boolean together;

    /// `together` says whether all entry points are going to be called.
    ProgramClass(
            String name,
            List<Entry> entries,
            DeviceKind kind,
            VariablePlaces variables,
            boolean together) {
        this.together = together;
        this.name = name;
        this.entries = entries;
        this.kind = kind;
        this.variables = variables;
    }

    TypeSpec write() {
        var type =
                TypeSpec.classBuilder(name + "Device")
                        .addModifiers(Modifier.PUBLIC, Modifier.FINAL)
                        .superclass(Tornado.PROGRAM)
                        .addJavadoc("The program {@code $L} on a device of TornadoVM.\n", name);
        var chunks = variables();
        type.addMethod(constructor(chunks));
        chunks.forEach(type::addMethod);
        return type.build();
    }

    private MethodSpec constructor(List<MethodSpec> chunks) {
        var code =
                CodeBlock.builder()
                        .addStatement(
                                "super(device, $T.$L, variables, numbers)",
                                Tornado.KIND,
                                kind.name());
        if (together) {
            code.addStatement("compileTogether()");
        }
        chunks.forEach(chunk -> code.addStatement("$L()", chunk.name()));
        if (variables.shared() < variables.types().size()) {
            code.addStatement("shared($L)", variables.shared());
        }
        for (var entry : entries) {
            code.addStatement("entry(new $T(this))", ClassName.get("", EntryClass.name(entry)));
        }
        return MethodSpec.constructorBuilder()
                .addModifiers(Modifier.PUBLIC)
                .addParameter(DEVICE, "device")
                .addParameter(ArrayTypeName.of(Names.SEGMENT), "variables")
                .addParameter(Names.SEGMENT, "numbers")
                .addCode(code.build())
                .build();
    }

    /// In the order of the program, split over methods so that none grows too large.
    private List<MethodSpec> variables() {
        var methods = new ArrayList<MethodSpec>();
        var code = CodeBlock.builder();
        int count = 0;
        for (var variable : variables.types().sequencedEntrySet()) {
            var type = variable.getValue();
            code.addStatement(
                    "variable($T.$L, $LL, $LL)",
                    ClassName.get(ElementType.class),
                    type.element().name(),
                    variables.first(variable.getKey()),
                    type.shape().elements().value());
            count++;
            if (count % VARIABLES_PER_METHOD == 0 || count == variables.types().size()) {
                methods.add(
                        MethodSpec.methodBuilder("variables" + methods.size())
                                .addModifiers(Modifier.PRIVATE)
                                .returns(TypeName.VOID)
                                .addCode(code.build())
                                .build());
                code.clear();
            }
        }
        return methods;
    }
}
