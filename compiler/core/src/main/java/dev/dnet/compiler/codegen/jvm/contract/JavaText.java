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
                    Names.VECTOR_MASK,
                    "Half",
                    Names.HALF);
    private static final Pattern NAME =
            Pattern.compile("\\b(" + String.join("|", CLASSES.keySet()) + ")\\b");

    private static final String INDENT = "    ";

    private JavaText() {}

    static CodeBlock code(String text) {
        Map<String, Object> classes = new HashMap<>();
        CLASSES.forEach((name, type) -> classes.put("c" + name, type));
        var named =
                NAME.matcher(indented(text).replace("$", "$$"))
                        .replaceAll(m -> "\\$c" + m.group() + ":T");
        return CodeBlock.builder().addNamed(named, classes).build();
    }

    /// The same lines, each as far to the right as its braces say. They hold no braces in strings.
    private static String indented(String text) {
        if (text.indexOf('\n') < 0) {
            return text;
        }
        var result = new StringBuilder();
        int depth = 0;
        boolean ofCase = false;
        for (var raw : text.split("\n", -1)) {
            var line = raw.strip();
            int closing = line.startsWith("}") ? 1 : 0;
            int steps = depth - closing + (ofCase ? 1 : 0);
            result.append(line.isEmpty() ? "" : INDENT.repeat(Math.max(0, steps)))
                    .append(line)
                    .append('\n');
            depth += Math.toIntExact(count(line, '{') - count(line, '}'));
            ofCase = line.endsWith("->");
        }
        return result.deleteCharAt(result.length() - 1).toString();
    }

    private static long count(String line, char brace) {
        return line.chars().filter(c -> c == brace).count();
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
            case "float" -> TypeName.FLOAT;
            case "boolean" -> TypeName.BOOLEAN;
            case "int[]" -> ArrayTypeName.of(TypeName.INT);
            case "float[]" -> ArrayTypeName.of(TypeName.FLOAT);
            case "MemorySegment" -> Names.SEGMENT;
            default -> throw new IllegalArgumentException(text);
        };
    }
}
