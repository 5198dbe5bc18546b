package dev.dnet.compiler.codegen.jvm.contract;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;

import dev.dnet.compiler.codegen.jvm.kernel.Names;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

import javax.lang.model.element.Modifier;

/// Java written as text: class names in it become references, so that the holder imports them.
final class JavaText {
    private static final Map<String, ClassName> CLASSES =
            Map.of(
                    "MemorySegment",
                    Names.SEGMENT,
                    "ValueLayout",
                    Names.LAYOUT,
                    "Arena",
                    ClassName.get("java.lang.foreign", "Arena"),
                    "Arrays",
                    ClassName.get("java.util", "Arrays"),
                    "FloatVector",
                    Names.vector("FloatVector"),
                    "VectorMask",
                    Names.VECTOR_MASK);
    private static final Pattern NAME =
            Pattern.compile("\\b(" + String.join("|", CLASSES.keySet()) + ")\\b");

    private JavaText() {}

    static CodeBlock code(String text) {
        Map<String, Object> classes = new HashMap<>();
        CLASSES.forEach((name, type) -> classes.put("c" + name, type));
        var named =
                NAME.matcher(text.replace("$", "$$")).replaceAll(m -> "\\$c" + m.group() + ":T");
        return CodeBlock.builder().addNamed(named, classes).build();
    }

    /// A private static method from its head, like `void copy(int[] from, long to)`, and its body.
    static MethodSpec method(String head, String doc, String body) {
        int open = head.indexOf('(');
        int name = head.lastIndexOf(' ', open);
        var method =
                MethodSpec.methodBuilder(head.substring(name + 1, open))
                        .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
                        .addJavadoc("$L\n", doc)
                        .returns(type(head.substring(0, name)))
                        .addCode(code(body));
        for (var parameter : head.substring(open + 1, head.length() - 1).split(", ", -1)) {
            int space = parameter.lastIndexOf(' ');
            method.addParameter(
                    type(parameter.substring(0, space)), parameter.substring(space + 1));
        }
        return method.build();
    }

    /// A private field that starts empty.
    static FieldSpec field(String type, String name) {
        var start =
                type.endsWith("[]")
                        ? "{}"
                        : type.equals("MemorySegment") ? "MemorySegment.NULL" : "-1";
        return FieldSpec.builder(type(type), name, Modifier.PRIVATE)
                .initializer(code(start))
                .build();
    }

    private static TypeName type(String text) {
        return switch (text) {
            case "void" -> TypeName.VOID;
            case "int" -> TypeName.INT;
            case "long" -> TypeName.LONG;
            case "boolean" -> TypeName.BOOLEAN;
            case "int[]" -> ArrayTypeName.of(TypeName.INT);
            case "float[]" -> ArrayTypeName.of(TypeName.FLOAT);
            case "MemorySegment" -> Names.SEGMENT;
            default -> throw new IllegalArgumentException(text);
        };
    }
}
