package dev.dnet.benchmarks;

import dev.dnet.compiler.source.Source;
import dev.dnet.runtime.ElementType;
import dev.dnet.runtime.Tensor;
import dev.dnet.runtime.WorkPool;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.random.RandomGenerator;

/// A matrix product as a model of one line, called as a user calls it, on one thread.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@Fork(1)
@Warmup(iterations = 4, time = 5)
@Measurement(iterations = 10, time = 1)
public class ProductBenchmark {
    private static final String SOURCE =
            """
            package product

            model Product() {
                fn (a: f32[%1$d, %2$d], b: f32[%2$d, %3$d]) -> f32[%1$d, %3$d] = a @ b
            }
            """;

    /// Rows, depth and columns.
    record Sizes(long rows, long depth, long columns) {
        static Sizes of(String text) {
            var numbers = text.split("x", -1);
            return new Sizes(
                    Long.parseLong(numbers[0]),
                    Long.parseLong(numbers[1]),
                    Long.parseLong(numbers[2]));
        }

        /// Floating-point operations of one product.
        double work() {
            return 2.0 * rows * depth * columns;
        }
    }

    @Param({"512x512x512", "1024x1024x1024"})
    public String sizes = "";

    private Tensor a = Tensor.zeros(ElementType.F32);
    private Tensor b = Tensor.zeros(ElementType.F32);
    private MethodHandle product = MethodHandles.constant(Tensor.class, a);

    @Setup
    public void compile() throws ReflectiveOperationException {
        var s = Sizes.of(sizes);
        a = random(s.rows(), s.depth());
        b = random(s.depth(), s.columns());
        var text = SOURCE.formatted(s.rows(), s.depth(), s.columns());
        var model = Compiled.instance(new Source("product.dnet", text), "Product", new WorkPool(1));
        var session = model.getClass().getMethod("session").invoke(model);
        product =
                MethodHandles.lookup()
                        .findVirtual(
                                session.getClass(),
                                "apply",
                                MethodType.methodType(Tensor.class, Tensor.class, Tensor.class))
                        .bindTo(session);
        check();
    }

    @Benchmark
    public Tensor product() throws Throwable {
        return (Tensor) product.invokeExact(a, b);
    }

    private static Tensor random(long rows, long columns) {
        var random = RandomGenerator.of("L64X128MixRandom");
        var tensor = Tensor.zeros(ElementType.F32, rows, columns);
        for (long i = 0; i < tensor.count(); i++) {
            tensor.segment().setAtIndex(ValueLayout.JAVA_FLOAT, i, random.nextFloat() * 2 - 1);
        }
        return tensor;
    }

    /// What is timed is right: the last element.
    private void check() throws ReflectiveOperationException {
        var s = Sizes.of(sizes);
        double sum = 0;
        for (long k = 0; k < s.depth(); k++) {
            sum +=
                    a.valueAt((s.rows() - 1) * s.depth() + k)
                            * b.valueAt(k * s.columns() + s.columns() - 1);
        }
        double got = result().valueAt(s.rows() * s.columns() - 1);
        if (!(Math.abs(got - sum) < 1e-3)) {
            throw new IllegalStateException("the product gives %s, not %s".formatted(got, sum));
        }
    }

    private Tensor result() throws ReflectiveOperationException {
        try {
            return product();
        } catch (ReflectiveOperationException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
