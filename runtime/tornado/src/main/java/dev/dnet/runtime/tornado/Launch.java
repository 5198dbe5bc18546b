package dev.dnet.runtime.tornado;

import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.types.arrays.TornadoNativeArray;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// One kernel of an entry point.
///
/// @param id the name that TornadoVM knows it by, unique in its entry point
/// @param doc the lines of the program that it computes
/// @param group how many threads make a group
/// @param groups how many there are for the present sizes
/// @param arrays what it takes
/// @param task adds it to a graph
record Launch(
        String id,
        String doc,
        int group,
        LongSupplier groups,
        List<TornadoNativeArray> arrays,
        Consumer<TaskGraph> task) {
    /// Threads of the grid.
    long grid() {
        return Math.max(1, groups.getAsLong()) * group;
    }
}
