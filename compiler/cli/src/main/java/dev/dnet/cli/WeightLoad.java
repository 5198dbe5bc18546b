package dev.dnet.cli;

import dev.dnet.compiler.diagnostic.Diagnostic;
import dev.dnet.compiler.elaborate.TrainSettings;
import dev.dnet.runtime.DnetException;
import dev.dnet.runtime.Half;
import dev.dnet.runtime.Tensor;
import dev.dnet.runtime.safetensors.SafetensorsFile;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A `load net from "file" { … }` of a `train` block. Anything missing, left over or of another
/// shape is an error; nothing is written before all of it fits. Slots of an optimiser (their names
/// hold a `/`) are not weights.
record WeightLoad(TrainSettings.Load load, Path base) {

    void into(SequencedMap<String, Tensor> variables) {
        var wanted = wanted(variables);
        var found = read();
        require("load/missing", "has no tensor for", difference(wanted, found));
        require("load/left-over", "holds what the model has not:", difference(found, wanted));
        found.replaceAll(
                (path, tensor) -> Half.as(variables.getOrDefault(path, tensor).type(), tensor));
        found.forEach(
                (path, tensor) -> requireFit(path, tensor, variables.getOrDefault(path, tensor)));
        found.forEach((path, tensor) -> variables.getOrDefault(path, tensor).copyFrom(tensor));
    }

    private Map<String, Tensor> wanted(SequencedMap<String, Tensor> variables) {
        var wanted = new LinkedHashMap<String, Tensor>();
        variables.forEach((path, tensor) -> {
            if (path.startsWith(load.path() + ".")
                    && !skipped(path.substring(load.path().length() + 1))) {
                wanted.put(path, tensor);
            }
        });
        return wanted;
    }

    private boolean skipped(String path) {
        return load.rules().stream()
                .filter(r -> r.to().isEmpty())
                .anyMatch(r -> glob(r.from()).matcher(path).matches());
    }

    /// `**` is any number of parts, `*` one.
    private static Pattern glob(String text) {
        return Pattern.compile(
                Pattern.compile("\\*\\*|\\*|[^*]+")
                        .matcher(text)
                        .replaceAll(part -> Matcher.quoteReplacement(regex(part.group()))));
    }

    private static String regex(String part) {
        return switch (part) {
            case "**" -> ".*";
            case "*" -> "[^.]+";
            default -> Pattern.quote(part);
        };
    }

    private Map<String, Tensor> read() {
        var found = new LinkedHashMap<String, Tensor>();
        try (var file = SafetensorsFile.open(base.resolve(load.file()))) {
            for (var stored : file.tensors()) {
                var path = load.path() + "." + renamed(stored.name());
                if (!stored.name().contains("/") && found.put(path, file.load(stored)) != null) {
                    throw rejected(
                            "load/duplicate",
                            "two tensors of `%s` become `%s`".formatted(load.file(), path));
                }
            }
        } catch (DnetException e) {
            throw Rejected.at(load.span(), e);
        }
        return found;
    }

    private String renamed(String name) {
        return load.rules().stream()
                .flatMap(r -> r.to().flatMap(to -> new NameRule(r.from(), to).apply(name)).stream())
                .findFirst()
                .orElse(name);
    }

    private static TreeSet<String> difference(
            Map<String, Tensor> all, Map<String, Tensor> without) {
        var rest = new TreeSet<>(all.keySet());
        rest.removeAll(without.keySet());
        return rest;
    }

    private void require(String code, String what, TreeSet<String> names) {
        if (!names.isEmpty()) {
            var shown = names.stream().limit(5).collect(Collectors.joining(", "));
            throw rejected(
                    code,
                    "`%s` %s %s%s"
                            .formatted(
                                    load.file(),
                                    what,
                                    shown,
                                    names.size() > 5
                                            ? " and %d more".formatted(names.size() - 5)
                                            : ""));
        }
    }

    private void requireFit(String path, Tensor given, Tensor variable) {
        if (given.type() != variable.type() || !Arrays.equals(given.shape(), variable.shape())) {
            throw rejected(
                    "load/shape",
                    "`%s` is %s in `%s`, but %s in the model"
                            .formatted(path, type(given), load.file(), type(variable)));
        }
    }

    private static String type(Tensor tensor) {
        return tensor.type() + Arrays.toString(tensor.shape());
    }

    private Rejected rejected(String code, String message) {
        return new Rejected(
                List.of(
                        Diagnostic.error(code, load.span(), message)
                                .help(
                                        "rename with `\"theirs.*\" => \"ours.*\"`, or leave"
                                                + " parameters as they are with `skip`")));
    }
}
