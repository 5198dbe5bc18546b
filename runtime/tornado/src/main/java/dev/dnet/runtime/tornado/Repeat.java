package dev.dnet.runtime.tornado;

import java.util.Optional;
import java.util.function.LongSupplier;

/// Kernels of an entry point that run again and again, in turns: those from `from` up to, and
/// without, `to`. Where there is a `condition`, there are turns only as long as it holds.
///
/// @param length how many turns there are at most, for the present sizes
record Repeat(int from, int to, LongSupplier length, Optional<Condition> condition) {

    /// A truth value on the device.
    ///
    /// @param place of the tensor that it is part of, in the layout
    /// @param element where it lies there; that may depend on the turn
    record Condition(int place, LongSupplier element) {}
}
