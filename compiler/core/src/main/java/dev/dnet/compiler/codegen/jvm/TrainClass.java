package dev.dnet.compiler.codegen.jvm;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;

import dev.dnet.compiler.codegen.jvm.kernel.JavaNames;
import dev.dnet.compiler.codegen.jvm.kernel.Names;
import dev.dnet.compiler.ir.Program;
import dev.dnet.compiler.type.Size;
import dev.dnet.runtime.ElementType;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import javax.lang.model.element.Modifier;

/// Writes the class of a `train` block: the training loop's view of it, and a method for each of
/// its models.
final class TrainClass {
    private static final ClassName TRAIN_PROGRAM =
            ClassName.get("dev.dnet.runtime.train", "TrainProgram");
    private static final ClassName BATCH_FIELD =
            ClassName.get("dev.dnet.runtime.data", "BatchField");
    static final ClassName LIST = ClassName.get(List.class);

    private final Program program;
    private final Drivers drivers;
    private final List<CallWriter> calls;
    private final List<Entry> entries;

    TrainClass(Program program, List<Entry> entries) {
        this.program = program;
        this.entries = entries;
        this.drivers = Drivers.of(program, entries);
        this.calls = drivers.calls();
    }

    TypeSpec write() {
        var type =
                TypeSpec.classBuilder(program.name())
                        .addModifiers(Modifier.PUBLIC, Modifier.FINAL)
                        .addSuperinterface(TRAIN_PROGRAM)
                        .addJavadoc("$L\n", doc());
        step().checks().forEach(type::addField);
        calls.stream()
                .filter(c -> isUserMethod(c))
                .flatMap(c -> c.checks().stream())
                .forEach(type::addField);
        fields().forEach(type::addField);
        type.addMethod(
                MethodSpec.constructorBuilder()
                        .addModifiers(Modifier.PUBLIC)
                        .addJavadoc("With the threads that all programs share.\n")
                        .addStatement("this($T.shared())", Names.WORK_POOL)
                        .build());
        type.addMethod(constructor()).addMethod(deviceConstructor()).addMethod(on());
        Variables.allocation(program).forEach(type::addMethod);
        facts().forEach(type::addMethod);
        losses().ifPresent(l -> l.into(type));
        type.addMethod(initialize())
                .addMethod(stepMethod())
                .addMethod(evaluate())
                .addMethod(Drivers.close());
        for (var call : calls) {
            if (isUserMethod(call)) {
                type.addMethod(
                        call.userMethod(call.driverField(), CodeBlock.of(""), CodeBlock.of("")));
                call.resultRecord().forEach(type::addType);
            }
        }
        return type.build();
    }

    private String doc() {
        var text =
                program.doc().isBlank()
                        ? "The train block {@code " + program.name() + "}."
                        : program.doc().strip();
        return text + "\n\nFrom " + program.span() + ".";
    }

    private boolean isUserMethod(CallWriter call) {
        return program.methods().get(calls.indexOf(call)).role() == Program.Role.CALL;
    }

    private CallWriter call(Program.Role role) {
        for (int k = 0; k < calls.size(); k++) {
            if (program.methods().get(k).role() == role) {
                return calls.get(k);
            }
        }
        throw new IllegalStateException(program.name() + " has no " + role);
    }

    private CallWriter step() {
        return call(Program.Role.STEP);
    }

    private List<FieldSpec> fields() {
        var fields = new ArrayList<>(Drivers.memory());
        fields.add(
                FieldSpec.builder(
                                CallWriter.variablesType(),
                                "variables",
                                Modifier.PRIVATE,
                                Modifier.FINAL)
                        .initializer("allocate()")
                        .build());
        fields.addAll(drivers.fields());
        return fields;
    }

    private MethodSpec constructor() {
        return MethodSpec.constructorBuilder()
                .addModifiers(Modifier.PUBLIC)
                .addJavadoc("@param pool the threads that run the kernels\n")
                .addParameter(Names.WORK_POOL, "pool")
                .addCode(drivers.create("pool"))
                .build();
    }

