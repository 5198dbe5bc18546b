package dev.dnet.cli.search;

import dev.dnet.runtime.DnetException;

import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/// The values that one name may have, as places from 0 to 1.
public sealed interface Space {

    /// What `lr=1e-4..1e-1:log`, `hidden=8..64:int` or `act=relu,tanh` says.
    static Space of(String name, String text) {
        var parts = text.split(":", -1);
        var bounds = parts[0].split("\\.\\.", -1);
        if (bounds.length == 1 && parts.length == 1) {
            var values = List.of(text.split(",", -1));
            if (values.stream().anyMatch(String::isBlank)) {
                throw wrong(name, text);
            }
            return new Choice(values);
        }
        boolean log = false;
        boolean whole = false;
        for (var word : List.of(parts).subList(1, parts.length)) {
            log |= word.equals("log");
            whole |= word.equals("int");
            if (!List.of("log", "int").contains(word)) {
                throw wrong(name, text);
            }
        }
        double low = number(name, text, bounds[0]);
        double high = number(name, text, bounds[bounds.length - 1]);
        if (bounds.length != 2 || !(low < high) || log && low <= 0) {
            throw wrong(name, text);
        }
        return new Range(low, high, log, whole);
    }

    private static double number(String name, String text, String bound) {
        try {
            double value = Double.parseDouble(bound);
            if (Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw wrong(name, text);
        }
        throw wrong(name, text);
    }

    private static DnetException wrong(String name, String text) {
        return new DnetException(
                "search/space",
                "%s is to be '%s'".formatted(name, text),
                "a range such as 1e-4..1e-1, with :log for even steps of its logarithm and :int for"
                        + " whole numbers, or values such as 16,32,64",
                "for example --over lr=1e-4..1e-1:log --over hidden=16,32,64");
    }

    /// The value at a place.
    String at(double place);

    /// The places of a grid, of so many where they do not follow from the values.
    double[] grid(int points);

    /// All numbers between two.
    record Range(double low, double high, boolean log, boolean whole) implements Space {
        @Override
        public String at(double place) {
            double value = log ? low * Math.pow(high / low, place) : low + place * (high - low);
            return whole
                    ? Long.toString(Math.round(value))
                    : String.format(Locale.ROOT, "%.6g", value).replaceAll("\\.?0+(e|$)", "$1");
        }

        @Override
        public double[] grid(int points) {
            return IntStream.range(0, points)
                    .mapToDouble(i -> points == 1 ? 0.5 : i / (points - 1.0))
                    .toArray();
        }
    }

    /// One of some values.
    record Choice(List<String> values) implements Space {
        public Choice {
            values = List.copyOf(values);
        }

        @Override
        public String at(double place) {
            return values.get((int) Math.min(values.size() - 1, place * values.size()));
        }

        @Override
        public double[] grid(int points) {
            return DoubleStream.iterate(0.5, d -> d + 1)
                    .limit(values.size())
                    .map(d -> d / values.size())
                    .toArray();
        }
    }
}
