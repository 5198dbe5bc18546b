package dev.dnet.compiler.codegen.tornado;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;

import dev.dnet.compiler.codegen.jvm.Entry;
import dev.dnet.compiler.codegen.jvm.kernel.IndexCode;
import dev.dnet.compiler.codegen.jvm.kernel.JavaNames;
import dev.dnet.compiler.loops.Buffer;
import dev.dnet.compiler.loops.Repeat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.StringJoiner;
import java.util.TreeSet;

import javax.lang.model.element.Modifier;

/// Writes the class of an entry point on a device: its kernels, which memory a call lays out, and
/// what is launched. Sizes and places are in an array, since a number that TornadoVM sees becomes
/// part of the kernel.
final class EntryClass {
    private static final int LAUNCHES_PER_METHOD = 100;

    private final Entry entry;
    private final EntryKernels kernels;
    private final DeviceMemory memory;
    private final List<String> symbols;
    private final IndexCode index = new IndexCode(JavaNames::size);
    private final ClassName self;

    EntryClass(Entry entry, DeviceKind kind, VariablePlaces variables) {
        this.entry = entry;
        this.kernels = EntryKernels.of(entry, kind);
        this.memory = new DeviceMemory(entry, variables, kernels.buffers(), kernels.used());
        this.symbols = List.copyOf(entry.loops().symbols());
        this.self = ClassName.get("", name(entry));
    }

    static String name(Entry entry) {
        return entry.driver() + "Device";
    }

    TypeSpec write() {
        var type =
                TypeSpec.classBuilder(self.simpleName())
                        .addModifiers(Modifier.PUBLIC, Modifier.FINAL)
                        .superclass(Tornado.DRIVER)
                        .addJavadoc("Runs {@code $L} on a device.\n", entry.loops().name());
        type.addMethod(constructor()).addMethod(layout());
        var checks = new CheckCode(kernels.checks(), entry, index);
        checks.methods().forEach(type::addMethod);
        launches().forEach(type::addMethod);
        kernels.kernels().forEach(k -> type.addMethod(kernel(k)));
        kernels.helpers().forEach(type::addMethod);
        return type.build();
    }

    private Buffer buffer(int id) {
        return kernels.buffers().get(id);
    }

    private MethodSpec constructor() {
        var names =
                new StringJoiner(
                        "\", \"", symbols.isEmpty() ? "" : "\"", symbols.isEmpty() ? "" : "\"");
        symbols.forEach(names::add);
        var code =
                CodeBlock.builder()
                        .addStatement(
                                "super(program, $S, $T.of($L), $L, $L, $L, $L)",
                                entry.loops().name(),
                                List.class,
                                names,
                                entry.arguments().size(),
                                entry.results().size(),
                                memory.places().size(),
                                entry.writes());
        kernels.used().forEach(b -> link(b, code));
        code.add(new RepeatCode(entry, kernels, memory).all());
        return MethodSpec.constructorBuilder()
                .addParameter(Tornado.PROGRAM, "program")
                .addCode(code.build())
                .build();
    }

    private void link(Buffer buffer, CodeBlock.Builder code) {
        switch (buffer.place()) {
            case Buffer.Place.Argument a when a.name().equals(Checks.FAULTS) ->
                    code.addStatement("faultsAt($L)", memory.place(buffer.id()));
            case Buffer.Place.Argument a ->
                    code.addStatement(
                            "argumentAt($L, $L)",
                            entry.arguments().indexOf(a.name()),
                            memory.place(buffer.id()));
            case Buffer.Place.Result r ->
                    code.addStatement(
                            "resultAt($L, $L)",
                            entry.results().indexOf(r.name()),
                            memory.place(buffer.id()));
            case Buffer.Place.Key k -> code.addStatement("keyAt($L)", memory.place(buffer.id()));
            case Buffer.Place.Step s -> code.addStatement("stepAt($L)", memory.place(buffer.id()));
            case Buffer.Place.Arena a -> {}
            case Buffer.Place.Variable v -> {}
            case Buffer.Place.View v -> {}
            case Buffer.Place.Local l -> {}
        }
    }

    private MethodSpec layout() {
        var code = CodeBlock.builder().add(CallSizes.of(entry, symbols));
        for (var place : memory.places()) {
            var type = place.type();
            var elements = index.bytes(DeviceMemory.elements(place.bytes(), type), 1);
            if (place.use() == Place.Use.SCRATCH) {
                code.addStatement(
                        "layout.scratch($T.$L, $L, $S)",
                        Tornado.ELEMENT_TYPE,
                        type.name(),
                        elements,
                        place.text());
            } else {
                code.addStatement(
                        "layout.place($T.$L, $T.$L, $L)",
                        Tornado.AREA,
                        place.use().name(),
                        Tornado.ELEMENT_TYPE,
                        type.name(),
                        elements);
            }
        }
        return MethodSpec.methodBuilder("layout")
                .addAnnotation(Override.class)
                .addModifiers(Modifier.PROTECTED)
                .addParameter(Tornado.LAYOUT, "layout")
                .addCode(code.build())
                .build();
    }

