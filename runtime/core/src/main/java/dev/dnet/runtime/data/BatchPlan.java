package dev.dnet.runtime.data;

import dev.dnet.runtime.DnetException;

/// How examples become batches.
///
/// @param size examples in a batch
/// @param shuffle whether each epoch has an order of its own, which follows from the seed
/// @param dropLast whether a short last batch is left out
/// @param seed the seed of the orders
public record BatchPlan(int size, boolean shuffle, boolean dropLast, long seed) {
    public BatchPlan {
        if (size < 1) {
            throw new DnetException(
                    "data/batch-size",
                    "the size of a batch is " + size,
                    "1 or more",
                    "give a positive size");
        }
    }

    /// Every example once, in order, the short last batch kept: for validation.
    public static BatchPlan inOrder(int size) {
        return new BatchPlan(size, false, false, 0);
    }
}
