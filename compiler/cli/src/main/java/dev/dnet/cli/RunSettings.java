package dev.dnet.cli;

import dev.dnet.compiler.op.Attribute;
import dev.dnet.runtime.DnetException;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How to run a `train` block: what its `run { … }` says, and what the command line says instead.
record RunSettings(
        long epochs,
        int batchSize,
        long seed,
        double validation,
        double test,
        boolean shuffle,
        long saveEvery,
        long patience) {
    private static final List<String> NAMES =
            List.of(
                    "epochs",
                    "batch_size",
                    "seed",
                    "validation",
                    "test",
                    "shuffle",
                    "save_every",
                    "patience");

    private static final String SHARE = "a share from 0 up to 1, such as 0.1";

    /// Settings on the command line win.
    static RunSettings of(Map<String, Attribute> written, Map<String, String> given) {
        var values = new LinkedHashMap<String, String>();
        written.forEach((name, value) -> values.put(name, text(value)));
        values.putAll(given);
        values.keySet().forEach(RunSettings::requireKnown);
        return new RunSettings(
                integer(values, "epochs", 1, 1),
                Math.toIntExact(Math.min(Integer.MAX_VALUE, integer(values, "batch_size", 32, 1))),
                integer(values, "seed", 0, Long.MIN_VALUE),
                share("validation", values),
                share("test", values),
                truth("shuffle", values.getOrDefault("shuffle", "true")),
                integer(values, "save_every", 0, 0),
                integer(values, "patience", 0, 0));
    }

    private static String text(Attribute value) {
        return switch (value) {
            case Attribute.SizeValue s -> s.value().toString();
            case Attribute.Number n -> Double.toString(n.value());
            case Attribute.Flag f -> Boolean.toString(f.value());
            case Attribute.Text t -> t.value();
            case Attribute.Element e -> e.value().toString();
            case Attribute.Many m -> m.values().stream().map(RunSettings::text).toList().toString();
        };
    }

    private static void requireKnown(String name) {
        if (!NAMES.contains(name)) {
            throw wrong(
                    name,
                    "there is no setting '" + name + "'",
                    "one of " + NAMES + ", or a parameter of the train block");
        }
    }

    private static boolean truth(String name, String text) {
        if (text.equals("true") || text.equals("false")) {
            return text.equals("true");
        }
        throw wrong(name, name + " is '" + text + "'", "true or false");
    }

    private static long integer(Map<String, String> values, String name, long other, long least) {
        var text = values.getOrDefault(name, Long.toString(other)).replace("_", "");
        try {
            long value = Long.parseLong(text);
            if (value >= least) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw wrong(name, name + " is '" + text + "'", "a whole number");
        }
        throw wrong(name, name + " is " + text, least + " or more");
    }

    private static double share(String name, Map<String, String> values) {
        var text = values.getOrDefault(name, "0");
        try {
            double value = Double.parseDouble(text);
            if (value >= 0 && value < 1) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw wrong(name, name + " is '" + text + "'", SHARE);
        }
        throw wrong(name, name + " is " + text, SHARE);
    }

    private static DnetException wrong(String name, String found, String expected) {
        return new DnetException(
                "settings/value",
                found,
                expected,
                "change '" + name + "' in `run { … }` or on the command line");
    }
}
