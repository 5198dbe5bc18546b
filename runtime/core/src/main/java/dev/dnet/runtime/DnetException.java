package dev.dnet.runtime;

import org.jspecify.annotations.Nullable;

/// A mistake of the user that shows only at run time: a file that is cut off, a batch of another
/// shape, a loss that is not a number.
///
/// The command line prints `text()` and no stack trace. The message says what was found, what was
/// expected, and one thing to try. The code never changes once published.
public final class DnetException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final String found;
    private final String expected;
    private final String help;

    public DnetException(String code, String found, String expected, String help) {
        this(code, found, expected, help, null);
    }

    /// With the exception of the JDK that told us, kept for a debugger.
    public DnetException(
            String code, String found, String expected, String help, @Nullable Throwable cause) {
        super(found, cause);
        this.code = code;
        this.found = found;
        this.expected = expected;
        this.help = help;
    }

    /// The stable name, such as `data/truncated`.
    public String code() {
        return code;
    }

    /// What was found, and where.
    public String found() {
        return found;
    }

    /// What was expected there.
    public String expected() {
        return expected;
    }

    /// One thing to try.
    public String help() {
        return help;
    }

    /// The same with another thing to try.
    public DnetException withHelp(String other) {
        return new DnetException(code, found, expected, other, this);
    }

    /// Three lines: what was found, what was expected, one thing to try.
    @Override
    public String getMessage() {
        return found + "\nexpected: " + expected + "\nhelp: " + help;
    }

    /// As the command line shows it: `error[code]: message`.
    public String text() {
        return "error[" + code + "]: " + getMessage();
    }
}
