package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.op.Attribute;
import dev.dnet.compiler.source.Span;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a `train` block says beside its program: where its data comes from, how to run it, and what
/// to load before.
public record TrainSettings(
        String packageName,
        String train,
        Span span,
        List<DataSource> data,
        Map<String, Attribute> run,
        List<Load> loads) {
    public TrainSettings {
        data = List.copyOf(data);
        run = Collections.unmodifiableMap(new LinkedHashMap<>(run));
        loads = List.copyOf(loads);
    }

    /// `data validation = digits(count: 1_000)`. The part is empty for training data.
    public record DataSource(
            Optional<String> part,
            String name,
            List<Attribute> arguments,
            Map<String, Attribute> named,
            Span span) {
        public DataSource {
            arguments = List.copyOf(arguments);
            named = Collections.unmodifiableMap(new LinkedHashMap<>(named));
        }
    }

    /// `load net from "file" { … }`: the path of the model, the file, and the rules in order.
    public record Load(String path, String file, List<Rule> rules, Span span) {
        public Load {
            rules = List.copyOf(rules);
        }
    }

    /// A name in the file becomes one below the model; without `to` the model's path `from` is left
    /// as it is.
    public record Rule(String from, Optional<String> to, Span span) {}

    public Optional<DataSource> data(String part) {
        return data.stream().filter(d -> d.part().orElse("").equals(part)).findFirst();
    }
}
