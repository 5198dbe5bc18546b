package dev.dnet.families;

import dev.dnet.runtime.Tensor;

/// The square root of the energy distance of two samples of points (Székely and Rizzo, 2013).
final class EnergyDistance {
    private EnergyDistance() {}

    static double of(Tensor a, Tensor b) {
        return Math.sqrt(2 * mean(a, b) - mean(a, a) - mean(b, b));
    }

    /// The mean distance between a point of one sample and one of the other.
    private static double mean(Tensor a, Tensor b) {
        int rows = (int) (a.count() / 2);
        int columns = (int) (b.count() / 2);
        double sum = 0;
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                sum +=
                        Math.hypot(
                                a.getFloat(i, 0) - b.getFloat(j, 0),
                                a.getFloat(i, 1) - b.getFloat(j, 1));
            }
        }
        return sum / ((double) rows * columns);
    }
}
