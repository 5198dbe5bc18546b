package dev.dnet.runtime.train;

import dev.dnet.runtime.ElementType;
import dev.dnet.runtime.Philox;
import dev.dnet.runtime.Seeds;
import dev.dnet.runtime.Tensor;
import dev.dnet.runtime.data.BatchField;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// y = w x + b by squared error, with momentum, and noise on x that depends on seed and step: a
/// program as the compiler would make it, by hand.
final class LineProgram implements TrainProgram {
    private static final int NOISE = Seeds.stream("net.noise#0");

    private final SequencedMap<String, Tensor> variables = new LinkedHashMap<>();
    private final float rate;

    LineProgram(float rate) {
        this.rate = rate;
        for (String name : List.of("net.w", "net.b", "momentum/m/net.w", "momentum/m/net.b")) {
            variables.put(name, Tensor.zeros(ElementType.F32, 1));
        }
    }

    @Override
    public String name() {
        return "test.Line";
    }

    @Override
    public String fingerprint() {
        return "line-1";
    }

    @Override
    public List<BatchField> batchFields() {
        return List.of(BatchField.of("x", ElementType.F32, 1), BatchField.of("y", ElementType.F32));
    }

    @Override
    public SequencedMap<String, Tensor> variables() {
        return variables;
    }

    @Override
    public void initialize(long seed) {
        variables.values().forEach(variable -> variable.segment().fill((byte) 0));
        set("net.w", Philox.normalF32(0, seed, Seeds.stream("net.w"), 0));
    }

    @Override
    public double step(List<Tensor> batch, long seed, long step) {
        float[] x = batch.get(0).toFloats();
        float[] y = batch.get(1).toFloats();
        float dw = 0;
        float db = 0;
        float loss = 0;
        for (int i = 0; i < x.length; i++) {
            float noisy = x[i] + 0.01f * Philox.normalF32(i, seed, NOISE, step);
            float error = get("net.w") * noisy + get("net.b") - y[i];
            dw += 2 * error * noisy / x.length;
            db += 2 * error / x.length;
            loss += error * error / x.length;
        }
        update("net.w", dw);
        update("net.b", db);
        return loss;
    }

    private void update(String name, float gradient) {
        float moved = 0.9f * get("momentum/m/" + name) + gradient;
        set("momentum/m/" + name, moved);
        set(name, get(name) - rate * moved);
    }

    @Override
    public List<String> metricNames() {
        return List.of("near");
    }

    @Override
    public double[] evaluate(List<Tensor> batch) {
        float[] x = batch.get(0).toFloats();
        float[] y = batch.get(1).toFloats();
        double[] sums = new double[2];
        for (int i = 0; i < x.length; i++) {
            double error = get("net.w") * x[i] + get("net.b") - y[i];
            sums[0] += error * error / x.length;
            sums[1] += Math.abs(error) < 0.1 ? 1.0 / x.length : 0;
        }
        return sums;
    }

    @Override
    public void close() {}

    float get(String name) {
        return variable(name).getFloat(0);
    }

    void set(String name, float value) {
        variable(name).setFloat(value, 0);
    }

    private Tensor variable(String name) {
        Tensor variable = variables.get(name);
        if (variable == null) {
            throw new IllegalArgumentException(name);
        }
        return variable;
    }
}
