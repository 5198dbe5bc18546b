package dev.dnet.compiler.source;

/// A stretch of a source, from `start` up to and without `end`, in UTF-16 units. Every node and
/// every IR value carries one, so that whatever goes wrong later can be shown where it was written.
public record Span(Source source, int start, int end) {
    private static final Span NONE = new Span(Source.NONE, 0, 0);

    /// The span of what was written nowhere.
    public static Span none() {
        return NONE;
    }

    public boolean isNone() {
        return source.equals(Source.NONE);
    }

    /// The smallest span that covers both; of spans in different sources the first.
    public Span merge(Span other) {
        if (isNone()) {
            return other;
        }
        return other.isNone() || !other.source.equals(source)
                ? this
                : new Span(source, Math.min(start, other.start), Math.max(end, other.end));
    }

    /// The empty span right after this one: where something is missing.
    public Span after() {
        return new Span(source, end, end);
    }

    public String text() {
        return source.text().substring(start, end);
    }

    public int line() {
        return source.line(start);
    }

    public int column() {
        return source.column(start);
    }

    @Override
    public String toString() {
        return isNone() ? source.name() : source.name() + ":" + line() + ":" + column();
    }
}
