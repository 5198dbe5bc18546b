package dev.dnet.runtime.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dnet.runtime.DnetException;
import dev.dnet.runtime.ElementType;
import dev.dnet.runtime.Tensor;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

class BatchStreamTest {
    private static final BatchPlan SHUFFLED = new BatchPlan(4, true, false, 9);

    private static List<Integer> values(Batch batch) {
        return Arrays.stream(batch.tensors().getFirst().toInts()).boxed().toList();
    }

    private static List<List<Integer>> take(
            DataSet data, BatchPlan plan, Cursor start, int batches) {
        List<List<Integer>> taken = new ArrayList<>();
        try (BatchStream stream = BatchStream.endless(data, data.fields(), plan, start)) {
            for (int i = 0; i < batches; i++) {
                taken.add(values(stream.next().orElseThrow()));
            }
        }
        return taken;
    }

    @Test
    void onceGivesEveryExampleInOrder() {
        DataSet data = Examples.count(10);
        List<Integer> seen = new ArrayList<>();
        List<Integer> counts = new ArrayList<>();
        try (BatchStream stream = BatchStream.once(data, data.fields(), BatchPlan.inOrder(4))) {
            for (Optional<Batch> b = stream.next(); b.isPresent(); b = stream.next()) {
                seen.addAll(values(b.get()));
                counts.add(b.get().count());
            }
            assertTrue(stream.next().isEmpty());
        }
        assertEquals(IntStream.range(0, 10).boxed().toList(), seen);
        assertEquals(List.of(4, 4, 2), counts);
    }

    @Test
    void everyEpochHasItsOwnOrderOfAllExamples() {
        List<List<Integer>> batches = take(Examples.count(10), SHUFFLED, Cursor.START, 6);
        List<Integer> first = batches.subList(0, 3).stream().flatMap(List::stream).toList();
        List<Integer> second = batches.subList(3, 6).stream().flatMap(List::stream).toList();
        assertNotEquals(first, second);
        List<Integer> all = IntStream.range(0, 10).boxed().toList();
        assertEquals(all, first.stream().sorted().toList());
        assertEquals(all, second.stream().sorted().toList());
    }

    @Test
    void aStreamGoesOnFromAnyCursor() {
        DataSet data = Examples.count(10);
        List<List<Integer>> whole = take(data, SHUFFLED, Cursor.START, 9);
        List<Cursor> cursors = new ArrayList<>(List.of(Cursor.START));
        try (BatchStream stream =
                BatchStream.endless(data, data.fields(), SHUFFLED, Cursor.START)) {
            for (int i = 0; i < 8; i++) {
                Batch batch = stream.next().orElseThrow();
                assertEquals(i % 3 == 2, batch.endsEpoch());
                cursors.add(batch.after());
            }
        }
        for (int i = 0; i < cursors.size(); i++) {
            assertEquals(whole.subList(i, 9), take(data, SHUFFLED, cursors.get(i), 9 - i));
        }
    }

    @Test
    void theShortLastBatchCanBeLeftOut() {
        DataSet data = Examples.count(10);
        BatchPlan plan = new BatchPlan(4, false, true, 0);
        assertEquals(
                List.of(List.of(0, 1, 2, 3), List.of(4, 5, 6, 7), List.of(0, 1, 2, 3)),
                take(data, plan, Cursor.START, 3));
        Examples.assertCode(
                "data/too-small",
                () -> BatchStream.once(Examples.count(3), data.fields(), plan).close());
        Examples.assertCode(
                "data/cursor",
                () -> BatchStream.endless(data, data.fields(), plan, new Cursor(2, 10)).close());
        Examples.assertCode("data/batch-size", () -> BatchPlan.inOrder(0));
    }

    @Test
    void anErrorWhileReadingArrivesAtTheCaller() {
        DataSet broken =
                new DataSet() {
                    @Override
                    public int size() {
                        return 3;
                    }

                    @Override
                    public List<BatchField> fields() {
                        return List.of(BatchField.of("x", ElementType.F32));
                    }

                    @Override
                    public void read(int example, List<Tensor> batch, int row) {
                        throw new DnetException("data/image", "a", "b", "c");
                    }
                };
        try (BatchStream stream = BatchStream.once(broken, broken.fields(), BatchPlan.inOrder(2))) {
            Examples.assertCode("data/image", stream::next);
            assertFalse(stream.next().isPresent());
        }
    }

    @Test
    void fieldsAreFoundByNameAndType() {
        Tensor images = Tensor.zeros(ElementType.F32, 6, 1, 2, 2);
        Tensor labels = Tensor.of(new int[] {0, 1, 2, 3, 4, 5}, 6);
        DataSet data =
                new TensorDataSet(List.of("image", "label"), List.of(images, labels), List.of());
        BatchField label = BatchField.of("label", ElementType.I32);
        try (BatchStream stream = BatchStream.once(data, List.of(label), BatchPlan.inOrder(6))) {
            assertEquals(List.of(0, 1, 2, 3, 4, 5), values(stream.next().orElseThrow()));
        }
        List<BatchField> renamed = List.of(BatchField.of("y", ElementType.I32));
        Examples.assertCode(
                "data/missing-field",
                () -> BatchStream.once(data, renamed, BatchPlan.inOrder(6)).close());
        DataSet other = data.renamed(List.of("x", "y"));
        try (BatchStream stream = BatchStream.once(other, renamed, BatchPlan.inOrder(6))) {
            assertEquals(6, stream.next().orElseThrow().count());
        }
        List<BatchField> free =
                List.of(
                        BatchField.of(
                                "image", ElementType.F32, 1, BatchField.FREE, BatchField.FREE));
        try (BatchStream stream = BatchStream.once(data, free, BatchPlan.inOrder(6))) {
            Tensor batch = stream.next().orElseThrow().tensors().getFirst();
            assertArrayEquals(new long[] {6, 1, 2, 2}, batch.shape());
        }
        assertEquals("image: f32[N, 1, ?, ?]", free.getFirst().toString());
        List<BatchField> flat = List.of(BatchField.of("image", ElementType.F32, 4));
        assertEquals(
                "image: f32[N, 4], as the program declares",
                Examples.assertCode(
                                "data/field-type",
                                () -> BatchStream.once(data, flat, BatchPlan.inOrder(6)).close())
                        .expected());
    }

    @Test
    void aSplitIsByChanceAndWhole() {
        DataSet data = Examples.count(100);
        Split split = Split.of(data, 0.2, 3);
        assertEquals(80, split.train().size());
        assertEquals(20, split.validation().size());
        List<Integer> all = new ArrayList<>(numbers(split.train()));
        all.addAll(numbers(split.validation()));
        assertEquals(IntStream.range(0, 100).boxed().toList(), all.stream().sorted().toList());
        assertEquals(numbers(split.validation()), numbers(Split.of(data, 0.2, 3).validation()));
        assertNotEquals(numbers(split.validation()), numbers(Split.of(data, 0.2, 4).validation()));
        Examples.assertCode("data/split", () -> Split.of(data, 0.001, 3));
    }

    @Test
    void ordersAreEvenlyShuffled() {
        int[] first = new int[5];
        for (int epoch = 0; epoch < 5000; epoch++) {
            first[Permutation.of(5, 1, "shuffle", epoch)[0]]++;
        }
        for (int count : first) {
            assertEquals(1000, count, 120);
        }
    }

    private static List<Integer> numbers(DataSet data) {
        return IntStream.range(0, data.size())
                .mapToObj(i -> Examples.read(data, i).getFirst().toInts()[0])
                .toList();
    }
}