    private List<MethodSpec> launches() {
        var methods = new ArrayList<MethodSpec>();
        var all = CodeBlock.builder();
        for (int from = 0; from < kernels.kernels().size(); from += LAUNCHES_PER_METHOD) {
            int to = Math.min(kernels.kernels().size(), from + LAUNCHES_PER_METHOD);
            var name = "launches" + from / LAUNCHES_PER_METHOD;
            all.addStatement("$L(launches)", name);
            methods.add(launches(name, from, to));
        }
        methods.addFirst(
                MethodSpec.methodBuilder("launches")
                        .addAnnotation(Override.class)
                        .addModifiers(Modifier.PROTECTED)
                        .addParameter(Tornado.LAUNCHES, "launches")
                        .addCode(all.build())
                        .build());
        return methods;
    }

    private MethodSpec launches(String name, int from, int to) {
        var code = CodeBlock.builder();
        if (kernels.kernels().subList(from, to).stream().anyMatch(k -> !k.launch().isLoop())) {
            code.addStatement("final $T context = launches.context()", Tornado.CONTEXT);
        }
        code.addStatement("final $T numbers = launches.numbers()", Tornado.INTS);
        SequencedMap<String, Buffer> banks = new LinkedHashMap<>();
        for (int k = from; k < to; k++) {
            banks.putAll(banks(kernels.kernels().get(k)));
        }
        banks.forEach((bank, buffer) ->
                code.addStatement(
                        "final $T $L = launches.$L($T.$L)",
                        Tornado.array(buffer.type().element()),
                        bank,
                        buffer.type().element().dnetName(),
                        Tornado.AREA,
                        memory.use(buffer).name()));
        for (int k = from; k < to; k++) {
            launch(kernels.kernels().get(k), code);
        }
        return MethodSpec.methodBuilder(name)
                .addModifiers(Modifier.PRIVATE)
                .addParameter(Tornado.LAUNCHES, "launches")
                .addCode(code.build())
                .build();
    }

    private void launch(DeviceKernel kernel, CodeBlock.Builder code) {
        var arrays = String.join("", banks(kernel).keySet().stream().map(b -> ", " + b).toList());
        var launch = kernel.launch();
        var amount = launch.amount();
        code.add(
                        "launches.$L($S, $S, $L() -> {\n",
                        launch.isLoop() ? "loop" : "add",
                        kernel.name(),
                        kernel.doc(),
                        launch.isLoop() ? "" : launch.threads() + ", ")
                .indent()
                .add(CallSizes.of(entry, amount.symbols()))
                .addStatement("return $L", index.bytes(amount, 1))
                .unindent()
                .addStatement(
                        "}, graph -> graph.task($S, $T::$L, $Lnumbers$L)$L)",
                        kernel.name(),
                        self,
                        method(kernel),
                        launch.isLoop() ? "" : "context, ",
                        arrays,
                        arrays);
    }

    /// The banks that a kernel takes, each with a buffer of it, in the order of its parameters.
    private SequencedMap<String, Buffer> banks(DeviceKernel kernel) {
        SequencedMap<String, Buffer> banks = new LinkedHashMap<>();
        kernel.buffers().forEach(id -> banks.putIfAbsent(memory.bank(buffer(id)), buffer(id)));
        return banks;
    }

    /// Names of kernels may be those of OpenCL's own words.
    private static String method(DeviceKernel kernel) {
        return kernel.name() + "Kernel";
    }

    private MethodSpec kernel(DeviceKernel kernel) {
        var method =
                MethodSpec.methodBuilder(method(kernel))
                        .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
                        .addJavadoc("$L\n", kernel.doc());
        if (!kernel.launch().isLoop()) {
            method.addParameter(Tornado.CONTEXT, "context");
        }
        method.addParameter(Tornado.INTS, "numbers");
        banks(kernel)
                .forEach((bank, buffer) ->
                        method.addParameter(Tornado.array(buffer.type().element()), bank));
        var launch = kernel.launch();
        if (!launch.isLoop()) {
            method.addStatement("final int $L = $L", launch.number(), launch.source());
        }
        var read = new TreeSet<>(kernel.sizes());
        read.addAll(launch.count().symbols());
        kernel.buffers().forEach(id -> read.addAll(memory.symbols(buffer(id))));
        for (var symbol : read) {
            method.addStatement(
                    "final int $L = numbers.get($L)", JavaNames.number(symbol), number(symbol));
        }
        for (int b = 0; b < kernel.buffers().size(); b++) {
            var buffer = buffer(kernel.buffers().get(b));
            method.addStatement(
                    "final $T b$L = $L",
                    Tornado.array(buffer.type().element()),
                    b,
                    memory.bank(buffer));
            method.addStatement("final $T o$L = $L", TypeName.INT, b, memory.first(buffer));
        }
        return method.addCode(kernel.shared())
                .addCode(begin(launch))
                .addCode(kernel.body())
                .endControlFlow()
                .build();
    }

    /// Where kernels find a size, or a turn behind the places.
    private int number(String symbol) {
        return Repeat.isTurn(symbol)
                ? symbols.size() + memory.places().size() + CallSizes.turn(entry, symbol)
                : symbols.indexOf(symbol);
    }

    private CodeBlock begin(Launch launch) {
        var number = launch.number();
        var count = index.print(launch.count());
        var code = CodeBlock.builder();
        switch (launch.by()) {
            case THREADS, GROUPS -> code.beginControlFlow("if ($L < $L)", number, count);
            case LOOP ->
                    code.addStatement("final int count = $L", count)
                            .beginControlFlow(
                                    "for (@$T int $L = 0; $L < count; $L++)",
                                    Tornado.PARALLEL,
                                    number,
                                    number,
                                    number);
        }
        return code.build();
    }
}
