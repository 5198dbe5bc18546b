package dev.dnet.runtime.data;

import dev.dnet.runtime.DnetException;
import dev.dnet.runtime.Tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/// Batches, read ahead by one background thread into a few buffers that go round.
///
/// Which examples a batch has depends on plan and cursor only, so a stream that starts at the
/// cursor of a batch goes on exactly as the first one did. The thread is never interrupted, since
/// that would close the files it reads from; it is told to stop through the queue of free buffers.
public final class BatchStream implements AutoCloseable {
    private static final int BUFFERS = 3;

    private final DataSet data;
    private final BatchPlan plan;
    private final int[] places;
    private final boolean endless;
    private final BlockingQueue<Buffer> free = new ArrayBlockingQueue<>(BUFFERS + 1);
    private final BlockingQueue<Ready> ready = new ArrayBlockingQueue<>(BUFFERS + 1);
    private final Thread thread;
    private Buffer lent = Buffer.NONE;
    private Cursor cursor;
    private int[] order = {};
    private boolean finished;

    /// The tensors of one batch, one for each field of the data.
    private record Buffer(List<Tensor> tensors) {
        static final Buffer NONE = new Buffer(List.of());

        boolean none() {
            return tensors.isEmpty();
        }
    }

    /// What the background thread hands over.
    private sealed interface Ready {
        record Filled(Batch batch, Buffer buffer) implements Ready {}

        record End() implements Ready {}

        record Failed(RuntimeException exception) implements Ready {}
    }

    private BatchStream(
            DataSet data, List<BatchField> wanted, BatchPlan plan, Cursor start, boolean endless) {
        this.data = data;
        this.plan = plan;
        this.endless = endless;
        places = FieldMatch.places(data.fields(), wanted);
        requireExamples(data, plan);
        requireInside(data, start);
        cursor = start;
        for (int i = 0; i < BUFFERS; i++) {
            free.add(
                    new Buffer(
                            data.fields().stream()
                                    .map(field -> field.batch(plan.size()))
                                    .toList()));
        }
        thread = Thread.ofPlatform().name("dnet-data").daemon().unstarted(this::readAhead);
    }

    /// Epoch after epoch from `start` on.
    public static BatchStream endless(
            DataSet data, List<BatchField> wanted, BatchPlan plan, Cursor start) {
        return started(new BatchStream(data, wanted, plan, start, true));
    }

    /// One epoch.
    public static BatchStream once(DataSet data, List<BatchField> wanted, BatchPlan plan) {
        return started(new BatchStream(data, wanted, plan, Cursor.START, false));
    }

    /// The next batch; empty after the end. The batch before it is no longer valid.
    public Optional<Batch> next() {
        if (finished) {
            return Optional.empty();
        }
        if (!lent.none()) {
            free.add(lent);
            lent = Buffer.NONE;
        }
        return switch (take(ready)) {
            case Ready.Filled(Batch batch, Buffer buffer) -> {
                lent = buffer;
                yield Optional.of(batch);
            }
            case Ready.End() -> {
                finished = true;
                yield Optional.empty();
            }
            case Ready.Failed(RuntimeException exception) -> {
                finished = true;
                throw exception;
            }
        };
    }

    /// Stops the background thread.
    @Override
    public void close() {
        finished = true;
        free.clear();
        free.add(Buffer.NONE);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static BatchStream started(BatchStream stream) {
        stream.thread.start();
        return stream;
    }

    private void readAhead() {
        try {
            while (endless || cursor.epoch() == 0) {
                Buffer buffer = take(free);
                if (buffer.none()) {
                    return;
                }
                ready.add(fill(buffer));
            }
            ready.add(new Ready.End());
        } catch (RuntimeException e) {
            ready.add(new Ready.Failed(e));
        }
    }

    private Ready fill(Buffer buffer) {
        if (order.length == 0 || cursor.index() == 0) {
            order = order();
        }
        int from = cursor.index();
        int count = Math.min(plan.size(), order.length - from);
        for (int row = 0; row < count; row++) {
            data.read(order[from + row], buffer.tensors(), row);
        }
        int to = from + count;
        boolean ends = plan.dropLast() ? order.length - to < plan.size() : to == order.length;
        cursor = ends ? new Cursor(cursor.epoch() + 1, 0) : new Cursor(cursor.epoch(), to);
        return new Ready.Filled(new Batch(tensors(buffer, count), count, cursor, ends), buffer);
    }

    private int[] order() {
        if (plan.shuffle()) {
            return Permutation.of(data.size(), plan.seed(), "shuffle", cursor.epoch());
        }
        int[] inOrder = new int[data.size()];
        Arrays.setAll(inOrder, i -> i);
        return inOrder;
    }

    private List<Tensor> tensors(Buffer buffer, int count) {
        List<Tensor> tensors = new ArrayList<>();
        for (int place : places) {
            Tensor whole = buffer.tensors().get(place);
            tensors.add(count == plan.size() ? whole : whole.rows(count));
        }
        return tensors;
    }

    private static void requireExamples(DataSet data, BatchPlan plan) {
        int needed = plan.dropLast() ? plan.size() : 1;
        if (data.size() < needed) {
            throw new DnetException(
                    "data/too-small",
                    "the data has %d examples".formatted(data.size()),
                    "at least %d, the size of a batch".formatted(needed),
                    "use smaller batches, or keep the short last one");
        }
    }

    private static void requireInside(DataSet data, Cursor start) {
        if (start.index() >= data.size()) {
            throw new DnetException(
                    "data/cursor",
                    "the run stood at example %d of an epoch".formatted(start.index()),
                    "less than %d, the examples of this data".formatted(data.size()),
                    "go on with the data that the run began with");
        }
    }

    private static <T> T take(BlockingQueue<T> queue) {
        try {
            return queue.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for data", e);
        }
    }
}
