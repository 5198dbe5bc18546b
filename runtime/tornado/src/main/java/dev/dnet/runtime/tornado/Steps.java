package dev.dnet.runtime.tornado;

import java.util.ArrayList;
import java.util.List;

/// Cuts the kernels of an entry point into steps: graphs as large as TornadoVM takes them, and
/// turns.
final class Steps {
    /// A graph has at most 1024 nodes: one for each task, and one for each array that it may write.
    private static final int NODES = 600;

    private final List<String> names;
    private final String entry;
    private final List<Launch> launches;
    private final List<Repeat> repeats;

    private Steps(List<String> names, String entry, List<Launch> launches, List<Repeat> repeats) {
        this.names = names;
        this.entry = entry;
        this.launches = launches;
        this.repeats = repeats;
    }

    /// The steps of an entry point. A part's graph has the next of all `names`, to which its own is
    /// added. Inner repeats stand before outer ones.
    static List<Step> of(
            List<String> names, String entry, List<Launch> launches, List<Repeat> repeats) {
        return new Steps(names, entry, launches, repeats)
                .between(0, launches.size(), repeats.size());
    }

    /// The steps of some kernels, where the last of the repeats that are looked at are not begun
    /// yet.
    private List<Step> between(int from, int to, int open) {
        var steps = new ArrayList<Step>();
        int plain = from;
        for (int kernel = from; kernel < to; ) {
            int repeat = outermost(kernel, to, open);
            if (repeat < 0) {
                kernel++;
            } else {
                steps.addAll(parts(plain, kernel));
                int end = repeats.get(repeat).to();
                steps.add(new Step.Turns(repeat, between(kernel, end, repeat)));
                kernel = end;
                plain = end;
            }
        }
        steps.addAll(parts(plain, to));
        return steps;
    }

    /// The repeat among the first so many that begins with a kernel, or none.
    private int outermost(int kernel, int to, int open) {
        for (int r = open - 1; r >= 0; r--) {
            var repeat = repeats.get(r);
            if (repeat.from() == kernel && repeat.to() <= to && repeat.to() > kernel) {
                return r;
            }
        }
        return -1;
    }

    private List<Step> parts(int from, int to) {
        var parts = new ArrayList<Step>();
        int nodes = 0;
        int first = from;
        for (int kernel = from; kernel < to; kernel++) {
            int own = 1 + launches.get(kernel).arrays().size();
            if (nodes + own > NODES) {
                parts.add(part(first, kernel));
                first = kernel;
                nodes = 0;
            }
            nodes += own;
        }
        if (first < to) {
            parts.add(part(first, to));
        }
        return parts;
    }

    private Step.Part part(int from, int to) {
        var name = entry + "p" + names.size();
        names.add(name);
        return new Step.Part(name, names.size() - 1, launches.subList(from, to));
    }
}
