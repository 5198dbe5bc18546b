package dev.dnet.compiler.codegen.jvm;

import static java.util.Objects.requireNonNull;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;

import dev.dnet.compiler.codegen.jvm.kernel.IndexCode;
import dev.dnet.compiler.codegen.jvm.kernel.JavaNames;
import dev.dnet.compiler.codegen.jvm.kernel.Names;
import dev.dnet.compiler.ir.Input;
import dev.dnet.compiler.ir.Output;
import dev.dnet.compiler.ir.Program;
import dev.dnet.compiler.type.Size;
import dev.dnet.compiler.type.TensorType;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import javax.lang.model.element.Modifier;

/// Writes what a method of a generated class does with its arguments: check them, bind the sizes,
/// run the kernels.
final class CallWriter {
    static final ClassName TENSOR = ClassName.get("dev.dnet.runtime", "Tensor");
    static final ClassName SHAPE_CHECK = ClassName.get("dev.dnet.runtime", "ShapeCheck");
    static final ClassName ELEMENT_TYPE = ClassName.get("dev.dnet.runtime", "ElementType");

    private final Program program;
    private final Program.Method method;
    private final Entry entry;

    CallWriter(Program program, Program.Method method, Entry entry) {
        this.program = program;
        this.method = method;
        this.entry = entry;
    }

    /// The field that holds the driver.
    String driverField() {
        var name = requireNonNull(ClassNames.ofMethods(program).get(method.name()));
        return Character.toLowerCase(name.charAt(0)) + name.substring(1) + "Driver";
    }

    /// The Java name of the method.
    String name() {
        return JavaNames.method(method);
    }

    ClassName driver(String packageName) {
        return ClassName.get(packageName, entry.driver());
    }

    /// Whether it writes variables that are no caches.
    boolean writesShared() {
        var caches = program.caches().stream().map(Program.Variable::path).toList();
        return entry.graph().outputs().stream()
                .anyMatch(o -> o.kind() == Output.Kind.WRITE && !caches.contains(o.name()));
    }

    boolean draws() {
        return reads(Input.Role.KEY);
    }

    /// Whether what it gives depends on the calls of its session before.
    boolean continues() {
        return reads(Input.Role.CACHE);
    }

    private boolean reads(Input.Role role) {
        return entry.graph().inputs().stream()
                .anyMatch(v -> entry.graph().instr(v).op() instanceof Input i && i.role() == role);
    }

    /// One check for each parameter.
    List<FieldSpec> checks() {
        var fields = new ArrayList<FieldSpec>();
        for (var parameter : method.parameters()) {
            fields.add(
                    FieldSpec.builder(
                                    SHAPE_CHECK,
                                    check(parameter.name()),
                                    Modifier.PRIVATE,
                                    Modifier.STATIC,
                                    Modifier.FINAL)
                            .initializer(
                                    "$T.of($S, $S)",
                                    SHAPE_CHECK,
                                    parameter.name(),
                                    parameter.type().toString())
                            .build());
        }
        return fields;
    }

    private String check(String parameter) {
        var used = new HashSet<String>();
        for (var other : program.methods()) {
            for (var given : other.parameters()) {
                var name = constant(other.name() + "_" + given.name(), used);
                if (other.name().equals(method.name()) && given.name().equals(parameter)) {
                    return name;
                }
            }
        }
        throw new IllegalStateException(method.name() + " has no parameter " + parameter);
    }

