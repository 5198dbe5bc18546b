package dev.dnet.compiler.codegen.tornado;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;

import dev.dnet.compiler.codegen.jvm.Entry;
import dev.dnet.compiler.codegen.jvm.kernel.IndexCode;
import dev.dnet.compiler.codegen.jvm.kernel.JavaNames;
import dev.dnet.compiler.codegen.jvm.kernel.Names;
import dev.dnet.compiler.loops.Buffer;
import dev.dnet.runtime.ElementType;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.TreeSet;

import javax.lang.model.element.Modifier;

/// Writes the class that runs an entry point on a device: an array there for each buffer, a task
/// for each kernel, one after the other. Sizes are in an array, since a number that TornadoVM sees
/// becomes part of the kernel.
final class DeviceClass {
    /// Threads of a group. A grid that is not a whole number of groups does not run, without an
    /// error.
    private static final int GROUP = 64;

    private final Entry entry;
    private final List<DeviceKernel> kernels;
    private final List<MethodSpec> helpers;
    private final List<String> symbols;
    private final IndexCode index = new IndexCode(JavaNames::size);
    private final ClassName self;

    DeviceClass(Entry entry, List<DeviceKernel> kernels, List<MethodSpec> helpers) {
        this.entry = entry;
        this.kernels = List.copyOf(kernels);
        this.helpers = List.copyOf(helpers);
        this.symbols = List.copyOf(entry.loops().symbols());
        this.self = ClassName.get("", entry.driver() + "Device");
    }

    TypeSpec write() {
        var type =
                TypeSpec.classBuilder(self.simpleName())
                        .addModifiers(Modifier.PUBLIC, Modifier.FINAL)
                        .addSuperinterface(AutoCloseable.class)
                        .addJavadoc(
                                "Runs {@code $L} on a device of TornadoVM, for sizes that stay the same.\n",
                                entry.driver());
        type.addField(
                FieldSpec.builder(Tornado.PLAN, "plan", Modifier.PRIVATE, Modifier.FINAL).build());
        used().forEach(id -> type.addField(field(buffer(id))));
        type.addMethod(constructor()).addMethod(execute());
        type.addMethod(close()).addMethod(grid());
        kernels.forEach(k -> type.addMethod(kernel(k)));
        helpers.forEach(type::addMethod);
        return type.build();
    }

    private Buffer buffer(int id) {
        return entry.loops().buffer(id);
    }

    /// The buffers that kernels touch.
    private List<Integer> used() {
        var all = new TreeSet<Integer>();
        kernels.forEach(k -> all.addAll(k.buffers()));
        return List.copyOf(all);
    }

    private static String name(int id) {
        return "buffer" + id;
    }

    private static FieldSpec field(Buffer buffer) {
        return FieldSpec.builder(
                        Tornado.array(buffer.type().element()),
                        name(buffer.id()),
                        Modifier.PRIVATE,
                        Modifier.FINAL)
                .build();
    }

    private MethodSpec constructor() {
        var method = MethodSpec.constructorBuilder().addModifiers(Modifier.PUBLIC);
        symbols.forEach(s -> method.addParameter(TypeName.INT, JavaNames.size(s)));
        var code = CodeBlock.builder();
        for (int id : used()) {
            var type = buffer(id).type();
            code.addStatement(
                    "$L = new $T(Math.max(1, $L))",
                    name(id),
                    Tornado.array(type.element()),
                    index.print(type.shape().elements()));
        }
        var numbers = new StringJoiner(", ");
        symbols.forEach(s -> numbers.add(JavaNames.size(s)));
        code.addStatement(
                "final $T sizes = $T.fromElements($L)",
                Tornado.array(ElementType.I32),
                Tornado.array(ElementType.I32),
                symbols.isEmpty() ? "0" : numbers.toString());
        code.addStatement("final $T context = new $T()", Tornado.CONTEXT, Tornado.CONTEXT);
        code.addStatement("final $T grids = new $T()", Tornado.SCHEDULER, Tornado.SCHEDULER);
        code.addStatement("final $T graph = new $T($S)", Tornado.GRAPH, Tornado.GRAPH, graph());
        code.addStatement("graph.transferToDevice($T.FIRST_EXECUTION, sizes)", Tornado.TRANSFER);
        transfer(code, "transferToDevice", given());
        for (int k = 0; k < kernels.size(); k++) {
            task(code, k);
        }
        transfer(code, "transferToHost", made());
        code.addStatement("plan = new $T(graph.snapshot()).withGridScheduler(grids)", Tornado.PLAN);
        return method.addCode(code.build()).build();
    }

    /// The name of the graph is the first part of what TornadoVM calls each task.
    private String graph() {
        return entry.driver().toLowerCase(java.util.Locale.ROOT);
    }

    private void task(CodeBlock.Builder code, int k) {
        var kernel = kernels.get(k);
        code.addStatement(
                "grids.addWorkerGrid($S, grid($L))",
                graph() + ".k" + k,
                index.print(kernel.points()));
        var arguments = new StringJoiner(", ");
        kernel.buffers().forEach(id -> arguments.add(name(id)));
        code.addStatement(
                "graph.task($S, $T::$L, context, sizes$L)",
                "k" + k,
                self,
                method(kernel),
                arguments.length() == 0 ? "" : ", " + arguments);
    }