    private MethodSpec deviceConstructor() {
        return MethodSpec.constructorBuilder()
                .addModifiers(Modifier.PRIVATE)
                .addParameter(Drivers.DEVICE, "where")
                .addCode(drivers.open("where"))
                .build();
    }

    private MethodSpec on() {
        var self = ProgramFiles.className(program);
        return MethodSpec.methodBuilder("on")
                .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
                .addJavadoc("The program on a device, with variables that stay there.\n")
                .returns(self)
                .addParameter(Drivers.DEVICE, "where")
                .addStatement("return where.isCpu() ? new $T() : new $T(where)", self, self)
                .build();
    }

    private List<MethodSpec> facts() {
        var methods = new ArrayList<MethodSpec>();
        var qualified =
                (program.packageName().isEmpty() ? "" : program.packageName() + ".")
                        + program.name();
        methods.add(fact("name", TypeName.get(String.class), CodeBlock.of("$S", qualified)));
        methods.add(
                fact(
                        "fingerprint",
                        TypeName.get(String.class),
                        CodeBlock.of("$S", Variables.fingerprint(program))));
        methods.add(
                fact("batchFields", ParameterizedTypeName.get(LIST, BATCH_FIELD), batchFields()));
        methods.add(variables());
        var names =
                metrics().stream().map(m -> CodeBlock.of("$S", m)).collect(CodeBlock.joining(", "));
        methods.add(
                fact(
                        "metricNames",
                        ParameterizedTypeName.get(LIST, TypeName.get(String.class)),
                        CodeBlock.of("$T.of($L)", LIST, names)));
        if (hasTables()) {
            methods.add(metricRows());
        }
        return methods;
    }

    private static MethodSpec variables() {
        return MethodSpec.methodBuilder("variables")
                .addAnnotation(Override.class)
                .addModifiers(Modifier.PUBLIC)
                .returns(CallWriter.variablesType())
                .addStatement("device.fetch()")
                .addStatement("device.changed()")
                .addStatement("return variables")
                .build();
    }

    private MethodSpec metricRows() {
        var rows =
                metrics().stream()
                        .map(m -> CodeBlock.of("$L", rows(m)))
                        .collect(CodeBlock.joining(", "));
        var type = ParameterizedTypeName.get(LIST, TypeName.get(Integer.class));
        return fact("metricRows", type, CodeBlock.of("$T.of($L)", LIST, rows));
    }

    private boolean hasTables() {
        return metrics().stream().anyMatch(m -> rows(m) > 0);
    }

    /// The rows of a metric that is a table; 0 for one number.
    private long rows(String metric) {
        var sizes = call(Program.Role.EVALUATE).type(metric).shape().sizes();
        return sizes.isEmpty() ? 0 : sizes.getFirst().value();
    }

    private List<String> metrics() {
        var results = entry(Program.Role.EVALUATE).results();
        return results.subList(1, results.size());
    }

    private Entry entry(Program.Role role) {
        return entries.get(calls.indexOf(call(role)));
    }

    private CodeBlock batchFields() {
        var fields = new ArrayList<CodeBlock>();
        for (var parameter : program.method(Program.Role.STEP).orElseThrow().parameters()) {
            var shape =
                    parameter.type().shape().sizes().stream()
                            .skip(1)
                            .map(TrainClass::size)
                            .collect(CodeBlock.joining(", "));
            fields.add(
                    CodeBlock.of(
                            "new $T($S, $T.$L, $T.of($L))",
                            BATCH_FIELD,
                            parameter.name(),
                            CallWriter.ELEMENT_TYPE,
                            parameter.type().element().name(),
                            LIST,
                            shape));
        }
        return CodeBlock.of("$T.of($L)", LIST, CodeBlock.join(fields, ", "));
    }

