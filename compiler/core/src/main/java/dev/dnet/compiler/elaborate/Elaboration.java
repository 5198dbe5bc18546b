package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.ir.Program;

import java.util.List;
import java.util.Optional;

/// What elaboration finds in the root files: the programs, and for each `train` block how to run
/// it. Both are empty where there are errors.
public record Elaboration(List<Program> programs, List<TrainSettings> settings) {
    public Elaboration {
        programs = List.copyOf(programs);
        settings = List.copyOf(settings);
    }

    public static Elaboration empty() {
        return new Elaboration(List.of(), List.of());
    }

    public Optional<Program> program(String name) {
        return programs.stream().filter(p -> p.name().equals(name)).findFirst();
    }

    public Optional<TrainSettings> settings(Program program) {
        return settings.stream()
                .filter(s ->
                        s.train().equals(program.name())
                                && s.packageName().equals(program.packageName()))
                .findFirst();
    }
}
