package dev.dnet.families;

import dev.dnet.runtime.Tensor;

import java.util.Random;

/// Points of four numbers in classes, whose moments are computed as they are defined.
record Cloud(double[][] points, int[] labels) {
    static final int SIZE = 4;
    private static final double[][] MIX = {
        {2, 0.4, -0.3, 0.1}, {0.2, 1.2, 0.5, -0.2}, {-0.1, 0.3, 0.3, 0.1}, {0.3, -0.2, 0.1, 0.2}
    };

    /// Clouds of one shape around centres this far apart.
    static Cloud made(Random random, int count, int classes, double apart) {
        var centres = new double[classes][];
        for (int c = 0; c < classes; c++) {
            centres[c] = Numbers.normal(random, SIZE);
        }
        var points = new double[count][SIZE];
        var labels = new int[count];
        for (int n = 0; n < count; n++) {
            labels[n] = n % classes;
            var z = Numbers.normal(random, SIZE);
            for (int i = 0; i < SIZE; i++) {
                points[n][i] = apart * centres[labels[n]][i];
                for (int k = 0; k < SIZE; k++) {
                    points[n][i] += z[k] * MIX[k][i];
                }
            }
        }
        return new Cloud(points, labels);
    }

    double[] mean(int label) {
        var mean = new double[SIZE];
        double count = 0;
        for (int n = 0; n < points.length; n++) {
            if (label < 0 || labels[n] == label) {
                count++;
                for (int i = 0; i < SIZE; i++) {
                    mean[i] += points[n][i];
                }
            }
        }
        for (int i = 0; i < SIZE; i++) {
            mean[i] /= count;
        }
        return mean;
    }

    /// The sum of the products of what the points are off their mean, or off that of their class.
    double[][] scatter(boolean inside) {
        var scatter = new double[SIZE][SIZE];
        for (int n = 0; n < points.length; n++) {
            var mean = mean(inside ? labels[n] : -1);
            for (int i = 0; i < SIZE; i++) {
                for (int j = 0; j < SIZE; j++) {
                    scatter[i][j] += (points[n][i] - mean[i]) * (points[n][j] - mean[j]);
                }
            }
        }
        return scatter;
    }

    double[] flat() {
        var flat = new double[points.length * SIZE];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = points[i / SIZE][i % SIZE];
        }
        return flat;
    }

    Tensor tensor() {
        return Tensor.of(flat(), points.length, SIZE);
    }

    Tensor label() {
        return Tensor.of(labels, labels.length);
    }
}
