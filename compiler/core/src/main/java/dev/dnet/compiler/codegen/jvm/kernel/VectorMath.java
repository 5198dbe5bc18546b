package dev.dnet.compiler.codegen.jvm.kernel;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

import javax.lang.model.element.Modifier;

/// The elementary functions on vectors. Sweeps have them written out where they need them, by
/// [Expansion]; other emitted methods call them, and what is called, directly or not, is written
/// into a holder. Their text stands in `vector-math.txt`.
public final class VectorMath {
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

    private static final Map<String, Function> FUNCTIONS = read();

    /// A function with its statements, of which the last returns a value unless `result` is `void`.
    record Function(String result, List<Parameter> parameters, String body) {}

    record Parameter(String type, String name) {
        static Parameter of(String text) {
            int space = text.indexOf(' ');
            return new Parameter(text.substring(0, space), text.substring(space + 1));
        }
    }

    private VectorMath() {}

    static Optional<Function> find(String name) {
        return Optional.ofNullable(FUNCTIONS.get(name));
    }

    /// The functions that these methods need, in order of their names.
    public static List<MethodSpec> functions(List<MethodSpec> callers, Width width) {
        if (!width.isVector()) {
            return List.of();
        }
        var needed = new TreeMap<String, Function>();
        callers.forEach(m -> collect(m.code().toString(), needed));
        var methods = new ArrayList<MethodSpec>();
        needed.forEach((name, function) -> methods.add(method(name, function)));
        return methods;
    }

    private static void collect(String text, Map<String, Function> needed) {
        for (var name : Words.called(text)) {
            var function = FUNCTIONS.get(name);
            if (function != null && needed.putIfAbsent(name, function) == null) {
                collect(function.body(), needed);
            }
        }
    }

    private static MethodSpec method(String name, Function function) {
        var method =
                MethodSpec.methodBuilder(name)
                        .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
                        .addJavadoc("As in the runtime, on vectors.\n")
                        .returns(type(function.result()))
                        .addCode(code(function.body()));
        function.parameters().forEach(p -> method.addParameter(type(p.type()), p.name()));
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
    static CodeBlock code(String body) {
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
                                Arrays.stream(block.substring(space + 1, line).split(", ", -1))
                                        .map(Parameter::of)
                                        .toList(),
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
