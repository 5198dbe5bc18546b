package dev.dnet.runtime.train;

import java.nio.file.Path;
import java.util.Optional;

/// How a run goes.
///
/// @param batchSize examples in a batch
/// @param seed what all chance follows from; a resumed run keeps its own
/// @param limits when it ends
/// @param folder where `last.safetensors` and `best.safetensors` go; made if need be
/// @param saveEvery steps between saves inside an epoch; 0 to save at the end of epochs only
/// @param shuffle whether each epoch has an order of its own
/// @param dropLast whether a short last batch is left out
/// @param patience validations in a row without a better score that end the run; 0 for never
/// @param score what decides which checkpoint is the best
/// @param resume the checkpoint to go on from
public record TrainOptions(
        int batchSize,
        long seed,
        Limits limits,
        Path folder,
        long saveEvery,
        boolean shuffle,
        boolean dropLast,
        long patience,
        Score score,
        Optional<Path> resume) {
    /// Saves at the end of epochs, shuffles, keeps short batches, scores by the loss.
    public static TrainOptions of(int batchSize, long seed, Limits limits, Path folder) {
        return new TrainOptions(
                batchSize, seed, limits, folder, 0, true, false, 0, Score.LOSS, Optional.empty());
    }

    /// The same, going on from a checkpoint.
    public TrainOptions resuming(Path checkpoint) {
        return new TrainOptions(
                batchSize,
                seed,
                limits,
                folder,
                saveEvery,
                shuffle,
                dropLast,
                patience,
                score,
                Optional.of(checkpoint));
    }

    /// The same, saving every so many steps as well.
    public TrainOptions savingEvery(long steps) {
        return new TrainOptions(
                batchSize, seed, limits, folder, steps, shuffle, dropLast, patience, score, resume);
    }

    /// The same, with the examples in the order of the data in every epoch, or not.
    public TrainOptions shuffling(boolean shuffled) {
        return new TrainOptions(
                batchSize, seed, limits, folder, saveEvery, shuffled, dropLast, patience, score,
                resume);
    }

    /// The same, with another idea of what is best.
    public TrainOptions scoredBy(Score better) {
        return new TrainOptions(
                batchSize, seed, limits, folder, saveEvery, shuffle, dropLast, patience, better,
                resume);
    }

    /// The same, ending after so many validations in a row without a better score; 0 for never.
    public TrainOptions waiting(long validations) {
        return new TrainOptions(
                batchSize,
                seed,
                limits,
                folder,
                saveEvery,
                shuffle,
                dropLast,
                validations,
                score,
                resume);
    }

    /// The checkpoint of the last save.
    public Path last() {
        return folder.resolve("last.safetensors");
    }

    /// The checkpoint with the best score.
    public Path best() {
        return folder.resolve("best.safetensors");
    }
}
