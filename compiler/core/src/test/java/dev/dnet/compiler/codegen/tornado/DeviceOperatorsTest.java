package dev.dnet.compiler.codegen.tornado;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dnet.compiler.codegen.ExampleGraph;
import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.op.Example;
import dev.dnet.compiler.op.Examples;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/// Every operator on its examples, and its gradient, on a device of TornadoVM beside the reference.
class DeviceOperatorsTest {

    @TempDir private Path folder = Path.of("");

    @Test
    void devicesComputeWhatTheReferenceDoes() throws IOException, InterruptedException {
        var runs = new DeviceRuns();
        for (var op : ServiceLoader.load(Op.class)) {
            var examples = ((Examples) op).examples();
            for (int k = 0; k < examples.size(); k++) {
                add(runs, op.getClass().getSimpleName() + " " + k, examples.get(k));
            }
        }
        assertTrue(runs.count() > 100, "examples");
        var sdk = Sdk.find();
        if (sdk.isEmpty()) {
            Assumptions.abort("TORNADOVM_HOME does not say where TornadoVM is");
        }
        System.out.printf(
                "%d examples on a device; without a kernel there: %s%n",
                runs.count(), new TreeMap<>(runs.missing()));
        assertEquals(Map.of(), runs.failures(sdk.orElseThrow(), folder));
    }

    private static void add(DeviceRuns runs, String label, Example example) {
        var draft = new ExampleGraph();
        draft.add(example);
        runs.add(label, draft.build(), draft.inputs());
    }
}
