package dev.dnet.compiler.codegen.jvm.contract;

import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;

import dev.dnet.compiler.codegen.jvm.kernel.IndexCode;
import dev.dnet.compiler.codegen.jvm.kernel.KernelNames;
import dev.dnet.compiler.nest.Axis;
import dev.dnet.compiler.type.Size;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// The offsets of a factor's elements as arrays in the holder, computed anew only when a size
/// changes: `at` across the panel, `ks` along k, `run` as [Packing] wants it.
record Tables(String name, Factor factor, List<Axis> across, List<Axis> along) {
    /// More entries than there are columns, so that whole vectors of them can be read.
    private static final int PAD = 64;

    static Tables of(Factor factor, List<Axis> across, List<Axis> along) {
        var text =
                factor.across()
                        + "|"
                        + factor.along()
                        + "|"
                        + factor.order()
                        + "|"
                        + across
                        + "|"
                        + along;
        return new Tables(Columns.hash(text), factor, across, along);
    }

    String at() {
        return "at_" + name;
    }

    String ks() {
        return "ks_" + name;
    }

    String run() {
        return factor.order() == Packing.Order.NEITHER ? at() : "run_" + name;
    }

    private List<String> sizes() {
        var symbols = new TreeSet<String>();
        symbols.addAll(factor.across().symbols());
        symbols.addAll(factor.along().symbols());
        var all = new ArrayList<>(across);
        all.addAll(along);
        all.forEach(a -> symbols.addAll(a.extent().symbols()));
        all.forEach(a -> symbols.remove(a.name()));
        return List.copyOf(symbols);
    }

    private String known(String size) {
        return "for_" + name + "_" + size;
    }

    List<FieldSpec> fields() {
        var fields = new ArrayList<FieldSpec>();
        fields.add(JavaText.field("int[]", at()));
        fields.add(JavaText.field("int[]", ks()));
        if (factor.order() != Packing.Order.NEITHER) {
            fields.add(JavaText.field("int[]", run()));
        }
        sizes().forEach(s -> fields.add(JavaText.field("int", known(s))));
        return fields;
    }

    static List<MethodSpec> methods() {
        return List.of(
                JavaText.method(
                        "int[] runs(int[] at, int n)",
                        "For each entry, how many from it on follow each other in memory.",
                        """
                        final int[] run = new int[at.length];
                        for (int j = n - 1; j >= 0; j--) {
                            run[j] = j + 1 < n && at[j + 1] == at[j] + 1 ? run[j + 1] + 1 : 1;
                        }
                        return run;
                        """),
                JavaText.method(
                        "void pad(int[] at, int n)",
                        "Repeats the last offset; 0 where there is none.",
                        "Arrays.fill(at, n, at.length, n == 0 ? 0 : at[n - 1]);\n"),
                JavaText.method(
                        "void padLargest(int[] ks, int n)",
                        "Puts the largest offset at the end.",
                        "Arrays.fill(ks, n, ks.length, Arrays.stream(ks, 0, n).max().orElse(0));\n"));
    }

    /// Statements that bring the arrays up to date.
    String update(KernelNames names) {
        var test = new ArrayList<String>(List.of(at() + ".length == 0"));
        sizes().forEach(s -> test.add(known(s) + " != " + names.symbol(s)));
        var text = new StringBuilder("if (" + String.join(" || ", test) + ") {\n");
        text.append(fill(names, across, factor.across()))
                .append("    pad(at, entry);\n    %s = at;\n}\n".formatted(at()).indent(0));
        text.append(fill(names, along, factor.along()))
                .append("    padLargest(at, entry);\n    %s = at;\n}\n".formatted(ks()).indent(0));
        switch (factor.order()) {
            case ACROSS ->
                    text.append(
                            "%s = runs(%s, %s);\n".formatted(run(), at(), count(names, across)));
            case ALONG ->
                    text.append("%s = runs(%s, %s);\n".formatted(run(), ks(), count(names, along)));
            case NEITHER -> {}
        }
        sizes().forEach(s -> text.append(known(s) + " = " + names.symbol(s) + ";\n"));
        return text.append("}\n").toString();
    }

    private static String count(KernelNames names, List<Axis> axes) {
        return new IndexCode(names::symbol).print(Axis.points(axes));
    }

    private static String fill(KernelNames names, List<Axis> axes, Size part) {
        var index = new IndexCode(names::symbol);
        var text = new StringBuilder("{\n");
        text.append(
                "    final int[] at = new int[%s + %d];\n    int entry = 0;\n"
                        .formatted(count(names, axes), PAD));
        for (var axis : axes) {
            var i = names.axis(axis.name());
            text.append(
                    "    for (long %s = 0; %s < %s; %s++) {\n"
                            .formatted(i, i, index.print(axis.extent()), i));
        }
        text.append(
                "    at[entry++] = Math.toIntExact(%s);\n"
                        .formatted(part.isConstant() ? part.value() + "L" : index.print(part)));
        axes.forEach(a -> text.append("    }\n"));
        return text.toString();
    }
}
