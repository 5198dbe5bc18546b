package dev.dnet.families;

import dev.dnet.cli.Main;
import dev.dnet.report.Repository;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.PrintWriter;
import java.io.StringWriter;

/// What a command of `dnetc` ended with.
///
/// @param code its exit code
record Command(int code, String out, String err) {

    /// Runs it in this process.
    static Command run(String... words) {
        var out = new StringWriter();
        var err = new StringWriter();
        int code = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), words);
        return new Command(code, out.toString(), err.toString());
    }

    /// The same, which has to end well; the JSON object that it prints at last.
    static JsonNode json(String... words) {
        var ran = run(words);
        if (ran.code() != 0) {
            throw new IllegalStateException(String.join(" ", words) + ": " + ran.err());
        }
        return ran.json();
    }

    /// The JSON object that it printed at last, on one line or on several.
    JsonNode json() {
        int begin = out.lastIndexOf("\n{");
        return JsonMapper.shared().readTree(out.substring(begin < 0 ? 0 : begin + 1));
    }

    /// A program of the table, for a command.
    static String program(String name) {
        return Repository.here().path("examples/families/" + name + ".dnet").toString();
    }
}
