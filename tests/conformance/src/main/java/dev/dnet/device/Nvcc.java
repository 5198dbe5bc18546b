package dev.dnet.device;

import static java.util.Objects.requireNonNull;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// NVIDIA's compiler, for devices of compute capability 9.0. What it takes to start exceeds what a
/// kernel takes, so that several kernels make a file.
record Nvcc(Path command) {
    private static final int KERNELS_OF_A_FILE = 32;
    private static final int FILES_AT_ONCE = 2;

    /// What the assembler says of a kernel: name, stack, spilled bytes, registers, shared memory.
    private static final Pattern USE =
            Pattern.compile(
                    "Function properties for (\\w+)\\s+(\\d+) bytes stack frame, (\\d+) bytes spill stores"
                            + "[^\n]*\n[^\n]*Used (\\d+) registers(?:[^\n]* (\\d+) bytes smem)?");

    /// On the path, or in the folder `CUDA_HOME`.
    static Optional<Nvcc> find() {
        var home = Stream.ofNullable(System.getenv("CUDA_HOME")).map(h -> Path.of(h, "bin"));
        var path = Stream.ofNullable(System.getenv("PATH")).flatMap(Nvcc::folders);
        return Stream.concat(home, path)
                .map(folder -> folder.resolve("nvcc"))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Nvcc::new);
    }

    private static Stream<Path> folders(String path) {
        return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                .splitAsStream(path)
                .map(Path::of);
    }

    /// What becomes of each, in their order.
    List<CudaKernel.Compiled> compile(Path folder, List<CudaKernel> kernels)
            throws IOException, InterruptedException {
        var all = new ArrayList<CudaKernel.Compiled>();
        try (var pool = Executors.newFixedThreadPool(FILES_AT_ONCE)) {
            var files = new ArrayList<Future<List<CudaKernel.Compiled>>>();
            for (int k = 0; k < kernels.size(); k += KERNELS_OF_A_FILE) {
                var part = kernels.subList(k, Math.min(kernels.size(), k + KERNELS_OF_A_FILE));
                var name = "kernels" + k;
                files.add(pool.submit(() -> compileFile(folder.resolve(name), part)));
            }
            for (var file : files) {
                all.addAll(file.get());
            }
        } catch (ExecutionException e) {
            throw new IOException("cannot run " + command, e.getCause());
        }
        return all;
    }

    /// A file that is refused is compiled kernel by kernel, to see which it is.
    private List<CudaKernel.Compiled> compileFile(Path file, List<CudaKernel> kernels)
            throws IOException, InterruptedException {
        var source = new StringBuilder();
        for (int k = 0; k < kernels.size(); k++) {
            source.append(kernels.get(k).named("kernel" + k)).append('\n');
        }
        var input = Files.writeString(Path.of(file + ".cu"), source);
        var log = Path.of(file + ".log");
        int code = run(input, Path.of(file + ".cubin"), log);
        if (code == 0) {
            return compiled(kernels, Files.readString(log));
        }
        if (kernels.size() == 1) {
            return List.of(CudaKernel.Compiled.refused(kernels.getFirst(), Files.readString(log)));
        }
        var all = new ArrayList<CudaKernel.Compiled>();
        for (int k = 0; k < kernels.size(); k++) {
            all.addAll(compileFile(Path.of(file + "_" + k), List.of(kernels.get(k))));
        }
        return all;
    }

    private int run(Path source, Path cubin, Path log) throws IOException, InterruptedException {
        return new ProcessBuilder(
                        command.toString(),
                        "-arch=sm_90",
                        "-cubin",
                        "-Xptxas=-v",
                        "-o",
                        cubin.toString(),
                        source.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();
    }

    private static List<CudaKernel.Compiled> compiled(List<CudaKernel> kernels, String log) {
        Map<String, MatchResult> uses = new HashMap<>();
        USE.matcher(log).results().forEach(r -> uses.put(r.group(1), r));
        var all = new ArrayList<CudaKernel.Compiled>();
        for (int k = 0; k < kernels.size(); k++) {
            var use = requireNonNull(uses.get("kernel" + k), log);
            all.add(
                    new CudaKernel.Compiled(
                            kernels.get(k),
                            Optional.empty(),
                            Integer.parseInt(use.group(4)),
                            Integer.parseInt(use.group(2)),
                            Integer.parseInt(use.group(3)),
                            use.group(5) == null ? 0 : Integer.parseInt(use.group(5))));
        }
        return all;
    }
}
