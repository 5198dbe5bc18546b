package dev.dnet.compiler.syntax.ast;

/// The operators with one side.
public enum UnaryOp {
    NOT("not", 5),
    NEG("-", 9);

    private final String symbol;
    private final int precedence;

    UnaryOp(String symbol, int precedence) {
        this.symbol = symbol;
        this.precedence = precedence;
    }

    public String symbol() {
        return symbol;
    }

    public int precedence() {
        return precedence;
    }
}