    /// What is not a number in the program is what the data has.
    private static CodeBlock size(Size size) {
        return size.isConstant()
                ? CodeBlock.of("$LL", size.value())
                : CodeBlock.of("$T.FREE", BATCH_FIELD);
    }

    static MethodSpec fact(String name, TypeName type, CodeBlock value) {
        return MethodSpec.methodBuilder(name)
                .addAnnotation(Override.class)
                .addModifiers(Modifier.PUBLIC)
                .returns(type)
                .addStatement("return $L", value)
                .build();
    }

    private MethodSpec initialize() {
        var call = call(Program.Role.INIT);
        return MethodSpec.methodBuilder("initialize")
                .addAnnotation(Override.class)
                .addModifiers(Modifier.PUBLIC)
                .addParameter(TypeName.LONG, "seed")
                .addCode(Drivers.key("seed", "0L"))
                .addCode(call.execute(call.driverField()))
                .build();
    }

    private MethodSpec stepMethod() {
        var call = step();
        var driver = call.driverField();
        return batchMethod("step")
                .returns(TypeName.DOUBLE)
                .addParameter(TypeName.LONG, "seed")
                .addParameter(TypeName.LONG, "step")
                .addCode(unpack())
                .addCode(call.bind(driver))
                .addCode(call.results(driver))
                .addCode(Drivers.key("seed", "step"))
                .addStatement("numbers.set($T.JAVA_LONG, 16, step + 1)", Names.LAYOUT)
                .addCode(call.execute(driver))
                .addCode(losses().map(l -> l.keep(call)).orElse(CodeBlock.of("")))
                .addStatement("return $L", scalar(call, "loss"))
                .build();
    }

    private Optional<StepLosses> losses() {
        return StepLosses.of(entry(Program.Role.STEP));
    }

    private MethodSpec evaluate() {
        var call = call(Program.Role.EVALUATE);
        var driver = call.driverField();
        var results = entry(Program.Role.EVALUATE).results().stream();
        var values =
                hasTables()
                        ? results.map(r -> CodeBlock.of("$L", CallWriter.local(r)))
                        : results.map(r -> scalar(call, r));
        var listed = values.collect(CodeBlock.joining(", "));
        var method =
                batchMethod("evaluate")
                        .returns(double[].class)
                        .addCode(unpack())
                        .addCode(rebind(driver));
        return method.addCode(call.results(driver))
                .addCode(call.execute(driver))
                .addCode(
                        hasTables()
                                ? CodeBlock.of("return $T.values($L);\n", TRAIN_PROGRAM, listed)
                                : CodeBlock.of("return new double[] {$L};\n", listed))
                .build();
    }

    /// The checks of the step serve the evaluation too: both take the same batch.
    private CodeBlock rebind(String driver) {
        var evaluate = entry(Program.Role.EVALUATE);
        var step = program.method(Program.Role.STEP).orElseThrow();
        return new CallWriter(program, step, evaluate).bind(driver);
    }

    private static MethodSpec.Builder batchMethod(String name) {
        return MethodSpec.methodBuilder(name)
                .addAnnotation(Override.class)
                .addModifiers(Modifier.PUBLIC)
                .addParameter(ParameterizedTypeName.get(LIST, CallWriter.TENSOR), "batch");
    }

    private CodeBlock unpack() {
        var code = CodeBlock.builder();
        int k = 0;
        for (var parameter : program.method(Program.Role.STEP).orElseThrow().parameters()) {
            code.addStatement(
                    "final $T $L = batch.get($L)",
                    CallWriter.TENSOR,
                    JavaNames.argument(parameter.name()),
                    k++);
        }
        return code.build();
    }

    static CodeBlock scalar(CallWriter call, String result) {
        var type = call.type(result).element();
        return CodeBlock.of(
                "$L.$L()",
                CallWriter.local(result),
                type == ElementType.F64 ? "getDouble" : type.isFloat() ? "getFloat" : "getInt");
    }
}
