package dev.dnet.cli;

import dev.dnet.compiler.diagnostic.TextRenderer;
import dev.dnet.runtime.DnetException;
import dev.dnet.runtime.IoReason;

import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;

/// Shows what ended a command. Only a bug of ours has a stack trace.
final class Errors implements IExecutionExceptionHandler {
    static final int USER = 1;

    @Override
    public int handleExecutionException(Exception thrown, CommandLine command, ParseResult parsed) {
        var err = command.getErr();
        switch (thrown) {
            case Rejected r ->
                    err.print(new TextRenderer(Terminal.colours()).render(r.diagnostics()));
            case DnetException d -> err.println(d.text());
            case UncheckedIOException e ->
                    err.println(text(e.getCause() == null ? new IOException(e) : e.getCause()));
            case IOException e -> err.println(text(e));
            default -> {
                err.println("error[internal]: this is a bug of dnetc, not of your program");
                thrown.printStackTrace(err);
            }
        }
        err.flush();
        return USER;
    }

    private static String text(IOException e) {
        return new DnetException(
                        "file/io",
                        "%s cannot be read or written: %s"
                                .formatted(
                                        e instanceof FileSystemException f && f.getFile() != null
                                                ? f.getFile()
                                                : "a file",
                                        IoReason.of(e)),
                        "files that this user may use",
                        "check the path and its permissions",
                        e)
                .text();
    }
}
