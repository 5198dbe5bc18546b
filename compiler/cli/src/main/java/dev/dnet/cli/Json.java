package dev.dnet.cli;

import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/// Values as JSON text.
final class Json {
    private Json() {}

    /// On one line.
    static String line(Object value) {
        return mapper().writeValueAsString(value);
    }

    /// For people too.
    static String pretty(Object value) {
        ObjectWriter writer = mapper().writerWithDefaultPrettyPrinter();
        return writer.writeValueAsString(value);
    }

    private static JsonMapper mapper() {
        return JsonMapper.builder().build();
    }
}
