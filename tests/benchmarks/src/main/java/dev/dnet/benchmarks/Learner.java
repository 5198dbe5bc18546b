package dev.dnet.benchmarks;

/// A network that learns from the batches of [Digits], one step after the other.
interface Learner extends AutoCloseable {
    /// The first values of all parameters, and the first batch.
    void restart();

    /// One step of training; gives the loss before the update.
    double step();

    @Override
    void close();
}
