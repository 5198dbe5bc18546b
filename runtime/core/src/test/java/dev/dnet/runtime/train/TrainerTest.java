package dev.dnet.runtime.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dnet.runtime.DnetException;
import dev.dnet.runtime.Tensor;
import dev.dnet.runtime.checkpoint.Checkpoint;
import dev.dnet.runtime.data.BatchField;
import dev.dnet.runtime.data.DataSet;
import dev.dnet.runtime.data.TensorDataSet;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

class TrainerTest {
    private static final TrainListener SILENT = new TrainListener() {};

    @TempDir Path folder;

    private final DataSet train = line(50, 0);
    private final DataSet validation = line(13, 1);

    /// y = 2 x - 1.
    private static DataSet line(int n, int from) {
        float[] x = new float[n];
        float[] y = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = (i * 7 + from) % 19 / 10f - 1;
            y[i] = 2 * x[i] - 1;
        }
        return new TensorDataSet(
                List.of("x", "y"), List.of(Tensor.of(x, n, 1), Tensor.of(y, n)), List.of());
    }

    private TrainOptions options(String name, Limits limits) {
        return TrainOptions.of(8, 42, limits, folder.resolve(name));
    }

    private TrainResult run(TrainProgram program, TrainOptions options, TrainListener listener) {
        return new Trainer(program, train, validation, options, listener, new StopFlag()).run();
    }

    /// Raises the flag when so many steps are done.
    private TrainResult runUntil(long step, TrainProgram program, TrainOptions options) {
        StopFlag stop = new StopFlag();
        TrainListener listener =
                new TrainListener() {
                    @Override
                    public void step(StepReport report) {
                        if (report.step() == step) {
                            stop.raise();
                        }
                    }
                };
        return new Trainer(program, train, validation, options, listener, stop).run();
    }

    @Test
    void examplesComeInTheOrderOfTheDataUnlessShuffled() {
        List<Integer> inOrder = IntStream.range(0, 100).map(i -> i % 50).boxed().toList();
        assertEquals(inOrder, readInTwoEpochs(options("order", Limits.epochs(2)).shuffling(false)));
        List<Integer> shuffled = readInTwoEpochs(options("mixed", Limits.epochs(2)));
        assertNotEquals(inOrder, shuffled);
        assertNotEquals(shuffled.subList(0, 50), shuffled.subList(50, 100));
        assertEquals(inOrder.subList(0, 50), shuffled.subList(0, 50).stream().sorted().toList());
    }

    private List<Integer> readInTwoEpochs(TrainOptions options) {
        List<Integer> read = Collections.synchronizedList(new ArrayList<>());
        DataSet told =
                new DataSet() {
                    @Override
                    public int size() {
                        return train.size();
                    }

                    @Override
                    public List<BatchField> fields() {
                        return train.fields();
                    }

                    @Override
                    public void read(int example, List<Tensor> batch, int row) {
                        read.add(example);
                        train.read(example, batch, row);
                    }
                };
        LineProgram program = new LineProgram(0.02f);
        new Trainer(program, told, validation, options, SILENT, new StopFlag()).run();
        return List.copyOf(read).subList(0, 100);
    }

    @Test
    void itLearnsAndReports() {
        List<TrainListener.StepReport> steps = new ArrayList<>();
        List<TrainListener.EpochReport> epochs = new ArrayList<>();
        List<Path> saved = new ArrayList<>();
        TrainListener listener =
                new TrainListener() {
                    @Override
                    public void step(StepReport report) {
                        steps.add(report);
                    }

                    @Override
                    public void epoch(EpochReport report) {
                        epochs.add(report);
                    }

                    @Override
                    public void saved(Path checkpoint) {
                        saved.add(checkpoint);
                    }
                };
        LineProgram program = new LineProgram(0.02f);
        TrainOptions options = options("a", Limits.epochs(20));
        TrainResult result = run(program, options, listener);
        assertEquals(2f, program.get("net.w"), 0.05f);
        assertEquals(-1f, program.get("net.b"), 0.05f);
        assertFalse(result.stopped());
        assertEquals(20 * 7, result.progress().step());
        assertEquals(20, result.progress().epoch());
        assertEquals(140, steps.size());
        assertEquals(50, steps.get(6).index());
        assertEquals(0, steps.get(6).epoch());
        assertEquals(1, steps.get(7).epoch());
        assertTrue(steps.get(9).examplesPerSecond() > 0);
        assertEquals(20, epochs.size());
        assertTrue(epochs.getLast().trainLoss() < epochs.getFirst().trainLoss() / 100);
        assertEquals(
                List.of("loss", "near"),
                List.copyOf(epochs.getFirst().validation().values().keySet()));
        assertEquals(1.0, result.validation().orElseThrow().values().lastEntry().getValue(), 1e-9);
        assertTrue(saved.contains(options.best()) && saved.getLast().equals(options.last()));
    }

    @Test
    void aResumedRunEqualsOneThatNeverStopped() throws IOException {
        LineProgram whole = new LineProgram(0.02f);
        TrainOptions uninterrupted = options("whole", Limits.epochs(4));
        run(whole, uninterrupted, SILENT);
        for (long step : new long[] {1, 6, 7, 8, 20}) {
            TrainOptions options = options("cut" + step, Limits.epochs(4));
            TrainResult cut = runUntil(step, new LineProgram(0.02f), options);
            assertTrue(cut.stopped());
            assertEquals(step, cut.progress().step());
            TrainResult resumed =
                    run(new LineProgram(0.02f), options.resuming(options.last()), SILENT);
            assertFalse(resumed.stopped());
            assertArrayEquals(
                    Files.readAllBytes(uninterrupted.last()),
                    Files.readAllBytes(options.last()),
                    "stopped after step " + step);
        }
    }

    @Test
    void savesInsideAnEpochAreGoodToGoOnFrom() {
        TrainOptions options = options("every", Limits.steps(10)).savingEvery(3);
        List<Long> saves = new ArrayList<>();
        run(
                new LineProgram(0.02f),
                options,
                new TrainListener() {
                    @Override
                    public void saved(Path checkpoint) {
                        if (checkpoint.equals(options.last())) {
                            saves.add(Checkpoint.load(checkpoint).progress().step());
                        }
                    }
                });
        assertEquals(List.of(3L, 6L, 7L, 9L, 10L), saves);
    }

    @Test
    void theBestIsKept() {
        LineProgram program = new LineProgram(0.02f);
        TrainOptions options = options("best", Limits.epochs(3));
        double[] best = {Double.MAX_VALUE};
        run(
                program,
                options,
                new TrainListener() {
                    @Override
                    public void epoch(EpochReport report) {
                        assertEquals(report.validation().loss() < best[0], report.isBest());
                        best[0] = Math.min(best[0], report.validation().loss());
                        program.set("net.w", report.epoch() == 1 ? 50f : program.get("net.w"));
                    }
                });
        Checkpoint kept = Checkpoint.load(options.best());
        assertEquals(1, kept.progress().epoch());
        assertEquals(best[0], kept.progress().best().orElseThrow());
        LineProgram restored = new LineProgram(0.02f);
        kept.restoreWeights(restored.variables());
        assertEquals(best[0], Evaluator.evaluate(restored, validation, 8).loss());
    }

    @Test
    void aMetricCanDecideWhatIsBest() {
        TrainOptions options =
                options("metric", Limits.epochs(20)).scoredBy(new Score("near", true));
        TrainResult result = run(new LineProgram(0.02f), options, SILENT);
        assertEquals(1.0, result.progress().best().orElseThrow(), 1e-9);
        TrainOptions wrong = options("wrong", Limits.epochs(1)).scoredBy(new Score("no", true));
        assertCode("train/score", () -> run(new LineProgram(0.02f), wrong, SILENT));
    }

    @Test
    void limitsEndARun() {
        LineProgram program = new LineProgram(0.02f);
        TrainResult steps = run(program, options("s", Limits.steps(10)), SILENT);
        assertEquals(10, steps.progress().step());
        assertTrue(steps.validation().isPresent());
        assertFalse(steps.stopped());
        TrainOptions none = options("t", Limits.epochs(3).within(Duration.ZERO));
        TrainResult time = run(program, none, SILENT);
        assertEquals(0, time.progress().step());
        assertEquals(0, Checkpoint.load(time.last()).progress().step());
    }

    @Test
    void aLossThatIsNoNumberEndsTheRunAndKeepsTheCheckpoint() {
        LineProgram program = new LineProgram(0.02f);
        TrainOptions options = options("nan", Limits.epochs(5));
        DnetException e =
                assertCode(
                        "train/nan-loss",
                        () ->
                                run(
                                        program,
                                        options,
                                        new TrainListener() {
                                            @Override
                                            public void step(StepReport report) {
                                                if (report.step() == 9) {
                                                    program.set("net.w", Float.NaN);
                                                }
                                            }
                                        }));
        assertEquals("the loss of test.Line is NaN at step 10 (epoch 2)", e.found());
        assertTrue(e.help().contains("the last good checkpoint is " + options.last()));
        assertEquals(7, Checkpoint.load(options.last()).progress().step());
    }

    @Test
    void variablesThatAreNoNumbersAreNotSaved() {
        LineProgram program = new LineProgram(Float.POSITIVE_INFINITY);
        TrainOptions options = options("inf", Limits.steps(1));
        DnetException e = assertCode("train/nan-variable", () -> run(program, options, SILENT));
        assertTrue(e.help().endsWith("no checkpoint was written yet"), e.help());
        assertFalse(Files.exists(options.last()));
    }

    @Test
    void aCheckpointOfAnotherProgramIsRefused() {
        TrainOptions options = options("other", Limits.epochs(1));
        run(new LineProgram(0.02f), options, SILENT);
        LineProgram more = new LineProgram(0.02f);
        more.variables().put("net.c", Tensor.scalar(1f));
        assertCode(
                "checkpoint/other-model",
                () -> run(more, options.resuming(options.last()), SILENT));
        assertCode(
                "checkpoint/missing-file",
                () -> run(more, options.resuming(folder.resolve("none")), SILENT));
    }

    @Test
    void anEvaluationWeighsExamplesAlike() {
        LineProgram program = new LineProgram(0.02f);
        program.set("net.w", 1f);
        double whole = Evaluator.evaluate(program, validation, 13).loss();
        assertEquals(whole, Evaluator.evaluate(program, validation, 5).loss(), 1e-12);
        assertEquals(13, Evaluator.evaluate(program, validation, 5).examples());
    }

    private static DnetException assertCode(
            String code, org.junit.jupiter.api.function.Executable action) {
        DnetException e = assertThrows(DnetException.class, action);
        assertEquals(code, e.code(), e.getMessage());
        return e;
    }
}
