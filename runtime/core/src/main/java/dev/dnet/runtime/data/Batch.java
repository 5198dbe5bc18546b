package dev.dnet.runtime.data;

import dev.dnet.runtime.Tensor;

import java.util.List;

/// Some examples at once. The tensors are used again for a later batch, so a batch holds until the
/// next one is asked for.
///
/// @param tensors one for each field, in the order that was asked for
/// @param count the number of examples
/// @param after where the next batch begins
/// @param endsEpoch whether the next batch begins another epoch
public record Batch(List<Tensor> tensors, int count, Cursor after, boolean endsEpoch) {}
