package dev.dnet.compiler.diagnostic;

import static java.util.Map.entry;

import java.util.Map;
import java.util.Optional;

/// One thing to try for each error that says nothing better itself.
final class Remedies {
    private static final Map<String, String> BY_CODE =
            Map.ofEntries(
                    entry("assert/failed", "change the sizes, or what is asserted of them"),
                    entry("average/decay", "for example `decay 0.999`"),
                    entry("average/not-a-model", "name a model that a `let` makes"),
                    entry("call/argument-kind", "give what it takes"),
                    entry("call/arguments", "give them without names, in their order"),
                    entry("call/duplicate-argument", "remove one of the two"),
                    entry("call/not-callable", "call a function, or an instance of a model"),
                    entry("contract/no-gradient", "take a diagonal apart with take_along"),
                    entry("einsum/operands", "write as many groups of letters before `->`"),
                    entry("einsum/output", "a letter of the result stands in an operand, and once"),
                    entry("einsum/rank", "write one letter for each axis"),
                    entry("einsum/size", "give axes of different sizes different letters"),
                    entry(
                            "grad/none",
                            "freeze what stands before it, or compute it in another way"),
                    entry(
                            "gradient/rule-silent",
                            "name it among the inputs of the rule, or hold it constant in the body:"
                                    + " stop_gradient(…)"),
                    entry("if/not-bool", "compare it with something: `n > 0`"),
                    entry("index/kind", "write a whole number, or a range `a:b`"),
                    entry("index/list", "for a list in a list write `a[i][j]`"),
                    entry("index/range", "indices count from 0, or from the end: -1 is the last"),
                    entry("index/rank", "write at most one index for each axis"),
                    entry("list/length", "shorten one with `a[0:n]`, or give both the same length"),
                    entry("load/file", "for example \"weights.safetensors\""),
                    entry("load/place", "move it to the block that trains the model"),
                    entry("load/target", "name a model that a `let` makes"),
                    entry("name/absent", "use it under the same condition only"),
                    entry("name/cycle", "write one of them without the others"),
                    entry("optimizer/result", "the rule gives one value for each of the parameter"),
                    entry("optimizer/same-slot", "give one of the optimizers another name"),
                    entry("optimizer/storage", "declare it as `slot`"),
                    entry("pad/empty", "cut off less than the axis is long"),
                    entry("param/size", "give the size as a number from 1, or as a parameter"),
                    entry("reshape/elements", "both shapes have the same product"),
                    entry("size/division-by-zero", "divide by a number from 1"),
                    entry("slice/rank", "give one start and one limit for each axis"),
                    entry(
                            "syntax/expression",
                            "an expression is a value: a name, a number, a call"),
                    entry("syntax/name", "a name is a letter or `_`, then letters, digits and `_`"),
                    entry("syntax/type", "for example f32[N, 3], int, [int] or fn"),
                    entry("syntax/unexpected", "remove it, or add what is missing before it"),
                    entry("type/kind-mismatch", "give a value of that kind"),
                    entry("type/no-value", "give it an `else`, or a value in its last line"),
                    entry("type/not-a-list", "for numbers write a range: 0..n"),
                    entry("type/not-a-size", "write a whole number, or arithmetic on sizes"),
                    entry("type/not-a-tensor", "give a tensor, or a number"),
                    entry("type/operator", "convert one side, or choose another operator"),
                    entry("type/rank-mismatch", "add or drop axes with reshape, x[i] or sum"),
                    entry("type/shape-mismatch", "change one of the two sizes, or reshape"),
                    entry("type/unknown", "the types are f32[…], f64, i32, i64, bool, int, string"),
                    entry("use/package-name", "change the `package` line, or move the file"),
                    entry("write/type", "declare it with that type, or write what fits"));

    private Remedies() {}

    /// The diagnostic with a remedy, if one is known and it has none.
    static Diagnostic complete(Diagnostic diagnostic) {
        if (diagnostic.help().isPresent()) {
            return diagnostic;
        }
        var known = Optional.ofNullable(BY_CODE.get(diagnostic.code()));
        return known.map(diagnostic::help).orElse(diagnostic);
    }
}
