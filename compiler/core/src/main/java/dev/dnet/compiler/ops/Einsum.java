package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.ir.OpError;
import dev.dnet.compiler.nest.Access;
import dev.dnet.compiler.nest.Axis;
import dev.dnet.compiler.op.Call;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.op.Primitive;
import dev.dnet.compiler.op.Signature;
import dev.dnet.compiler.type.Size;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Sums of products by letters, taken two operands at a time from the left.
@AutoService(Primitive.class)
public record Einsum() implements Primitive {

    @Override
    public String summary() {
        return "Sums of products by index letters: `einsum(\"nij,njk->nik\", a, b)` is "
                + "`y[n, i, k] = Σ_j a[n, i, j] · b[n, j, k]`. A letter that is not in the result is summed over. Without "
                + "`->` the result has the letters that occur once, in alphabetical order. Operands are taken from left "
                + "to right.";
    }

    @Override
    public Signature signature() {
        return Signature.of(
                Signature.required("spec", Signature.Kind.TEXT), Signature.tensors("operands"));
    }

    /// An operand and the letters of its axes.
    private record Lettered(Expr value, String letters) {}

    @Override
    public Expr build(Call call) {
        var spec = call.text("spec").replace(" ", "");
        var sides = spec.split("->", -1);
        var letters = sides[0].split(",", -1);
        if (sides.length > 2 || !spec.matches("[a-zA-Z,]*(->[a-zA-Z]*)?")) {
            throw new OpError(
                    "einsum/syntax",
                    "\"" + spec + "\" is no sum by letters",
                    "write \"ij,jk->ik\": one letter for each axis");
        }
        var operands = lettered(call.many("operands"), letters, spec);
        var out = sides.length == 2 ? sides[1] : lettersThatOccurOnce(sides[0]);
        checkResult(operands, out, spec);
        return contract(operands, out);
    }

    private static List<Lettered> lettered(List<Expr> values, String[] letters, String spec) {
        if (values.size() != letters.length) {
            throw new OpError(
                    "einsum/operands",
                    "\""
                            + spec
                            + "\" is about "
                            + letters.length
                            + " operands, but has "
                            + values.size());
        }
        var operands = new ArrayList<Lettered>();
        Map<Character, Size> sizes = new HashMap<>();
        for (int k = 0; k < letters.length; k++) {
            operands.add(lettered(values.get(k), letters[k], sizes, spec));
        }
        return operands;
    }

    private static Lettered lettered(
            Expr x, String letters, Map<Character, Size> sizes, String spec) {
        if (x.rank() != letters.length()) {
            throw new OpError(
                    "einsum/rank",
                    "\""
                            + letters
                            + "\" of \""
                            + spec
                            + "\" names "
                            + letters.length()
                            + " axes, "
                            + x.type()
                            + " has "
                            + x.rank());
        }
        for (int d = 0; d < letters.length(); d++) {
            char letter = letters.charAt(d);
            if (letters.indexOf(letter) != d) {
                throw new OpError(
                        "einsum/repeated-index",
                        "\"" + letters + "\" of \"" + spec + "\" names " + letter + " twice",
                        "a diagonal is taken with take_along");
            }
            var size = sizes.putIfAbsent(letter, x.shape().size(d));
            if (size != null && !size.equals(x.shape().size(d))) {
                throw new OpError(
                        "einsum/size",
                        letter
                                + " of \""
                                + spec
                                + "\" is "
                                + size
                                + " in one operand and "
                                + x.shape().size(d)
                                + " in "
                                + x.type());
            }
        }
        return new Lettered(x, letters);
    }

    private static void checkResult(List<Lettered> operands, String out, String spec) {
        for (int d = 0; d < out.length(); d++) {
            char letter = out.charAt(d);
            if (out.indexOf(letter) != d
                    || operands.stream().noneMatch(o -> o.letters().indexOf(letter) >= 0)) {
                throw new OpError(
                        "einsum/output",
                        "the result of \""
                                + spec
                                + "\" names "
                                + letter
                                + (out.indexOf(letter) != d ? " twice" : ", which no operand has"));
            }
        }
    }

    private static String lettersThatOccurOnce(String operands) {
        var all = operands.replace(",", "").toCharArray();
        Arrays.sort(all);
        var once = new StringBuilder();
        for (char letter : all) {
            if (operands.indexOf(letter) == operands.lastIndexOf(letter)) {
                once.append(letter);
            }
        }
        return once.toString();
    }

    private static Expr contract(List<Lettered> operands, String out) {
        var left = summed(operands, 0, out);
        for (int k = 1; k < operands.size(); k++) {
            left = product(left, summed(operands, k, out), wanted(operands, k + 1, out), out);
        }
        return reorder(left, out);
    }

    private static Expr reorder(Lettered x, String out) {
        return Formulas.transpose(
                x.value(),
                IntStream.range(0, out.length())
                        .mapToObj(d -> x.letters().indexOf(out.charAt(d)))
                        .toList());
    }

    /// The letters of the result and of the operands from `k` on.
    private static String wanted(List<Lettered> operands, int k, String out) {
        return out
                + String.join(
                        "",
                        operands.subList(k, operands.size()).stream()
                                .map(Lettered::letters)
                                .toList());
    }

    /// An operand without the axes that nothing else names.
    private static Lettered summed(List<Lettered> operands, int k, String out) {
        var own = operands.get(k);
        var others =
                out
                        + String.join(
                                "",
                                IntStream.range(0, operands.size())
                                        .filter(j -> j != k)
                                        .mapToObj(j -> operands.get(j).letters())
                                        .toList());
        var alone =
                IntStream.range(0, own.letters().length())
                        .filter(d -> others.indexOf(own.letters().charAt(d)) < 0)
                        .boxed()
                        .toList();
        var kept = own.letters().chars().filter(c -> others.indexOf(c) >= 0);
        return new Lettered(Formulas.sum(own.value(), alone), text(kept));
    }

    private static String text(IntStream letters) {
        return letters.collect(
                        StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static Lettered product(Lettered a, Lettered b, String wanted, String out) {
        var all = text((a.letters() + b.letters()).chars().distinct());
        var kept = text(all.chars().filter(c -> wanted.indexOf(c) >= 0));
        boolean last = wanted.equals(out);
        var result = last ? out : kept;
        var op =
                new Contract(
                        axes(result, a, b),
                        axes(text(all.chars().filter(c -> wanted.indexOf(c) < 0)), a, b),
                        Access.of(axes(a.letters(), a, b)),
                        Access.of(axes(b.letters(), a, b)));
        return new Lettered(a.value().call(op, b.value()), result);
    }

    private static List<Axis> axes(String letters, Lettered a, Lettered b) {
        return letters.chars().mapToObj(c -> new Axis(name(c), extent(c, a, b))).toList();
    }

    /// Capital letters are names of sizes, so an axis is not called by one alone.
    private static String name(int letter) {
        var text = Character.toString(letter);
        return Character.isUpperCase(letter) ? "a" + text : text;
    }

    private static Size extent(int letter, Lettered a, Lettered b) {
        var owner = a.letters().indexOf(letter) >= 0 ? a : b;
        return owner.value().shape().size(owner.letters().indexOf(letter));
    }
}
