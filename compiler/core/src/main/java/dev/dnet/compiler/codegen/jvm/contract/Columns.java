package dev.dnet.compiler.codegen.jvm.contract;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;

import dev.dnet.compiler.codegen.jvm.kernel.Finish;
import dev.dnet.compiler.codegen.jvm.kernel.IndexCode;
import dev.dnet.compiler.codegen.jvm.kernel.KernelNames;
import dev.dnet.compiler.codegen.jvm.kernel.Names;
import dev.dnet.compiler.codegen.jvm.kernel.SweepPlan;
import dev.dnet.compiler.codegen.jvm.kernel.SweepWriter;
import dev.dnet.compiler.codegen.jvm.kernel.Width;
import dev.dnet.compiler.loops.Buffer;
import dev.dnet.compiler.loops.Kernel;
import dev.dnet.compiler.nest.Axis;
import dev.dnet.compiler.type.Size;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;

import javax.lang.model.element.Modifier;

/// Stores finished sums: a method that takes part of a row of them through the epilogue to memory,
/// and the loop that calls it for each part of a row in which only the innermost column axis moves.
final class Columns {
    private final Finish finish;
    private final List<Axis> outer;
    private final List<Axis> columns;
    private final KernelNames own;
    private final MethodSpec method;

    private Columns(Finish finish, List<Axis> outer, List<Axis> columns, Width width) {
        this.finish = finish;
        this.outer = outer;
        this.columns = columns;
        this.own = new KernelNames(finish.buffers(), Set.of(finish.sums()));
        this.method = write(width);
    }

    static Columns of(Kernel.Contraction kernel, List<Buffer> buffers, Width width) {
        var columns =
                kernel.columns().isEmpty() ? List.of(new Axis("only", Size.ONE)) : kernel.columns();
        var merged = Merge.of(kernel, columns);
        var inner = merged.axes().getLast();
        var finish =
                Finish.of(
                        merged.kernel(),
                        buffers,
                        new Buffer.Place.Arena(),
                        List.of(inner),
                        inner.index());
        var outer = new ArrayList<>(kernel.batch());
        outer.addAll(kernel.rows());
        return new Columns(finish, outer, merged.axes(), width);
    }

    MethodSpec method() {
        return method;
    }

    private MethodSpec write(Width width) {
        outer.forEach(a -> own.axis(a.name()));
        columns.forEach(a -> own.axis(a.name()));
        var code = CodeBlock.builder();
        new SweepWriter(
                        own,
                        finish.sweep(),
                        SweepPlan.of(finish.sweep(), finish.buffers()),
                        width,
                        code)
                .write("from", "to");
        var named = signature("x").addCode(code.build()).build();
        return signature("finish_" + hash(named.toString())).addCode(code.build()).build();
    }

    private MethodSpec.Builder signature(String name) {
        var method =
                MethodSpec.methodBuilder(name)
                        .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
                        .addJavadoc("Takes finished sums of one row to memory.\n");
        own.sizes().forEach(s -> method.addParameter(TypeName.INT, s));
        outerNames().forEach(a -> method.addParameter(TypeName.INT, a));
        method.addParameter(TypeName.INT, "from").addParameter(TypeName.INT, "to");
        for (int k = 0; k < own.buffers().size(); k++) {
            boolean array = own.isArray(own.buffers().get(k));
            method.addParameter(array ? ArrayTypeName.of(TypeName.FLOAT) : Names.SEGMENT, "b" + k)
                    .addParameter(array ? TypeName.INT : TypeName.LONG, "o" + k);
        }
        return method;
    }

    private List<String> outerNames() {
        var all = new ArrayList<String>();
        outer.forEach(a -> all.add(own.axis(a.name())));
        columns.subList(0, columns.size() - 1).forEach(a -> all.add(own.axis(a.name())));
        return all;
    }

    /// The loop over columns `from` to `to` of a row whose sums lie at the offset `at` of the array
    /// `sums`, where the batch and row axes are variables already.
    String loop(KernelNames names, String from, String to, String sums, String at) {
        var index = new IndexCode(names::symbol);
        var inner = columns.getLast();
        var text = new StringBuilder();
        text.append("for (int column = %s; column < %s; ) {\n".formatted(from, to));
        var rest = "column";
        for (int c = columns.size() - 1; c > 0; c--) {
            var extent = index.factor(columns.get(c).extent());
            var variable = names.axis(columns.get(c).name());
            text.append("    final int %s = %s %% %s;\n".formatted(variable, rest, extent));
            text.append("    final int walk%d = %s / %s;\n".formatted(c, rest, extent));
            rest = "walk" + c;
        }
        var first = names.axis(columns.getFirst().name());
        text.append("    final int %s = %s;\n".formatted(first, rest));
        var last = names.axis(inner.name());
        text.append(
                "    final int length = Math.min(%s - %s, %s - column);\n"
                        .formatted(index.print(inner.extent()), last, to));
        text.append(
                "    %s(%s);\n".formatted(method.name(), arguments(names, last, from, sums, at)));
        return text.append("    column += length;\n}\n").toString();
    }

    private String arguments(KernelNames names, String last, String from, String sums, String at) {
        var args = new StringJoiner(", ");
        own.symbols().forEach(s -> args.add(names.symbol(s)));
        outer.forEach(a -> args.add(names.axis(a.name())));
        columns.subList(0, columns.size() - 1).forEach(a -> args.add(names.axis(a.name())));
        args.add(last).add(last + " + length");
        for (int id : own.buffers()) {
            if (id == finish.sums()) {
                args.add(sums).add("%s + column - %s - %s".formatted(at, from, last));
            } else {
                args.add(names.buffer(id)).add(names.offset(id));
            }
        }
        return args.toString();
    }

    static String hash(String text) {
        try {
            var digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