    private static String constant(String name, Set<String> used) {
        var wanted = name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT);
        var constant = wanted;
        for (int n = 2; !used.add(constant); n++) {
            constant = wanted + "_" + n;
        }
        return constant;
    }

    /// Checks, sizes and arguments; Java's name of a parameter is its own.
    CodeBlock bind(String driver) {
        var code = CodeBlock.builder();
        Map<String, String> bound = new HashMap<>();
        for (var parameter : method.parameters()) {
            bindParameter(code, parameter, bound);
        }
        for (int k = 0; k < entry.arguments().size(); k++) {
            code.addStatement(
                    "$L.argument($L, $L.segment())",
                    driver,
                    k,
                    JavaNames.argument(entry.arguments().get(k)));
        }
        return code.build();
    }

    private void bindParameter(
            CodeBlock.Builder code, Program.Parameter parameter, Map<String, String> bound) {
        var local = JavaNames.argument(parameter.name());
        var texts = new LinkedHashSet<Size>();
        parameter.type().shape().sizes().stream().filter(s -> !s.isConstant()).forEach(texts::add);
        var own = new HashMap<>(bound);
        var fresh = new ArrayList<String>();
        for (int a = 0; a < parameter.type().rank(); a++) {
            var size = parameter.type().shape().size(a);
            var symbols = size.symbols();
            if (symbols.size() == 1
                    && size.equals(Size.symbol(symbols.first()))
                    && !own.containsKey(symbols.first())) {
                own.put(symbols.first(), "(int) " + local + ".size(" + a + ")");
                fresh.add(symbols.first());
            }
        }
        var index = new IndexCode(s -> own.getOrDefault(s, JavaNames.size(s)));
        var values = CodeBlock.builder();
        for (var text : texts) {
            boolean free = fresh.stream().anyMatch(f -> text.equals(Size.symbol(f)));
            values.add(
                    free
                            ? CodeBlock.of(", $T.FREE", SHAPE_CHECK)
                            : CodeBlock.of(", $L", index.print(text)));
        }
        var check = check(parameter.name());
        code.addStatement(
                texts.size() > 4 ? "$L.check($L, new long[] {$L})" : "$L.check($L$L)",
                check,
                local,
                texts.size() > 4
                        ? CodeBlock.of("$L", values.build().toString().substring(2))
                        : values.build());
        for (var symbol : fresh) {
            code.addStatement("final int $L = $L", JavaNames.size(symbol), own.get(symbol));
            bound.put(symbol, JavaNames.size(symbol));
        }
    }

    /// Results as tensors made now.
    CodeBlock results(String driver) {
        var code = CodeBlock.builder();
        for (var result : entry.results()) {
            int k = entry.results().indexOf(result);
            code.addStatement("final $T $L = $L", TENSOR, local(result), zeros(type(result)));
            code.addStatement("$L.result($L, $L.segment())", driver, k, local(result));
        }
        return code.build();
    }

    static String local(String result) {
        return JavaNames.component(result) + "Result";
    }

    TensorType type(String result) {
        return entry.graph().outputs().stream()
                .filter(o -> o.kind() == Output.Kind.RESULT && o.name().equals(result))
                .map(o -> entry.graph().type(o.value()))
                .findFirst()
                .orElseThrow();
    }

    static CodeBlock zeros(TensorType type) {
        var index = new IndexCode(JavaNames::size);
        var code =
                CodeBlock.builder()
                        .add("$T.zeros($T.$L", TENSOR, ELEMENT_TYPE, type.element().name());
        type.shape().sizes().forEach(s -> code.add(", $L", index.print(s)));
        return code.add(")").build();
    }

    /// Enters the workspace, runs, leaves it.
    CodeBlock execute(String driver) {
        var code = CodeBlock.builder();
        int number = 0;
        for (var symbol : entry.loops().symbols()) {
            code.addStatement("$L.size($L, $L)", driver, number++, JavaNames.size(symbol));
        }
        return code.addStatement(
                        "final $T scratch = workspace.enter($L.bind())", Names.SEGMENT, driver)
                .beginControlFlow("try")
                .addStatement("$L.execute(scratch)", driver)
                .nextControlFlow("finally")
                .addStatement("workspace.exit()")
                .endControlFlow()
                .build();
    }

    /// The method as users call it, with statements before and after the run.
    MethodSpec userMethod(String driver, CodeBlock before, CodeBlock after) {
        var spec =
                MethodSpec.methodBuilder(name())
                        .addModifiers(Modifier.PUBLIC)
                        .returns(resultType());
        spec.addJavadoc("$L\n", docs());
        method.parameters().forEach(p -> spec.addParameter(TENSOR, JavaNames.argument(p.name())));
        if (draws()) {
            spec.addParameter(TypeName.LONG, "seed");
        }
        spec.addCode(bind(driver)).addCode(results(driver));
        if (draws()) {
            spec.addCode(Drivers.key("seed", "0L"));
        }
        return spec.addCode(before)
                .addCode(execute(driver))
                .addCode(after)
                .addStatement("return $L", resultExpression())
                .build();
    }

    private String docs() {
        var text =
                new StringBuilder(
                        method.doc().isBlank()
                                ? "Runs the model's function."
                                : method.doc().strip());
        for (var p : method.parameters()) {
            text.append("\n@param ")
                    .append(JavaNames.argument(p.name()))
                    .append(" {@code ")
                    .append(p.type())
                    .append('}');
        }
        if (draws()) {
            text.append("\n@param seed of the random draws");
        }
        return text.append("\n@return ")
                .append(
                        String.join(
                                ", ",
                                entry.results().stream()
                                        .map(r -> r + " {@code " + type(r) + "}")
                                        .toList()))
                .toString();
    }

    private boolean isSingle() {
        return entry.results().size() == 1;
    }

    TypeName resultType() {
        return isSingle() ? TENSOR : ClassName.get("", resultName());
    }

    private String resultName() {
        return requireNonNull(ClassNames.ofMethods(program).get(method.name())) + "Result";
    }

    private CodeBlock resultExpression() {
        var locals = String.join(", ", entry.results().stream().map(CallWriter::local).toList());
        return isSingle()
                ? CodeBlock.of("$L", locals)
                : CodeBlock.of("new $T($L)", resultType(), locals);
    }

    /// The record of several results, under the names that the source gives them.
    List<TypeSpec> resultRecord() {
        if (isSingle()) {
            return List.of();
        }
        var constructor = MethodSpec.constructorBuilder();
        entry.results().forEach(r -> constructor.addParameter(TENSOR, JavaNames.component(r)));
        return List.of(
                TypeSpec.recordBuilder(resultName())
                        .addModifiers(Modifier.PUBLIC)
                        .addJavadoc("The results of {@link #$L}.\n", name())
                        .recordConstructor(constructor.build())
                        .build());
    }

    static ParameterizedTypeName variablesType() {
        return ParameterizedTypeName.get(
                ClassName.get("java.util", "SequencedMap"), ClassName.get(String.class), TENSOR);
    }
}
