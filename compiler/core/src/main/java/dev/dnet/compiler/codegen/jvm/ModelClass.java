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
    private static final ClassName ATOMIC_INTEGER =
            ClassName.get("java.util.concurrent.atomic", "AtomicInteger");
    private static final ClassName QUEUE =
            ClassName.get("java.util.concurrent", "ConcurrentLinkedQueue");

    private static final CodeBlock REFRESH = CodeBlock.builder().addStatement("refresh()").build();

    private final Program program;
    private final ClassName self;
    private final ClassName session;
    private final Drivers drivers;
    private final List<CallWriter> calls;
    private final SessionCaches caches;

    ModelClass(Program program, List<Entry> entries) {
        this.program = program;
        this.self = ProgramFiles.className(program);
        this.session = self.nestedClass("Session");
        this.drivers = Drivers.of(program, entries);
        this.calls = drivers.calls();
        this.caches = new SessionCaches(program, self);
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
                        .build());
        type.addField(
                FieldSpec.builder(Names.WORK_POOL, "pool", Modifier.PRIVATE, Modifier.FINAL)
                        .build());
        type.addField(
                FieldSpec.builder(Drivers.DEVICE, "where", Modifier.PRIVATE, Modifier.FINAL)
                        .build());
        type.addField(
                FieldSpec.builder(ATOMIC_INTEGER, "changes", Modifier.PRIVATE, Modifier.FINAL)
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
                .addMethod(on())
                .addMethod(parameters())
                .addMethod(openSession());
        Variables.allocation(program).forEach(type::addMethod);
        if (caches.exist()) {
            Variables.caches(program).forEach(type::addMethod);
        }
        for (var call : userCalls()) {
            if (!call.continues()) {
                type.addMethod(shared(call));
            }
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
                .addParameter(CallWriter.variablesType(), "variables")
                .addParameter(ATOMIC_INTEGER, "changes")
                .addParameter(Names.WORK_POOL, "pool")
                .addParameter(Drivers.DEVICE, "where")
                .addStatement("this.variables = variables")
                .addStatement("this.changes = changes")
                .addStatement("this.pool = pool")
                .addStatement("this.where = where")
                .build();
    }

    /// A new model, on the CPU.
    private CodeBlock fresh() {
        return CodeBlock.builder()
                .addStatement(
                        "final $T model = new $T(allocate(), new $T(), $T.shared(), $T.cpu())",
                        self,
                        self,
                        ATOMIC_INTEGER,
                        Names.WORK_POOL,
                        Drivers.DEVICE)
                .build();
    }

    private MethodSpec on() {
        return MethodSpec.methodBuilder("on")
                .addModifiers(Modifier.PUBLIC)
                .addJavadoc("This model, with the same parameters, on a device.\n")
                .returns(self)
                .addParameter(Drivers.DEVICE, "device")
                .addStatement("return new $T(variables, changes, pool, device)", self)
                .build();
    }

    private MethodSpec create() {
        return MethodSpec.methodBuilder("create")
                .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
                .addJavadoc("A model with its first values drawn from this seed.\n")
                .returns(self)
                .addParameter(TypeName.LONG, "seed")
                .addCode(fresh())
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
                .addCode(fresh())
                .addStatement("$T.read(file, prefix, model.variables)", PARAMETERS)
                .addStatement("return model")
                .build();
    }

    private MethodSpec parameters() {
        return MethodSpec.methodBuilder("parameters")
                .addModifiers(Modifier.PUBLIC)
                .addJavadoc("Parameters and state by path. Not to be written while a call runs.\n")
                .returns(CallWriter.variablesType())
                .addStatement("changes.incrementAndGet()")
                .addStatement("return variables")
                .build();
    }

    private MethodSpec openSession() {
        return MethodSpec.methodBuilder("session")
                .addModifiers(Modifier.PUBLIC)
                .addJavadoc(caches.docOfSession())
                .returns(session)
                .addStatement("return new $T(this)", session)
                .build();
    }

    /// The method on the model itself: takes an idle session or opens one.
    private MethodSpec shared(CallWriter call) {
        var own = call.userMethod("unused", CodeBlock.of(""), CodeBlock.of(""));
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
        type.addField(
                FieldSpec.builder(ATOMIC_INTEGER, "changes", Modifier.PRIVATE, Modifier.FINAL)
                        .build());
        type.addField(TypeName.INT, "seen", Modifier.PRIVATE);
        type.addMethod(sessionConstructor()).addMethod(initialize()).addMethod(refresh());
        userCalls().forEach(c -> type.addMethod(c.userMethod(c.driverField(), REFRESH, fetch(c))));
        caches.fields().forEach(type::addField);
        caches.methods().forEach(type::addMethod);
        return type.addMethod(Drivers.close()).build();
    }

    private MethodSpec sessionConstructor() {
        return MethodSpec.constructorBuilder()
                .addModifiers(Modifier.PRIVATE)
                .addParameter(self, "model")
                .addCode(caches.variables())
                .addStatement("changes = model.changes")
                .addStatement("seen = changes.get()")
                .beginControlFlow("if (model.where.isCpu())")
                .addCode(drivers.create("model.pool"))
                .nextControlFlow("else")
                .addCode(drivers.open("model.where"))
                .endControlFlow()
                .build();
    }

    /// Whoever has asked for the parameters may have changed them since the last call.
    private static MethodSpec refresh() {
        return MethodSpec.methodBuilder("refresh")
                .addModifiers(Modifier.PRIVATE)
                .addStatement("final int now = changes.get()")
                .beginControlFlow("if (now != seen)")
                .addStatement("seen = now")
                .addStatement("device.changed()")
                .endControlFlow()
                .build();
    }

    /// What a call writes to variables that sessions share is for all of them.
    private static CodeBlock fetch(CallWriter call) {
        return call.writesShared()
                ? CodeBlock.builder().addStatement("device.fetch()").build()
                : CodeBlock.of("");
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
