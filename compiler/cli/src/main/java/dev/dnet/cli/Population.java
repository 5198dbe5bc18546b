package dev.dnet.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;

/// Population based training (Jaderberg et al., 2017): all members train for an epoch, then the
/// worst quarter of them goes on from checkpoints of the best, with values moved a little.
record Population(Trials trials, Random random, int members) {
    private static final double STEP = 0.15;

    List<Trials.Trial> run(Consumer<Trials.Trial> heard) throws IOException {
        var all = new ArrayList<Trials.Trial>();
        for (int k = 1; k <= members; k++) {
            double[] place = random.doubles(trials.spaces().size()).toArray();
            all.add(trials.run(k, place, Optional.empty(), 1, folder(k, 1)));
        }
        long epochs = trials.epochs();
        for (long epoch = 2;
                epoch <= epochs && all.stream().anyMatch(Population::isWell);
                epoch++) {
            var next = next(all);
            for (int k = 1; k <= members; k++) {
                var from = next.get(k - 1);
                var checkpoint = Optional.of(from.checkpoint());
                all.set(k - 1, trials.run(k, from.place(), checkpoint, epoch, folder(k, epoch)));
            }
        }
        all.forEach(heard);
        return all;
    }

    /// One for each epoch: another member may go on from what this one leaves.
    private Path folder(int member, long epoch) {
        return trials.out().resolve("%d-%d".formatted(member, epoch));
    }

    private static boolean isWell(Trials.Trial trial) {
        return trial.validation().isPresent();
    }

    /// What each member goes on from: the worst, and those that lost their numbers, from the best.
    private List<Trials.Trial> next(List<Trials.Trial> all) {
        var ranked =
                all.stream()
                        .sorted(Comparator.comparingDouble(Trials.Trial::good).reversed())
                        .toList();
        int well = (int) all.stream().filter(Population::isWell).count();
        int stay = Math.min(well, members - Math.max(1, members / 4));
        var next = new ArrayList<>(all);
        for (int k = stay; k < members; k++) {
            next.set(ranked.get(k).number() - 1, moved(ranked.get((k - stay) % stay)));
        }
        return next;
    }

    private Trials.Trial moved(Trials.Trial best) {
        var place = best.place().clone();
        for (int i = 0; i < place.length; i++) {
            double by = random.nextBoolean() ? STEP : -STEP;
            place[i] = Math.clamp(place[i] + by, 0, 1);
        }
        return new Trials.Trial(
                best.number(),
                place,
                best.values(),
                best.score(),
                best.higher(),
                best.validation(),
                best.checkpoint());
    }
}
