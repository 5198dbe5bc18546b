package dev.dnet.compiler.codegen.jvm;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;

import dev.dnet.compiler.codegen.jvm.kernel.Names;
import dev.dnet.compiler.ir.Program;

import java.util.List;

import javax.lang.model.element.Modifier;

/// Writes the class of a model: its parameters, shared by any number of threads, and sessions, each
/// for one thread at a time, that own the memory of a call.
final class ModelClass {
    private static final ClassName PARAMETERS =
            ClassName.get("dev.dnet.runtime.checkpoint", "Parameters");
    private static final ClassName PATH = ClassName.get("java.nio.file", "Path");
    private static final ClassName QUEUE =
            ClassName.get("java.util.concurrent", "ConcurrentLinkedQueue");

    private final Program program;
    private final ClassName self;
    private final ClassName session;
    private final Drivers drivers;
    private final List<CallWriter> calls;

    ModelClass(Program program, List<Entry> entries) {
        this.program = program;
        this.self = ProgramFiles.className(program);
        this.session = self.nestedClass("Session");
        this.drivers = Drivers.of(program, entries);
        this.calls = drivers.calls();
    }

    TypeSpec write() {
        var type =
                TypeSpec.classBuilder(program.name())
                        .addModifiers(Modifier.PUBLIC, Modifier.FINAL)
                        .addJavadoc("$L\n", doc());
        type.addField(
                FieldSpec.builder(
                                CallWriter.variablesType(),
                                "variables",
                                Modifier.PRIVATE,
                                Modifier.FINAL)
                        .initializer("allocate()")
                        .build());
        type.addField(
                FieldSpec.builder(Names.WORK_POOL, "pool", Modifier.PRIVATE, Modifier.FINAL)
                        .build());
        type.addField(
                FieldSpec.builder(
                                ParameterizedTypeName.get(QUEUE, session),
                                "idle",
                                Modifier.PRIVATE,
                                Modifier.FINAL)
                        .initializer("new $T<>()", QUEUE)
                        .build());
        type.addMethod(constructor())
                .addMethod(create())
                .addMethod(load())
                .addMethod(parameters())
                .addMethod(openSession());
        Variables.allocation(program).forEach(type::addMethod);
        for (var call : userCalls()) {
            type.addMethod(shared(call));
            call.resultRecord().forEach(type::addType);
        }
        return type.addType(sessionClass()).build();
    }

    private String doc() {
        var text =
                program.doc().isBlank()
                        ? "The model {@code " + program.name() + "}."
                        : program.doc().strip();
        return text + "\n\nFrom " + program.span() + ". Safe for use by several threads.";
    }

    private List<CallWriter> userCalls() {
        return calls.stream().filter(c -> role(c) == Program.Role.CALL).toList();
    }

    private Program.Role role(CallWriter call) {
        return program.methods().get(calls.indexOf(call)).role();
    }

    private MethodSpec constructor() {
        return MethodSpec.constructorBuilder()
                .addModifiers(Modifier.PRIVATE)
                .addParameter(Names.WORK_POOL, "pool")
                .addStatement("this.pool = pool")
                .build();
    }

    private MethodSpec create() {
        return MethodSpec.methodBuilder("create")
                .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
                .addJavadoc("A model with its first values drawn from this seed.\n")
                .returns(self)
                .addParameter(TypeName.LONG, "seed")
                .addStatement("final $T model = new $T($T.shared())", self, self, Names.WORK_POOL)
                .addStatement("model.session().initialize(seed)")
                .addStatement("return model")
                .build();
    }

    private MethodSpec load() {
        return MethodSpec.methodBuilder("load")
                .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
                .addJavadoc(
                        "A model with the parameters of a safetensors file. Every parameter must be there with its shape, below\n{@code prefix}: that is empty, or the path that the model has in the file, as {@code \"net.\"}.\n")
                .returns(self)
                .addParameter(PATH, "file")
                .addParameter(String.class, "prefix")
                .addStatement("final $T model = new $T($T.shared())", self, self, Names.WORK_POOL)
                .addStatement("$T.read(file, prefix, model.variables)", PARAMETERS)
                .addStatement("return model")
                .build();
    }

    private MethodSpec parameters() {
        return MethodSpec.methodBuilder("parameters")
                .addModifiers(Modifier.PUBLIC)
                .addJavadoc("Parameters and state by path. Not to be written while a call runs.\n")
                .returns(CallWriter.variablesType())
                .addStatement("return variables")
                .build();
    }

    private MethodSpec openSession() {
        return MethodSpec.methodBuilder("session")
                .addModifiers(Modifier.PUBLIC)
                .addJavadoc("A session with memory of its own; for one thread at a time.\n")
                .returns(session)
                .addStatement("return new $T(this)", session)
                .build();
    }

    /// The method on the model itself: takes an idle session or opens one.
    private MethodSpec shared(CallWriter call) {
        var own = call.userMethod("unused");
        var names = own.parameters().stream().map(p -> p.name()).toList();
        var method =
                MethodSpec.methodBuilder(call.name())
                        .addModifiers(Modifier.PUBLIC)
                        .addJavadoc(own.javadoc())
                        .returns(call.resultType());
        own.parameters().forEach(method::addParameter);
        return method.addStatement("final $T free = idle.poll()", session)
                .addStatement("final $T session = free == null ? session() : free", session)
                .beginControlFlow("try")
                .addStatement("return session.$L($L)", call.name(), String.join(", ", names))
                .nextControlFlow("finally")
                .addStatement("idle.add(session)")
                .endControlFlow()
                .build();
    }

    private TypeSpec sessionClass() {
        var type =
                TypeSpec.classBuilder("Session")
                        .addModifiers(Modifier.PUBLIC, Modifier.STATIC, Modifier.FINAL)
                        .addSuperinterface(AutoCloseable.class)
                        .addJavadoc("Runs the model for one thread at a time.\n");
        userCalls().forEach(c -> c.checks().forEach(type::addField));
        Drivers.memory().forEach(type::addField);
        drivers.fields().forEach(type::addField);
        var constructor =
                MethodSpec.constructorBuilder()
                        .addModifiers(Modifier.PRIVATE)
                        .addParameter(self, "model")
                        .addStatement(
                                "final $T variables = model.variables", CallWriter.variablesType())
                        .addCode(drivers.create("model.pool"));
        type.addMethod(constructor.build()).addMethod(initialize());
        userCalls().forEach(c -> type.addMethod(c.userMethod(c.driverField())));
        return type.addMethod(Drivers.close()).build();
    }

    private MethodSpec initialize() {
        var method =
                MethodSpec.methodBuilder("initialize")
                        .addModifiers(Modifier.PRIVATE)
                        .addParameter(TypeName.LONG, "seed");
        var code = CodeBlock.builder();
        for (var call : calls) {
            if (role(call) == Program.Role.INIT) {
                code.add(Drivers.key("seed", "0L"));
                code.add(call.execute(call.driverField()));
            }
        }
        return method.addCode(code.build()).build();
    }
}
