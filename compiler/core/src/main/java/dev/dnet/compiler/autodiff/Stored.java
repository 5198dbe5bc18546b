package dev.dnet.compiler.autodiff;

import dev.dnet.compiler.ir.Scan;

import java.util.Map;

/// What there is of a scan for its derivative.
sealed interface Stored {

    /// Its body, to be differentiated.
    Prepared body();

    /// A scan that stacks what its derivative reads of the turns.
    ///
    /// @param scan the scan as it was, without what it stores
    /// @param carried by the number of what is carried: the stack of what each turn got of it
    /// @param values by values of the body: the stack of them
    record Stacks(
            Scan scan, Prepared body, Map<Integer, Integer> carried, Map<Integer, Integer> values)
            implements Stored {
        public Stacks {
            carried = Map.copyOf(carried);
            values = Map.copyOf(values);
        }
    }

    /// A loop without a length, which carries the number of its turns besides.
    ///
    /// @param turns how many there were
    record Count(Prepared body, int turns) implements Stored {}
}
