package dev.dnet.device;

import dev.dnet.compiler.codegen.jvm.JavaSource;
import dev.dnet.compiler.codegen.tornado.DeviceFiles;
import dev.dnet.compiler.codegen.tornado.DeviceKind;
import dev.dnet.compiler.type.TensorType;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;

/// Cases that are one emitted program, with an entry point each: what a program costs beside its
/// kernels is paid once.
///
/// @param program its full name
/// @param sources the program, then each case in its order
/// @param variables of all cases, by path
record DeviceBatch(
        String program,
        List<DeviceCase> cases,
        List<JavaSource> sources,
        SequencedMap<String, TensorType> variables) {

    /// At most so many cases in each, in their order. Cases that have a variable of the same path
    /// do not share a program.
    static List<DeviceBatch> of(List<DeviceCase> cases, DeviceKind kind, int most) {
        var batches = new ArrayList<DeviceBatch>();
        var next = new ArrayList<DeviceCase>();
        for (var c : cases) {
            if (next.size() == most || next.stream().anyMatch(other -> areApart(c, other))) {
                batches.add(of(next, kind));
                next.clear();
            }
            next.add(c);
        }
        if (!next.isEmpty()) {
            batches.add(of(next, kind));
        }
        return batches;
    }

    private static boolean areApart(DeviceCase a, DeviceCase b) {
        return !a.packageName().equals(b.packageName())
                || !Collections.disjoint(a.variables().keySet(), b.variables().keySet());
    }

    /// Its name is that of its first case, which is alone in having it.
    private static DeviceBatch of(List<DeviceCase> cases, DeviceKind kind) {
        var variables = new TreeMap<String, TensorType>();
        cases.forEach(c -> variables.putAll(c.variables()));
        var first = cases.getFirst();
        var name = first.entry().driver() + "Batch";
        var entries = cases.stream().map(DeviceCase::entry).toList();
        var sources = DeviceFiles.write(first.packageName(), name, entries, kind, variables);
        var program = first.packageName() + "." + name;
        return new DeviceBatch(program, List.copyOf(cases), sources, variables);
    }

    /// What [DeviceMain] reads: the program, its variables, and each entry point.
    void write(DataOutputStream out) throws IOException {
        out.writeUTF(program);
        out.writeInt(variables.size());
        for (var variable : variables.entrySet()) {
            owner(variable.getKey()).segment(out, variable.getKey(), variable.getValue());
        }
        out.writeInt(cases.size());
        for (int k = 0; k < cases.size(); k++) {
            out.writeUTF(sources.get(k + 1).qualifiedName());
            cases.get(k).write(out);
        }
    }

    private DeviceCase owner(String variable) {
        return cases.stream()
                .filter(c -> c.variables().containsKey(variable))
                .findFirst()
                .orElseThrow();
    }

    /// What it writes.
    List<DeviceVm.Ran> read(DataInputStream in) throws IOException {
        var all = new ArrayList<DeviceVm.Ran>();
        for (int k = 0; k < cases.size(); k++) {
            var error = text(in);
            var printed = text(in);
            var kernels = text(in).lines().toList();
            var results = new ArrayList<byte[]>();
            for (int r = in.readInt(); r > 0; r--) {
                results.add(bytes(in));
            }
            all.add(new DeviceVm.Ran(error, printed, kernels, results, new HashMap<>()));
        }
        for (var path : variables.keySet()) {
            var bytes = bytes(in);
            all.forEach(ran -> ran.variables().put(path, bytes));
        }
        return all;
    }

    private static String text(DataInputStream in) throws IOException {
        return new String(bytes(in), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(DataInputStream in) throws IOException {
        var bytes = new byte[in.readInt()];
        in.readFully(bytes);
        return bytes;
    }
}
