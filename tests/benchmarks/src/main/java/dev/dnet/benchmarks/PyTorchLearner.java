package dev.dnet.benchmarks;

import static org.bytedeco.pytorch.global.torch.cross_entropy;
import static org.bytedeco.pytorch.global.torch.flatten;
import static org.bytedeco.pytorch.global.torch.max_pool2d;
import static org.bytedeco.pytorch.global.torch.relu;
import static org.bytedeco.pytorch.global.torch.tensor;

import static java.util.Objects.requireNonNull;

import dev.dnet.runtime.Tensor;

import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.Conv2dOptions;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Module;

import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The network of `examples/digits` in PyTorch: the same layers, loss, optimiser, first values and
/// batches. Its learning rate stays where that of the example begins.
final class PyTorchLearner implements Learner {
    private static final double LEARNING_RATE = 2e-3;

    private final Map<String, float[]> start;
    private final List<Example> batches;
    private final Network network;
    private Adam optimizer;
    private int step;

    private record Example(org.bytedeco.pytorch.Tensor images, org.bytedeco.pytorch.Tensor labels) {
        static Example of(List<Tensor> batch) {
            return new Example(images(batch.get(0)), labels(batch.get(1)));
        }

        private static org.bytedeco.pytorch.Tensor images(Tensor batch) {
            return tensor(floats(batch)).reshape(batch.shape());
        }

        private static org.bytedeco.pytorch.Tensor labels(Tensor batch) {
            var numbers = new long[Math.toIntExact(batch.count())];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = (long) batch.valueAt(i);
            }
            return tensor(numbers);
        }
    }

    /// LeNet-5.
    private static final class Network extends Module {
        final Conv2dImpl c1 = convolution("c1", 1, 6, 2);
        final Conv2dImpl c2 = convolution("c2", 6, 16, 0);
        final LinearImpl f1 = register_module("f1", new LinearImpl(16 * 5 * 5, 120));
        final LinearImpl f2 = register_module("f2", new LinearImpl(120, 84));
        final LinearImpl f3 = register_module("f3", new LinearImpl(84, 10));

        private Conv2dImpl convolution(String name, long in, long out, long pad) {
            var options = new Conv2dOptions(in, out, new LongPointer(5, 5));
            options.padding().put(new LongPointer(pad, pad));
            return register_module(name, new Conv2dImpl(options));
        }

        org.bytedeco.pytorch.Tensor forward(org.bytedeco.pytorch.Tensor x) {
            var first = max_pool2d(relu(c1.forward(x)), 2, 2);
            var second = max_pool2d(relu(c2.forward(first)), 2, 2);
            var hidden = relu(f1.forward(flatten(second, 1, -1)));
            return f3.forward(relu(f2.forward(hidden)));
        }

        Adam optimizer() {
            return new Adam(parameters(), new AdamOptions(LEARNING_RATE));
        }

        /// Its parameters by their names in the example.
        Map<String, org.bytedeco.pytorch.Tensor> named() {
            var all = new HashMap<String, org.bytedeco.pytorch.Tensor>();
            all.put("net.c1.w", c1.weight());
            all.put("net.c1.b", c1.bias());
            all.put("net.c2.w", c2.weight());
            all.put("net.c2.b", c2.bias());
            all.put("net.f1.w", f1.weight());
            all.put("net.f1.b", f1.bias());
            all.put("net.f2.w", f2.weight());
            all.put("net.f2.b", f2.bias());
            all.put("net.f3.w", f3.weight());
            all.put("net.f3.b", f3.bias());
            return all;
        }
    }

    PyTorchLearner(int threads) {
        PeerThreads.limit(threads);
        network = new Network();
        optimizer = network.optimizer();
        start = firstValues();
        batches = Digits.batches().stream().map(Example::of).toList();
        restart();
    }

    private static Map<String, float[]> firstValues() {
        var values = new HashMap<String, float[]>();
        try (var own = new OwnLearner(1)) {
            own.variables().forEach((path, tensor) -> values.put(path, floats(tensor)));
        }
        return values;
    }

    private static float[] floats(Tensor tensor) {
        return tensor.segment().toArray(ValueLayout.JAVA_FLOAT);
    }

    @Override
    public void restart() {
        step = 0;
        network.named()
                .forEach((path, parameter) ->
                        parameter.data_ptr_float().put(requireNonNull(start.get(path), path)));
        optimizer = network.optimizer();
    }

    @Override
    public double step() {
        try (var _ = new PointerScope()) {
            var batch = batches.get(step++ % batches.size());
            optimizer.zero_grad();
            var loss = cross_entropy(network.forward(batch.images()), batch.labels());
            loss.backward();
            optimizer.step();
            return loss.item_float();
        }
    }

    @Override
    public void close() {
        network.close();
    }
}
