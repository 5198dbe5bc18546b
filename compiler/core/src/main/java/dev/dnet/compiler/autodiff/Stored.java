package dev.dnet.compiler.autodiff;

import dev.dnet.compiler.ir.Scan;

import java.util.Map;

/// A scan that stores what its derivative reads of the turns.
///
/// @param scan the scan as it was, without what it stores
/// @param body its body, to be differentiated
/// @param carried by the number of what is carried: the stack of what each turn got of it
/// @param values by values of the body: the stack of them
record Stored(
        Scan scan, Prepared body, Map<Integer, Integer> carried, Map<Integer, Integer> values) {
    Stored {
        carried = Map.copyOf(carried);
        values = Map.copyOf(values);
    }
}
