package dev.dnet.compiler.codegen.jvm;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;

import dev.dnet.compiler.codegen.jvm.kernel.Names;
import dev.dnet.compiler.codegen.jvm.kernel.Width;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;

import javax.lang.model.element.Modifier;

/// The elementary functions on vectors that emitted methods call; only what is called, directly or
/// not, is written into a holder. Their text stands in `vector-math.txt`.
final class VectorMath {
    private static final Map<String, String> CLASSES =
            Map.of(
                    "FloatVector",
                    "float",
                    "IntVector",
                    "int",
                    "ShortVector",
                    "short",
                    "VectorMask",
                    "mask",
                    "VectorOperators",
                    "op");
    private static final Pattern CLASS_NAME =
            Pattern.compile("\\b(FloatVector|IntVector|ShortVector|VectorMask|VectorOperators)\\b");

    private record Function(String result, String parameters, String body) {}

    private VectorMath() {}

    /// The functions that these methods need, in order of their names.
    static List<MethodSpec> functions(List<MethodSpec> callers, Width width) {
        if (!width.isVector()) {
            return List.of();
        }
        var all = read();
        var needed = new TreeSet<String>();
        callers.forEach(m -> collect(m.code().toString(), all, needed));
        var methods = new ArrayList<MethodSpec>();
        needed.forEach(name -> methods.add(method(name, all)));
        return methods;
    }

    private static void collect(String text, Map<String, Function> all, TreeSet<String> needed) {
        for (var name : Words.called(text)) {
            var function = all.get(name);
            if (function != null && needed.add(name)) {
                collect(function.body(), all, needed);
            }
        }
    }

    private static MethodSpec method(String name, Map<String, Function> all) {
        var function = all.getOrDefault(name, new Function("FloatVector", "", ""));
        var method =
                MethodSpec.methodBuilder(name)
                        .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
                        .addJavadoc("As in the runtime, on vectors.\n")
                        .returns(type(function.result()))
                        .addCode(code(function.body()));
        for (var parameter : function.parameters().split(", ", -1)) {
            int space = parameter.indexOf(' ');
            method.addParameter(
                    type(parameter.substring(0, space)), parameter.substring(space + 1));
        }
        return method.build();
    }

    private static TypeName type(String text) {
        return switch (text) {
            case "void" -> TypeName.VOID;
            case "long" -> TypeName.LONG;
            case "MemorySegment" -> Names.SEGMENT;
            case "Mask" -> ParameterizedTypeName.get(Names.VECTOR_MASK, ClassName.get(Float.class));
            default -> Names.vector(text);
        };
    }

    /// Class names become references, so that the holder imports them.
    private static CodeBlock code(String body) {
        var named = CLASS_NAME.matcher(body).replaceAll(m -> "\\$" + CLASSES.get(m.group()) + ":T");
        Map<String, Object> classes = new LinkedHashMap<>();
        CLASSES.forEach((name, key) -> classes.put(key, Names.vector(name)));
        return CodeBlock.builder().addNamed(named, classes).build();
    }

    private static Map<String, Function> read() {
        var functions = new LinkedHashMap<String, Function>();
        for (var block : text().split("\nfn ", -1)) {
            int space = block.indexOf(' ');
            int line = block.indexOf('\n');
            if (!block.startsWith("#")) {
                var name = block.substring(0, space).split(":", 2);
                functions.put(
                        name[0],
                        new Function(
                                name.length == 2 ? name[1] : "FloatVector",
                                block.substring(space + 1, line),
                                block.substring(line + 1).strip() + "\n"));
            }
        }
        return functions;
    }

    private static String text() {
        try (var in = VectorMath.class.getResourceAsStream("vector-math.txt")) {
            if (in == null) {
                throw new IllegalStateException("vector-math.txt is missing from the compiler");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
