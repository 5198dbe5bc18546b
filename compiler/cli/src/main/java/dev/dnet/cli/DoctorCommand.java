package dev.dnet.cli;

import dev.dnet.cli.device.FoundDevice;
import dev.dnet.cli.device.Machine;
import dev.dnet.cli.device.Sdk;
import dev.dnet.runtime.Vectors;
import dev.dnet.runtime.WorkPool;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;

import javax.tools.ToolProvider;

/// `dnetc doctor`: what this machine offers, and what it lacks.
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description =
                "Shows JDK, vector width, threads, memory and devices, tries a kernel on each"
                        + " device, and says what is missing.")
final class DoctorCommand implements Callable<Integer> {
    private static final int JDK = 25;

    @Mixin private Io io = new Io();

    @Option(names = "--json", description = "as JSON")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        var devices = devices();
        var facts = facts();
        var problems = problems();
        if (json) {
            facts.put("devices", listed(devices));
            facts.put("problems", problems);
            io.out().println(Json.pretty(facts));
        } else {
            facts.forEach((name, value) ->
                    io.out().println("%-14s %s".formatted(name.replace('_', ' '), value)));
            io.out().println("devices        cpu");
            devices.forEach(d -> io.out().println(" ".repeat(15) + d.text()));
            problems.forEach(p -> io.out().println("problem: " + p));
        }
        io.out().flush();
        return problems.isEmpty() ? 0 : Errors.USER;
    }

    private static LinkedHashMap<String, Object> facts() {
        var facts = new LinkedHashMap<String, Object>();
        facts.put("java", Runtime.version().toString());
        facts.put("java_home", System.getProperty("java.home", ""));
        facts.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        facts.put("vector_bits", Vectors.preferredBits());
        facts.put("processors", Runtime.getRuntime().availableProcessors());
        facts.put("threads", WorkPool.defaultThreads());
        facts.put("heap_mib", Runtime.getRuntime().maxMemory() >> 20);
        return facts;
    }

    /// The CPU is there without TornadoVM.
    static List<Object> listed(List<FoundDevice> devices) {
        var all = new ArrayList<Object>();
        all.add("cpu");
        all.addAll(devices);
        return all;
    }

    /// Those of TornadoVM, where it is installed.
    private List<FoundDevice> devices() throws IOException {
        var sdk = Sdk.find();
        return sdk.isPresent() ? Machine.devices(sdk.get(), io.err()) : List.of();
    }

    private static List<String> problems() {
        var problems = new ArrayList<String>();
        if (Runtime.version().feature() < JDK) {
            problems.add(
                    "this is Java %d; JDK %d or newer is needed"
                            .formatted(Runtime.version().feature(), JDK));
        }
        if (ToolProvider.getSystemJavaCompiler() == null) {
            problems.add("this Java has no compiler; install a JDK, not a JRE");
        }
        if (!Vectors.available()) {
            problems.add(
                    "the Vector API is missing, so kernels run as plain loops; start java with"
                            + " --add-modules "
                            + Vectors.MODULE);
        }
        return problems;
    }
}
