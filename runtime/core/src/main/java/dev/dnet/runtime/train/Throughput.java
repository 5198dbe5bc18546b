package dev.dnet.runtime.train;

/// Examples per second over about the last second.
final class Throughput {
    private static final double WINDOW = 1e9;

    private long since = System.nanoTime();
    private long examples;
    private double rate;

    double add(int count) {
        examples += count;
        double nanos = Math.max(1, System.nanoTime() - since);
        double now = examples / nanos * 1e9;
        if (rate == 0 || nanos >= WINDOW) {
            rate = now;
        }
        if (nanos >= WINDOW) {
            restart();
        }
        return rate;
    }

    /// Leaves out what happened between two steps, such as a validation.
    void restart() {
        since = System.nanoTime();
        examples = 0;
    }
}
