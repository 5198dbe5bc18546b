package dev.dnet.compiler.codegen.jvm;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;

import dev.dnet.compiler.codegen.jvm.kernel.IndexCode;
import dev.dnet.compiler.codegen.jvm.kernel.JavaNames;
import dev.dnet.compiler.loops.LoopProgram;
import dev.dnet.compiler.loops.Repeat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

import javax.lang.model.element.Modifier;

/// The order in which a driver begins its kernels: one after the other, and those that are repeated
/// in a loop. Long stretches are cut into methods, since HotSpot compiles no method over 8,000
/// bytecodes.
final class DriverSchedule {
    private static final int STATEMENTS_PER_METHOD = 120;

    private final LoopProgram program;
    private final List<KernelSet.Call> calls;
    private final IntFunction<CodeBlock> condition;
    private final List<MethodSpec> methods = new ArrayList<>();
    private final CodeBlock all;

    /// @param condition Java that tells whether a bool in a buffer is true
    DriverSchedule(
            LoopProgram program, List<KernelSet.Call> calls, IntFunction<CodeBlock> condition) {
        this.program = program;
        this.calls = calls;
        this.condition = condition;
        this.all = block(0, program.kernels().size(), program.repeats().size());
    }

    /// Runs everything.
    CodeBlock all() {
        return all;
    }

    /// The methods that it needs.
    List<MethodSpec> methods() {
        return methods;
    }

    /// Calls of methods that run these kernels, where the last of the repeats that are looked at
    /// are not begun yet.
    private CodeBlock block(int from, int to, int repeats) {
        var statements = statements(from, to, repeats);
        var block = CodeBlock.builder();
        for (int k = 0; k < statements.size(); k += STATEMENTS_PER_METHOD) {
            int end = Math.min(statements.size(), k + STATEMENTS_PER_METHOD);
            block.addStatement(
                    "$L()", method("start", CodeBlock.join(statements.subList(k, end), "")));
        }
        return block.build();
    }

    private String method(String base, CodeBlock code) {
        var name = base + methods.size();
        methods.add(
                MethodSpec.methodBuilder(name)
                        .addModifiers(Modifier.PRIVATE)
                        .addCode(code)
                        .build());
        return name;
    }

    private List<CodeBlock> statements(int from, int to, int repeats) {
        var statements = new ArrayList<CodeBlock>();
        for (int kernel = from; kernel < to; ) {
            int repeat = outermost(kernel, to, repeats);
            if (repeat < 0) {
                begin(kernel++, statements);
            } else {
                statements.add(repeat(program.repeats().get(repeat), repeat));
                kernel = program.repeats().get(repeat).to();
            }
        }
        return statements;
    }

    /// The repeat among the first so many that begins with a kernel; inner ones stand first.
    private int outermost(int kernel, int to, int repeats) {
        for (int r = repeats - 1; r >= 0; r--) {
            var repeat = program.repeats().get(r);
            if (repeat.from() == kernel && repeat.to() <= to && repeat.to() > kernel) {
                return r;
            }
        }
        return -1;
    }

    private CodeBlock repeat(Repeat repeat, int number) {
        var turn = JavaNames.number(repeat.turn());
        var index = new IndexCode(JavaNames::size);
        var goesOn = new ArrayList<CodeBlock>();
        repeat.length().ifPresent(l -> goesOn.add(CodeBlock.of("$L <= $L", turn, index.print(l))));
        repeat.condition().ifPresent(c -> goesOn.add(condition.apply(c)));
        var loop =
                CodeBlock.builder()
                        .beginControlFlow(
                                "for ($L = 1; $L; $L++)",
                                turn,
                                CodeBlock.join(goesOn, " && "),
                                turn)
                        .add(block(repeat.from(), repeat.to(), number))
                        .endControlFlow()
                        .build();
        return CodeBlock.builder().addStatement("$L()", method("turns", loop)).build();
    }

    private void begin(int kernel, List<CodeBlock> statements) {
        boolean first = true;
        for (int k = 0; k < calls.size(); k++) {
            if (calls.get(k).kernel() == kernel) {
                var code = CodeBlock.builder();
                if (first) {
                    code.addStatement("kernels = twins.begin($L)", kernel);
                }
                code.addStatement("begin($L, $L)", k, calls.get(k).method().any().pieces());
                statements.add(code.build());
                first = false;
            }
        }
    }
}
