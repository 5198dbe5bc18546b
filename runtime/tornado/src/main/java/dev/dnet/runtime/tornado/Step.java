package dev.dnet.runtime.tornado;

import uk.ac.manchester.tornado.api.GridScheduler;
import uk.ac.manchester.tornado.api.WorkerGrid;
import uk.ac.manchester.tornado.api.WorkerGrid1D;

import java.util.ArrayList;
import java.util.List;

/// What an entry point does, in order.
sealed interface Step {

    /// Steps that are repeated, by the number of the repeat.
    record Turns(int repeat, List<Step> steps) implements Step {
        public Turns {
            steps = List.copyOf(steps);
        }
    }

    /// Kernels that run as one graph.
    final class Part implements Step {
        final int graph;
        final List<Launch> launches;
        final List<WorkerGrid> grids = new ArrayList<>();
        final GridScheduler scheduler = new GridScheduler();

        /// Whether it has run once, and so knows its arrays.
        boolean met;

        /// `name` is that of its graph, `graph` its number.
        Part(String name, int graph, List<Launch> launches) {
            this.graph = graph;
            this.launches = List.copyOf(launches);
            for (var launch : launches) {
                var grid = new WorkerGrid1D((int) launch.grid());
                grid.setLocalWork(launch.group(), 1, 1);
                grids.add(grid);
                scheduler.addWorkerGrid(name + "." + launch.id(), grid);
            }
        }

        /// Makes the grids as large as the present sizes ask for.
        void resize() {
            for (int k = 0; k < launches.size(); k++) {
                long threads = launches.get(k).grid();
                if (grids.get(k).getGlobalWork()[0] != threads) {
                    grids.get(k).setGlobalWork(threads, 1, 1);
                    grids.get(k).setLocalWork(launches.get(k).group(), 1, 1);
                }
            }
        }
    }

    /// The parts of some steps, also of those that are repeated.
    static List<Part> parts(List<Step> steps) {
        var parts = new ArrayList<Part>();
        for (var step : steps) {
            switch (step) {
                case Part part -> parts.add(part);
                case Turns turns -> parts.addAll(parts(turns.steps()));
            }
        }
        return parts;
    }
}
