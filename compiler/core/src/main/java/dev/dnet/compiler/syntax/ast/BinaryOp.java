package dev.dnet.compiler.syntax.ast;

/// The operators with two sides, from loosest to tightest.
public enum BinaryOp {
    PIPE("|>", 1),
    RANGE("..", 2),
    OR("or", 3),
    AND("and", 4),
    EQ("==", 6),
    NE("!=", 6),
    LT("<", 6),
    LE("<=", 6),
    GT(">", 6),
    GE(">=", 6),
    ADD("+", 7),
    SUB("-", 7),
    MUL("*", 8),
    DIV("/", 8),
    /// Rounds down, on integers; `//` begins a comment.
    FLOOR_DIV("div", 8),
    /// Remainder with the sign of the divisor.
    MOD("%", 8),
    MATMUL("@", 8),
    POW("**", 10);

    private final String symbol;
    private final int precedence;

    BinaryOp(String symbol, int precedence) {
        this.symbol = symbol;
        this.precedence = precedence;
    }

    public String symbol() {
        return symbol;
    }

    /// Higher binds tighter. `not` stands at 5, unary minus at 9.
    public int precedence() {
        return precedence;
    }

    public boolean isComparison() {
        return precedence == 6;
    }
}
