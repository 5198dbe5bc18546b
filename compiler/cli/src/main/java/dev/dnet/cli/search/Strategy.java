package dev.dnet.cli.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/// Where a search looks next: a place from 0 to 1 for each space.
public sealed interface Strategy {

    /// What was found at a place; larger is better.
    record Found(double[] place, double good) {}

    /// The next place, by all that was found.
    double[] next(List<Found> found);

    /// Places by chance.
    record Chance(Random random, int spaces) implements Strategy {
        @Override
        public double[] next(List<Found> found) {
            return random.doubles(spaces).toArray();
        }
    }

    /// All places of a grid, the last space changing first.
    record Grid(List<double[]> places) implements Strategy {
        public static Grid of(List<Space> spaces, int points) {
            var places = Stream.of(new double[0]).toList();
            for (var space : spaces) {
                var longer = new ArrayList<double[]>();
                for (var place : places) {
                    for (double value : space.grid(points)) {
                        var more = Arrays.copyOf(place, place.length + 1);
                        more[place.length] = value;
                        longer.add(more);
                    }
                }
                places = List.copyOf(longer);
            }
            return new Grid(places);
        }

        @Override
        public double[] next(List<Found> found) {
            return places.get(found.size());
        }
    }

    /// Bayesian optimisation (Mockus, 1978): where a Gaussian process expects the largest
    /// improvement, of a thousand places by chance; the first few are by chance alone.
    record Bayes(Random random, int spaces) implements Strategy {
        private static final int CANDIDATES = 1000;

        @Override
        public double[] next(List<Found> found) {
            if (found.size() < 2 + spaces) {
                return random.doubles(spaces).toArray();
            }
            var process = GaussianProcess.fit(found);
            double[] best = random.doubles(spaces).toArray();
            double most = process.improvement(best);
            for (int i = 1; i < CANDIDATES; i++) {
                double[] place = random.doubles(spaces).toArray();
                double expected = process.improvement(place);
                if (expected > most) {
                    best = place;
                    most = expected;
                }
            }
            return best;
        }
    }
}