    private void transfer(CodeBlock.Builder code, String method, List<Integer> buffers) {
        if (!buffers.isEmpty()) {
            var arguments = new StringJoiner(", ");
            buffers.forEach(id -> arguments.add(name(id)));
            code.addStatement(
                    "graph.$L($T.EVERY_EXECUTION, $L)", method, Tornado.TRANSFER, arguments);
        }
    }

    /// What the caller brings.
    private List<Integer> given() {
        return used().stream()
                .filter(id ->
                        switch (buffer(id).place()) {
                            case Buffer.Place.Argument a -> true;
                            case Buffer.Place.Variable v -> true;
                            case Buffer.Place.Key k -> true;
                            case Buffer.Place.Step s -> true;
                            case Buffer.Place.Result r -> false;
                            case Buffer.Place.Arena a -> false;
                            case Buffer.Place.Local l -> false;
                        })
                .toList();
    }

    /// What the caller gets.
    private List<Integer> made() {
        return used().stream()
                .filter(id ->
                        buffer(id).place() instanceof Buffer.Place.Result
                                || buffer(id).place() instanceof Buffer.Place.Variable)
                .toList();
    }

    private MethodSpec execute() {
        var segments = ArrayTypeName.of(Names.SEGMENT);
        var code = CodeBlock.builder();
        given().forEach(id -> copy(code, id, true));
        code.addStatement("plan.execute()");
        made().forEach(id -> copy(code, id, false));
        return MethodSpec.methodBuilder("execute")
                .addModifiers(Modifier.PUBLIC)
                .addJavadoc(
                        "Takes tensors in the order of the program, {@code numbers} with the seed, the step of the key\nand the number of the step.\n")
                .addParameter(segments, "arguments")
                .addParameter(segments, "results")
                .addParameter(segments, "variables")
                .addParameter(Names.SEGMENT, "numbers")
                .addCode(code.build())
                .build();
    }

    private void copy(CodeBlock.Builder code, int id, boolean in) {
        var host = host(buffer(id).place());
        var device = name(id) + ".getSegment()";
        code.addStatement(
                "$T.copy($L, 0, $L, 0, $L)",
                Names.SEGMENT,
                in ? host : device,
                in ? device : host,
                host + ".byteSize()");
    }

    private String host(Buffer.Place place) {
        return switch (place) {
            case Buffer.Place.Argument a ->
                    "arguments[" + entry.arguments().indexOf(a.name()) + "]";
            case Buffer.Place.Result r -> "results[" + entry.results().indexOf(r.name()) + "]";
            case Buffer.Place.Variable v -> "variables[" + variables().indexOf(v.path()) + "]";
            case Buffer.Place.Key k -> "numbers.asSlice(0, 16)";
            case Buffer.Place.Step s -> "numbers.asSlice(16, 8)";
            case Buffer.Place.Arena a -> throw new IllegalStateException("not the caller's");
            case Buffer.Place.Local l -> throw new IllegalStateException("not the caller's");
        };
    }

    /// Paths of the variables in order.
    private List<String> variables() {
        var paths = new TreeSet<String>();
        for (var buffer : entry.loops().buffers()) {
            if (buffer.place() instanceof Buffer.Place.Variable v) {
                paths.add(v.path());
            }
        }
        return new ArrayList<>(paths);
    }

    private static MethodSpec close() {
        return MethodSpec.methodBuilder("close")
                .addAnnotation(Override.class)
                .addModifiers(Modifier.PUBLIC)
                .addStatement("plan.freeDeviceMemory()")
                .build();
    }

    private static MethodSpec grid() {
        return MethodSpec.methodBuilder("grid")
                .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
                .returns(Tornado.GRID)
                .addParameter(TypeName.INT, "points")
                .addStatement(
                        "final $T grid = new $T(Math.max(1, (points + $L) / $L) * $L)",
                        Tornado.GRID,
                        Tornado.GRID,
                        GROUP - 1,
                        GROUP,
                        GROUP)
                .addStatement("grid.setLocalWork($L, 1, 1)", GROUP)
                .addStatement("return grid")
                .build();
    }

    /// Names of kernels may be those of OpenCL's own words.
    private static String method(DeviceKernel kernel) {
        return kernel.name() + "Kernel";
    }

    private MethodSpec kernel(DeviceKernel kernel) {
        var method =
                MethodSpec.methodBuilder(method(kernel))
                        .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
                        .addJavadoc("$L\n", kernel.doc())
                        .addParameter(Tornado.CONTEXT, "context")
                        .addParameter(Tornado.array(ElementType.I32), "sizes");
        for (int b = 0; b < kernel.buffers().size(); b++) {
            var type = buffer(kernel.buffers().get(b)).type().element();
            method.addParameter(Tornado.array(type), "b" + b);
        }
        method.addStatement("final int point = context.globalIdx");
        var read = new TreeSet<>(kernel.sizes());
        read.addAll(kernel.points().symbols());
        for (var symbol : read) {
            method.addStatement(
                    "final int $L = sizes.get($L)",
                    JavaNames.size(symbol),
                    symbols.indexOf(symbol));
        }
        return method.beginControlFlow("if (point < $L)", index.print(kernel.points()))
                .addCode(kernel.body())
                .endControlFlow()
                .build();
    }
}
