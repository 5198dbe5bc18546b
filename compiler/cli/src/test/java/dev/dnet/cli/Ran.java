package dev.dnet.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/// What a command printed, and how it ended.
record Ran(int code, String out, String err) {
    static Ran dnetc(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        int code =
                Main.commandLine()
                        .setOut(new PrintWriter(out, true))
                        .setErr(new PrintWriter(err, true))
                        .execute(arguments);
        return new Ran(code, out.toString(), err.toString());
    }
}
