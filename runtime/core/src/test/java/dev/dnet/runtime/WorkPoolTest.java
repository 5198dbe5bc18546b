package dev.dnet.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;

import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

class WorkPoolTest {
    @Test
    void everyPieceRunsOnceOnAnyNumberOfThreads() {
        for (int threads : new int[] {1, 2, 3, 8}) {
            try (WorkPool pool = new WorkPool(threads)) {
                assertEquals(threads, pool.threads());
                for (int call = 0; call < 2000; call++) {
                    int pieces = call % 37;
                    AtomicIntegerArray runs = new AtomicIntegerArray(40);
                    pool.parallelFor(pieces, runs::incrementAndGet);
                    for (int i = 0; i < 40; i++) {
                        assertEquals(i < pieces ? 1 : 0, runs.get(i));
                    }
                }
            }
        }
    }

    @Test
    void resultsDoNotDependOnTheNumberOfThreads() {
        float[][] results = new float[3][];
        int[] threads = {1, 2, 5};
        for (int i = 0; i < threads.length; i++) {
            Tensor out = Tensor.zeros(ElementType.F32, 10_000);
            try (WorkPool pool = new WorkPool(threads[i])) {
                pool.parallelFor(
                        10,
                        p ->
                                Philox.fillNormalF32(
                                        out.segment(), 0, p * 1000L, p * 1000L + 1000, 1, 2, 3));
            }
            results[i] = out.toFloats();
        }
        assertArrayEquals(results[0], results[1]);
        assertArrayEquals(results[0], results[2]);
    }

    @Test
    void severalThreadsWork() {
        try (WorkPool pool = new WorkPool(3)) {
            CountDownLatch together = new CountDownLatch(3);
            Set<Thread> threads = ConcurrentHashMap.newKeySet();
            Assertions.assertTimeoutPreemptively(
                    Duration.ofSeconds(20),
                    () ->
                            pool.parallelFor(
                                    3,
                                    piece -> {
                                        threads.add(Thread.currentThread());
                                        together.countDown();
                                        await(together);
                                    }));
            assertEquals(3, threads.size());
        }
    }

    @Test
    void workersAreWokenAfterTheySlept() throws InterruptedException {
        try (WorkPool pool = new WorkPool(2)) {
            for (int i = 0; i < 20; i++) {
                Thread.sleep(2);
                CountDownLatch together = new CountDownLatch(2);
                Assertions.assertTimeoutPreemptively(
                        Duration.ofSeconds(20),
                        () ->
                                pool.parallelFor(
                                        2,
                                        piece -> {
                                            together.countDown();
                                            await(together);
                                        }));
            }
        }
    }

    @Test
    void theExceptionOfTheLowestPieceArrives() {
        try (WorkPool pool = new WorkPool(3)) {
            for (int i = 0; i < 200; i++) {
                IllegalStateException e =
                        assertThrows(
                                IllegalStateException.class,
                                () -> pool.parallelFor(20, WorkPoolTest::failFromFive));
                assertEquals("piece 5", e.getMessage());
            }
            StackOverflowError error = new StackOverflowError();
            assertSame(
                    error,
                    assertThrows(
                            StackOverflowError.class,
                            () ->
                                    pool.parallelFor(
                                            2,
                                            p -> {
                                                throw error;
                                            })));
            int[] sum = new int[4];
            pool.parallelFor(4, p -> sum[p] = p);
            assertArrayEquals(new int[] {0, 1, 2, 3}, sum);
        }
    }

    private static void failFromFive(int piece) {
        if (piece >= 5) {
            throw new IllegalStateException("piece " + piece);
        }
    }

    @Test
    void callsMayBeNestedAndComeFromManyThreads() throws InterruptedException {
        try (WorkPool pool = new WorkPool(2)) {
            AtomicIntegerArray runs = new AtomicIntegerArray(1);
            Runnable caller =
                    () -> {
                        for (int i = 0; i < 100; i++) {
                            pool.parallelFor(
                                    4, p -> pool.parallelFor(3, q -> runs.incrementAndGet(0)));
                        }
                    };
            Thread[] threads = {new Thread(caller), new Thread(caller), new Thread(caller)};
            for (Thread thread : threads) {
                thread.start();
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertEquals(3 * 100 * 12, runs.get(0));
        }
    }

    @Test
    void littleWorkStaysOnTheCaller() {
        try (WorkPool pool = new WorkPool(4)) {
            Thread[] seen = new Thread[50];
            pool.parallelFor(50, 1000, p -> seen[p] = Thread.currentThread());
            for (Thread thread : seen) {
                assertSame(Thread.currentThread(), thread);
            }
        }
    }

    @Test
    void aCallAllocatesNothing() {
        try (WorkPool pool = new WorkPool(2)) {
            float[] sums = new float[8];
            WorkPool.Task task = p -> sums[p] += 1;
            for (int i = 0; i < 5000; i++) {
                pool.parallelFor(8, task);
            }
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 5000; i++) {
                pool.parallelFor(8, task);
            }
            long bytes = threads.getCurrentThreadAllocatedBytes() - before;
            assertTrue(bytes < 5000, bytes + " bytes in 5000 calls");
            assertEquals(10_000f, sums[7]);
        }
    }

    @Test
    void aClosedPoolRunsOnTheCaller() {
        WorkPool pool = new WorkPool(2);
        pool.close();
        int[] runs = new int[5];
        pool.parallelFor(5, p -> runs[p]++);
        assertArrayEquals(new int[] {1, 1, 1, 1, 1}, runs);
    }

    @Test
    void aBadNumberOfThreadsHasAName() {
        TensorTest.assertCode("threads/number", () -> new WorkPool(0).close());
        assertTrue(WorkPool.defaultThreads() >= 1);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aReversedPoolCutsWhatItCanAndStartsWithTheLast() {
        try (var pool = WorkPool.reversed(3)) {
            assertEquals(3, pool.pieces(10, 1));
            assertEquals(2, pool.pieces(2, 1));
            assertEquals(0, pool.pieces(0, 0));
            var order = new ArrayList<Integer>();
            pool.parallelFor(3, order::add);
            assertEquals(List.of(2, 1, 0), order);
        }
    }

    @Test
    void eachThreadOfAPoolHasANumberOfItsOwn() {
        try (var pool = new WorkPool(3);
                var other = new WorkPool(2)) {
            var threads = new ConcurrentHashMap<Integer, Thread>();
            var shared = new AtomicInteger();
            for (int call = 0; call < 200; call++) {
                pool.parallelFor(
                        12,
                        p -> {
                            var me = Thread.currentThread();
                            var first = threads.putIfAbsent(pool.worker(), me);
                            shared.addAndGet(first == null || first.equals(me) ? 0 : 1);
                            shared.addAndGet(other.worker());
                        });
            }
            assertEquals(0, shared.get());
            assertTrue(threads.keySet().stream().allMatch(n -> n >= 0 && n < 3));
        }
    }
}
