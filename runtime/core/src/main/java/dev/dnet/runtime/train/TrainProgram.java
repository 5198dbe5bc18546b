package dev.dnet.runtime.train;

import dev.dnet.runtime.Tensor;
import dev.dnet.runtime.data.BatchField;

import java.util.List;
import java.util.SequencedMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// A `train` block, compiled. One step is one compiled program: forward, backward, update.
///
/// All that a step reads is in the variables, the batch, the seed and the number of the step; so a
/// run that is saved and taken up again goes on bit for bit.
public interface TrainProgram extends AutoCloseable {
    /// The full name, such as `digits.Digits`.
    String name();

    /// What identifies the program and the shapes of its variables; a checkpoint with another one
    /// is refused.
    String fingerprint();

    /// The batch that a step takes, in order.
    List<BatchField> batchFields();

    /// Parameters, state and optimiser slots by path. The tensors are live: a step updates them in
    /// place, and what is copied into them is what the next step reads.
    SequencedMap<String, Tensor> variables();

    /// Draws the parameters anew and clears state and slots.
    void initialize(long seed);

    /// One step of training, the first one being number 0; gives the loss before the update: where
    /// the block has steps, the sum of theirs.
    double step(List<Tensor> batch, long seed, long step);

    /// The names of the losses of the block's steps, such as `d.loss`; none where the block has one
    /// loss of its own.
    default List<String> lossNames() {
        return List.of();
    }

    /// The losses of the last call of [#step], as [#lossNames] names them.
    default double[] losses() {
        return new double[0];
    }

    /// The names of the losses of steps, where there are some, and those of the metrics.
    List<String> metricNames();

    /// For each of [#metricNames] its rows, which are as many as its columns, where it is a table
    /// of classes, and 0 where it is one number.
    default List<Integer> metricRows() {
        return metricNames().stream().map(name -> 0).toList();
    }

    /// The loss and then what [#metricNames] names, tables row by row, as means over the batch;
    /// changes nothing.
    double[] evaluate(List<Tensor> batch);

    @Override
    void close();

    /// All elements of some tensors in one row.
    static double[] values(Tensor... tensors) {
        return Stream.of(tensors)
                .flatMapToDouble(t -> LongStream.range(0, t.count()).mapToDouble(t::valueAt))
                .toArray();
    }
}
