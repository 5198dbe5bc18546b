package dev.dnet.benchmarks;

import static java.util.Comparator.comparingDouble;

import java.util.Arrays;

/// The fastest of the kernels that copy an array on the device (`DeviceCopy`). They are written for
/// TornadoVM by hand, so that what is emitted has no part in what it is measured against.
record CopyRun(String label, Measured speed) {
    private static final int WARM = 3;
    private static final int RUNS = 30;

    private enum Way {
        LOOP("a loop of TornadoVM"),
        ONE("a thread for each element"),
        FOUR("a thread for four elements");

        final String text;

        Way(String text) {
            this.text = text;
        }
    }

    static CopyRun best(String device, int elements) {
        return Arrays.stream(Way.values())
                .map(way -> of(device, elements, way))
                .max(comparingDouble(copy -> copy.speed().best()))
                .orElseThrow();
    }

    private static CopyRun of(String device, int elements, Way way) {
        var size = "copy of %.1f MiB, ".formatted((double) elements * Float.BYTES / (1 << 20));
        try {
            var all =
                    (long[])
                            Class.forName("dev.dnet.runtime.tornado.DeviceCopy")
                                    .getMethod(
                                            "times",
                                            String.class,
                                            int.class,
                                            String.class,
                                            int.class)
                                    .invoke(null, device, elements, way.name(), WARM + RUNS);
            var warm = Arrays.copyOfRange(all, WARM, all.length);
            return new CopyRun(size + way.text, Measured.of(warm));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
