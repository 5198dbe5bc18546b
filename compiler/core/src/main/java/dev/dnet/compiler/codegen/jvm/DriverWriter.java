package dev.dnet.compiler.codegen.jvm;

import com.palantir.javapoet.ArrayTypeName;
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
import dev.dnet.compiler.loops.Buffer;
import dev.dnet.compiler.loops.LoopProgram;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

import javax.lang.model.element.Modifier;

/// Writes the class that runs the kernels of one entry point in order. It computes offsets once for
/// each tuple of sizes, allocates nothing in a call, and is itself the task that the threads run.
/// Long switches are split, since HotSpot compiles no method over 8,000 bytecodes.
final class DriverWriter {
    private static final int PHASES_PER_METHOD = 60;

    private final ClassName driver;
    private final ClassName kernels;
    private final LoopProgram program;
    private final List<KernelSet.Call> calls;
    private final List<String> variables;
    private final List<String> arguments;
    private final List<String> results;

    DriverWriter(
            ClassName driver,
            ClassName kernels,
            LoopProgram program,
            List<KernelSet.Call> calls,
            List<String> variables,
            List<String> arguments,
            List<String> results) {
        this.driver = driver;
        this.kernels = kernels;
        this.program = program;
        this.calls = calls;
        this.variables = variables;
        this.arguments = arguments;
        this.results = results;
    }

    TypeSpec write() {
        var type =
                TypeSpec.classBuilder(driver)
                        .addModifiers(Modifier.FINAL)
                        .superclass(Names.DRIVER)
                        .addSuperinterface(Names.WORK_POOL.nestedClass("Task"))
                        .addJavadoc("Runs the kernels of {@code $L} in order.\n", program.name());
        fields().forEach(type::addField);
        type.addMethod(constructor()).addMethod(bind());
        var schedule = new DriverSchedule(program, calls, this::holds);
        type.addMethod(execute(schedule));
        schedule.methods().forEach(type::addMethod);
        type.addMethod(begin()).addMethod(run());
        for (int chunk = 0; chunk * PHASES_PER_METHOD < calls.size(); chunk++) {
            type.addMethod(runChunk(chunk));
        }
        return type.build();
    }

    private List<FieldSpec> fields() {
        var fields = new ArrayList<FieldSpec>();
        fields.add(FieldSpec.builder(twins(), "twins", Modifier.PRIVATE, Modifier.FINAL).build());
        fields.add(FieldSpec.builder(kernels, "kernels", Modifier.PRIVATE).build());
        fields.add(
                FieldSpec.builder(Names.WORK_POOL, "pool", Modifier.PRIVATE, Modifier.FINAL)
                        .build());
        fields.add(
                FieldSpec.builder(
                                ArrayTypeName.of(Names.SEGMENT),
                                "variables",
                                Modifier.PRIVATE,
                                Modifier.FINAL)
                        .build());
        fields.add(
                FieldSpec.builder(Names.SEGMENT, "numbers", Modifier.PRIVATE, Modifier.FINAL)
                        .build());
        fields.add(
                FieldSpec.builder(
                                ArrayTypeName.of(TypeName.LONG),
                                "at",
                                Modifier.PRIVATE,
                                Modifier.FINAL)
                        .initializer("new long[$L]", program.memory().slots().size())
                        .build());
        fields.add(
                FieldSpec.builder(Names.SEGMENT, "arena", Modifier.PRIVATE)
                        .initializer("$T.NULL", Names.SEGMENT)
                        .build());
        program.symbols()
                .forEach(s ->
                        fields.add(
                                FieldSpec.builder(TypeName.INT, JavaNames.size(s), Modifier.PRIVATE)
                                        .build()));
        program.repeats()
                .forEach(r ->
                        fields.add(
                                FieldSpec.builder(
                                                TypeName.INT,
                                                JavaNames.number(r.turn()),
                                                Modifier.PRIVATE)
                                        .build()));
        fields.add(FieldSpec.builder(TypeName.INT, "phase", Modifier.PRIVATE).build());
        fields.add(FieldSpec.builder(TypeName.INT, "pieces", Modifier.PRIVATE).build());
        return fields;
    }

    private TypeName twins() {
        return ParameterizedTypeName.get(ClassName.get("dev.dnet.runtime", "Twins"), kernels);
    }

    private MethodSpec constructor() {
        return MethodSpec.constructorBuilder()
                .addJavadoc(
                        """
                        {@code plain} and {@code vectors} have the same bits, and take turns until the JIT compiler
                        has compiled the vectors. {@code numbers} holds the seed, the step of the key, and the number
                        of the step, as longs.
                        """)
                .addParameter(kernels, "plain")
                .addParameter(kernels, "vectors")
                .addParameter(Names.WORK_POOL, "pool")
                .addParameter(ArrayTypeName.of(Names.SEGMENT), "variables")
                .addParameter(Names.SEGMENT, "numbers")
                .addStatement(
                        "super($L, $L, $L)",
                        program.symbols().size(),
                        arguments.size(),
                        results.size())
                .addStatement(
                        "this.twins = new $T(plain, vectors, $L)",
                        twins(),
                        program.kernels().size())
                .addStatement("this.kernels = plain")
                .addStatement("this.pool = pool")
                .addStatement("this.variables = variables")
                .addStatement("this.numbers = numbers")
                .build();
    }

