package dev.dnet.compiler.syntax;

import java.util.Map;
import java.util.Optional;

/// Words that other languages have at the start of a line, and what dnet has instead.
final class Habits {
    private static final Map<String, String> INSTEAD =
            Map.ofEntries(
                    Map.entry("def", "a function is declared with `fn`"),
                    Map.entry("func", "a function is declared with `fn`"),
                    Map.entry("function", "a function is declared with `fn`"),
                    Map.entry("lambda", "a function without a name is written `fn (x) => …`"),
                    Map.entry("class", "a layer or network is declared with `model`"),
                    Map.entry("module", "a layer or network is declared with `model`"),
                    Map.entry("struct", "a layer or network is declared with `model`"),
                    Map.entry("import", "names come in with `use package.{Name, other}`"),
                    Map.entry("from", "names come in with `use package.{Name, other}`"),
                    Map.entry("include", "names come in with `use package.{Name, other}`"),
                    Map.entry("const", "a value gets its name with `let`"),
                    Map.entry("var", "a value gets its name with `let`; what changes is a `state`"),
                    Map.entry("val", "a value gets its name with `let`"),
                    Map.entry(
                            "return", "the last expression of a block is its value: drop `return`"),
                    Map.entry("elif", "write `else if`"),
                    Map.entry("elseif", "write `else if`"),
                    Map.entry("print", "a program has no output but its results; use `dnetc emit`"),
                    Map.entry("weight", "what is learned is declared with `param`"),
                    Map.entry("parameter", "what is learned is declared with `param`"),
                    Map.entry("buffer", "what a model writes itself is declared with `state`"),
                    Map.entry("register_buffer", "what a model writes is declared with `state`"));

    private Habits() {}

    static Optional<String> instead(String word) {
        return Optional.ofNullable(INSTEAD.get(word));
    }
}
