package dev.dnet.conformance;

import dev.dnet.cli.Main;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A text that makes files and runs commands on them:
///
/// ```
/// dnetc train $DIR/a.dnet
/// cut $DIR/runs/last.safetensors 100
/// dnetc eval $DIR/a.dnet $DIR/runs/last.safetensors
/// -- a.dnet --
/// package a
/// -- labels.idx (hex) --
/// 00 00 08 01
/// ```
///
/// `$DIR` is the folder that the files are in. Every command but the last has to succeed. `cut FILE
/// BYTES` keeps the first bytes of a file, `replace FILE OLD NEW` puts another text of equal length
/// into it, `folder DIR` makes a folder.
record Scenario(List<List<String>> commands, Map<String, byte[]> files) {

    static Scenario of(String text) {
        var parts = Arrays.asList(text.split("(?m)^-- ", -1));
        var files = new LinkedHashMap<String, byte[]>();
        for (var part : parts.subList(1, parts.size())) {
            var head = part.substring(0, part.indexOf(" --\n"));
            var body = part.substring(head.length() + 4);
            boolean hex = head.endsWith(" (hex)");
            files.put(
                    hex ? head.substring(0, head.length() - 6) : head,
                    hex
                            ? HexFormat.of().parseHex(body.replaceAll("\\s", ""))
                            : body.getBytes(StandardCharsets.UTF_8));
        }
        var commands =
                parts.getFirst()
                        .lines()
                        .filter(line -> !line.isBlank() && !line.startsWith("#"))
                        .map(line -> List.of(line.strip().split(" +")))
                        .toList();
        return new Scenario(commands, files);
    }

    /// What the last command printed as an error, with its exit code.
    record Outcome(int code, String err) {}

    Outcome run(Path folder) throws IOException {
        for (var file : files.entrySet()) {
            var path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
        for (var command : commands.subList(0, commands.size() - 1)) {
            var outcome = run(command, folder);
            if (outcome.code() != 0) {
                throw new AssertionError(command + ": " + outcome);
            }
        }
        return run(commands.getLast(), folder);
    }

    private static Outcome run(List<String> command, Path folder) throws IOException {
        var words =
                new ArrayList<>(
                        command.stream().map(w -> w.replace("$DIR", folder.toString())).toList());
        var rest = words.subList(1, words.size());
        return switch (words.getFirst()) {
            case "dnetc" -> dnetc(rest, folder);
            case "fork" -> fork(rest, folder);
            case "cut" -> {
                var path = Path.of(rest.get(0));
                var bytes = Files.readAllBytes(path);
                Files.write(path, Arrays.copyOf(bytes, Integer.parseInt(rest.get(1))));
                yield new Outcome(0, "");
            }
            case "replace" -> {
                var path = Path.of(rest.get(0));
                var latin = StandardCharsets.ISO_8859_1;
                var text = Files.readString(path, latin);
                var changed = text.replace(rest.get(1), rest.get(2));
                if (changed.equals(text) || changed.length() != text.length()) {
                    throw new AssertionError(command + " changes nothing, or the length");
                }
                Files.writeString(path, changed, latin);
                yield new Outcome(0, "");
            }
            case "folder" -> {
                Files.createDirectories(Path.of(rest.get(0)));
                yield new Outcome(0, "");
            }
            default -> throw new AssertionError("no command " + words.getFirst());
        };
    }

    private static Outcome dnetc(List<String> words, Path folder) {
        var err = new StringWriter();
        int code =
                Main.run(
                        new PrintWriter(new StringWriter()),
                        new PrintWriter(err, true),
                        words.toArray(String[]::new));
        return new Outcome(code, portable(err.toString(), folder));
    }

    private static String portable(String text, Path folder) {
        var here = Path.of("").toAbsolutePath().toString();
        return text.replace(folder.toString(), "$DIR").replace(here, "$HERE");
    }

    /// In a Java of its own: `NAME=VALUE` for its environment, flags for it, then the command.
    private static Outcome fork(List<String> words, Path folder) throws IOException {
        int dnetc = words.indexOf("dnetc");
        var command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home", ""), "bin", "java")
                                        .toString()));
        var environment = new LinkedHashMap<String, String>();
        for (var word : words.subList(0, dnetc)) {
            if (word.startsWith("-")) {
                command.add(word);
            } else {
                environment.put(
                        word.substring(0, word.indexOf('=')),
                        word.substring(word.indexOf('=') + 1));
            }
        }
        command.addAll(
                List.of("-cp", System.getProperty("java.class.path", ""), Main.class.getName()));
        command.addAll(words.subList(dnetc + 1, words.size()));
        var builder = new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(environment);
        var process = builder.start();
        var err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            return new Outcome(process.waitFor(), portable(err, folder));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