    private MethodSpec bind() {
        var method =
                MethodSpec.methodBuilder("bind")
                        .addAnnotation(Override.class)
                        .addModifiers(Modifier.PUBLIC)
                        .returns(TypeName.LONG);
        int number = 0;
        for (var symbol : program.symbols()) {
            method.addStatement("$L = sizes[$L]", JavaNames.size(symbol), number++);
        }
        var index = new IndexCode(JavaNames::size);
        method.addStatement("long top = 0");
        for (int s = 0; s < program.memory().slots().size(); s++) {
            method.addStatement("at[$L] = top", s);
            method.addStatement(
                    "top += $L + 63 & ~63L",
                    index.bytes(program.memory().slots().get(s).bytes(), 1));
        }
        return method.addStatement("return top").build();
    }

    private static MethodSpec execute(DriverSchedule schedule) {
        return MethodSpec.methodBuilder("execute")
                .addAnnotation(Override.class)
                .addModifiers(Modifier.PUBLIC)
                .addParameter(Names.SEGMENT, "scratch")
                .addStatement("arena = scratch")
                .addStatement("twins.reset()")
                .addCode(schedule.all())
                .addStatement("twins.end()")
                .build();
    }

    private static MethodSpec begin() {
        return MethodSpec.methodBuilder("begin")
                .addModifiers(Modifier.PRIVATE)
                .addParameter(TypeName.INT, "newPhase")
                .addParameter(TypeName.INT, "newPieces")
                .addStatement("phase = newPhase")
                .addStatement("pieces = newPieces")
                .beginControlFlow("if (newPieces == 1)")
                .addStatement("run(0)")
                .nextControlFlow("else")
                .addStatement("pool.parallelFor(newPieces, this)")
                .endControlFlow()
                .build();
    }

    private MethodSpec run() {
        var code = CodeBlock.builder().beginControlFlow("switch (phase / $L)", PHASES_PER_METHOD);
        for (int chunk = 0; chunk * PHASES_PER_METHOD < calls.size(); chunk++) {
            code.addStatement("case $L -> run$L(piece)", chunk, chunk);
        }
        code.addStatement("default -> throw new IllegalStateException()").endControlFlow();
        return MethodSpec.methodBuilder("run")
                .addAnnotation(Override.class)
                .addModifiers(Modifier.PUBLIC)
                .addParameter(TypeName.INT, "piece")
                .addCode(code.build())
                .build();
    }

    private MethodSpec runChunk(int chunk) {
        var code = CodeBlock.builder().beginControlFlow("switch (phase)");
        for (int k = chunk * PHASES_PER_METHOD;
                k < Math.min(calls.size(), (chunk + 1) * PHASES_PER_METHOD);
                k++) {
            code.addStatement(
                    "case $L -> kernels.$L($L)",
                    k,
                    calls.get(k).method().name,
                    arguments(calls.get(k)));
        }
        code.addStatement("default -> throw new IllegalStateException()").endControlFlow();
        return MethodSpec.methodBuilder("run" + chunk)
                .addModifiers(Modifier.PRIVATE)
                .addParameter(TypeName.INT, "piece")
                .addCode(code.build())
                .build();
    }

    private String arguments(KernelSet.Call call) {
        var args = new StringJoiner(", ").add("piece").add("pieces");
        call.method().any().sizes().forEach(args::add);
        for (int id : call.buffers()) {
            args.add(segment(program.buffer(id))).add(offset(program.buffer(id)));
        }
        return args.toString();
    }

    private CodeBlock holds(int id) {
        var buffer = program.buffer(id);
        return CodeBlock.of(
                "$L.get($T.JAVA_BYTE, $L) != 0", segment(buffer), Names.LAYOUT, offset(buffer));
    }

    private String segment(Buffer buffer) {
        return switch (buffer.place()) {
            case Buffer.Place.Argument a -> "arguments[" + arguments.indexOf(a.name()) + "]";
            case Buffer.Place.Variable v -> "variables[" + variables.indexOf(v.path()) + "]";
            case Buffer.Place.Result r -> "results[" + results.indexOf(r.name()) + "]";
            case Buffer.Place.Key k -> "numbers";
            case Buffer.Place.Step s -> "numbers";
            case Buffer.Place.Arena a -> "arena";
            case Buffer.Place.View v -> segment(program.buffer(v.base()));
            case Buffer.Place.Local l -> throw new IllegalStateException("a local has no memory");
        };
    }

    private String offset(Buffer buffer) {
        return switch (buffer.place()) {
            case Buffer.Place.Step s -> "16L";
            case Buffer.Place.Arena a ->
                    "at[" + program.memory().slotOfBuffer().get(buffer.id()) + "]";
            case Buffer.Place.View v ->
                    offset(program.buffer(v.base()))
                            + " + "
                            + new IndexCode(JavaNames::number)
                                    .bytes(v.offset(), buffer.type().element().bytes());
            case Buffer.Place.Argument a -> "0L";
            case Buffer.Place.Variable v -> "0L";
            case Buffer.Place.Result r -> "0L";
            case Buffer.Place.Key k -> "0L";
            case Buffer.Place.Local l -> throw new IllegalStateException("a local has no memory");
        };
    }
}
