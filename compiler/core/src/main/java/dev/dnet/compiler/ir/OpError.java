package dev.dnet.compiler.ir;

import java.util.Optional;

/// Operands that an operation does not take. Elaboration turns it into a diagnostic at the call;
/// anywhere later it is our bug.
public final class OpError extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String code;
    private final @org.jspecify.annotations.Nullable String help;

    public OpError(String code, String message) {
        this(code, message, null);
    }

    public OpError(String code, String message, @org.jspecify.annotations.Nullable String help) {
        super(message);
        this.code = code;
        this.help = help;
    }

    /// Operands that no program can give: a bug of the compiler.
    public static OpError internal(String message) {
        return new OpError("internal", message);
    }

    public String code() {
        return code;
    }

    public Optional<String> help() {
        return Optional.ofNullable(help);
    }
}
