package dev.dnet.benchmarks.cpu;

import java.util.List;

/// How one engine does the work of a row: built once, run often.
interface Side extends AutoCloseable {
    /// Does it once.
    void run();

    /// What the last run computed, to be compared before anything is timed: an array for each
    /// result.
    List<float[]> results();

    @Override
    void close();
}
