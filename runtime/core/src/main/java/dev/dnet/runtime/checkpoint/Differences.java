package dev.dnet.runtime.checkpoint;

import dev.dnet.runtime.DnetException;
import dev.dnet.runtime.Tensor;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/// What keeps saved tensors from fitting the variables of a program.
record Differences(List<String> missing, List<String> extra, List<String> misshapen) {
    private static final int SHOWN = 5;

    static Differences between(
            SequencedMap<String, Tensor> saved, SequencedMap<String, Tensor> variables) {
        List<String> missing = new ArrayList<>();
        List<String> misshapen = new ArrayList<>();
        variables.forEach((name, variable) -> {
            Tensor tensor = saved.get(name);
            if (tensor == null) {
                missing.add(name);
            } else if (!tensor.sameType(variable)) {
                misshapen.add(
                        "%s (%s there, %s here)"
                                .formatted(name, tensor.typeName(), variable.typeName()));
            }
        });
        List<String> extra =
                saved.keySet().stream().filter(name -> !variables.containsKey(name)).toList();
        return new Differences(missing, extra, misshapen);
    }

    boolean none() {
        return noneButExtra() && extra.isEmpty();
    }

    boolean noneButExtra() {
        return missing.isEmpty() && misshapen.isEmpty();
    }

    DnetException error(Path path, boolean withExtra) {
        List<String> parts = new ArrayList<>();
        add(parts, "missing", missing);
        add(parts, "not of this program", withExtra ? extra : List.of());
        add(parts, "of another shape", misshapen);
        return new DnetException(
                "checkpoint/other-model",
                "%s does not fit this program; %s".formatted(path, String.join("; ", parts)),
                "the variables of this program, with their shapes",
                "use a checkpoint of this program, or set its sizes as they were in that run");
    }

    private static void add(List<String> parts, String what, List<String> names) {
        if (!names.isEmpty()) {
            String more =
                    names.size() > SHOWN ? ", and %d more".formatted(names.size() - SHOWN) : "";
            parts.add(
                    names.stream()
                            .limit(SHOWN)
                            .collect(Collectors.joining(", ", what + ": ", more)));
        }
    }
}
