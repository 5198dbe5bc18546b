package dev.dnet.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dnet.cli.device.FoundDevice;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// Every command on the project that `dnetc new` makes.
final class CommandsTest {
    @TempDir private Path folder = Path.of("");
    private Path project = Path.of("");

    @BeforeEach
    void makeProject() {
        project = folder.resolve("first");
        assertEquals(0, Ran.dnetc("new", project.toString()).code());
    }

    @Test
    void newDoesNotOverwrite() {
        var ran = Ran.dnetc("new", project.toString());
        assertEquals(1, ran.code());
        assertTrue(ran.err().startsWith("error[cli/exists]"), ran.err());
        assertEquals(2, Ran.dnetc("new", folder.resolve("9lives").toString()).code());
    }

    @Test
    void checkAcceptsWhatIsRightAndShowsWhatIsNot() throws IOException {
        assertEquals(0, Ran.dnetc("check", project.toString()).code());
        var file = project.resolve("first.dnet");
        Files.writeString(file, Files.readString(file).replace("in: 784", "in: 785"));
        var wrong = Ran.dnetc("check", project.toString(), "--json");
        assertEquals(1, wrong.code());
        assertTrue(wrong.out().startsWith("[\n{\"severity\":\"error\""), wrong.out());
    }

    @ParameterizedTest
    @CsvSource({"ast,(train", "graph,grad(", "loops,kernel 0", "java,public final class First"})
    void everyStagePrints(String stage, String part) {
        var ran = Ran.dnetc("emit", project.toString(), "--stage", stage, "--program", "First");
        assertEquals(0, ran.code(), ran.err());
        assertTrue(
                ran.out().contains(part),
                ran.out().substring(0, Math.min(2000, ran.out().length())));
    }

    @Test
    void theGraphAfterAPassHasNoGradientsLeft() {
        var ran = Ran.dnetc("emit", project.toString(), "--after", "autodiff", "--timings");
        assertAll(
                () -> assertEquals(0, ran.code(), ran.err()),
                () -> assertTrue(ran.out().contains("graph step")),
                () -> assertFalse(ran.out().contains("= grad(")),
                () -> assertTrue(ran.err().contains("pass autodiff"), ran.err()));
        assertEquals(1, Ran.dnetc("emit", project.toString(), "--after", "magic").code());
        assertEquals(
                2,
                Ran.dnetc("emit", project.toString(), "--after", "autodiff", "--stage", "java")
                        .code());
    }

    @Test
    void buildWritesTheSameSourcesAgain() throws IOException {
        var out = folder.resolve("java");
        assertEquals(0, Ran.dnetc("build", project.toString(), "--out", out.toString()).code());
        var facade = out.resolve("first/First.java");
        var before = Files.getLastModifiedTime(facade);
        var text = Files.readString(facade);
        assertEquals(0, Ran.dnetc("build", project.toString(), "--out", out.toString()).code());
        assertEquals(text, Files.readString(facade));
        assertEquals(before, Files.getLastModifiedTime(facade));
    }

    @ParameterizedTest
    @CsvSource({"gpu,context.globalIdx", "cpu,(@Parallel int", "fpga,(@Parallel int"})
    void kernelsAreWrittenForAKindOfDevice(String kind, String part) throws IOException {
        var out = folder.resolve("java").toString();
        var built = Ran.dnetc("build", project.toString(), "--out", out, "--devices", kind);
        assertEquals(0, built.code(), built.err());
        var program = Files.readString(Path.of(out, "first", "FirstDevice.java"));
        assertTrue(program.contains("Kind." + kind.toUpperCase(Locale.ROOT)), program);
        var emitted =
                Ran.dnetc(
                        "emit",
                        project.toString(),
                        "--stage",
                        "java",
                        "--target",
                        "tornado",
                        "--kind",
                        kind);
        assertEquals(0, emitted.code(), emitted.err());
        assertTrue(emitted.out().contains(part), emitted.out());
        assertEquals(
                2, Ran.dnetc("emit", project.toString(), "--stage", "java", "--kind", kind).code());
    }

    @Test
    void summaryCountsParameters() {
        var ran = Ran.dnetc("summary", project.toString(), "--program", "Net", "--json");
        assertEquals(0, ran.code(), ran.err());
        assertTrue(
                ran.out().contains("\"parameters\" : " + (784 * 64 + 64 + 64 * 10 + 10)),
                ran.out());
    }

    @Test
    void gradientsAgreeWithDifferences() {
        var ran = Ran.dnetc("gradcheck", project.toString(), "--samples", "1");
        assertEquals(0, ran.code(), ran.out() + ran.err());
        assertTrue(ran.out().contains("4 elements of 4 parameters: all right"), ran.out());
    }

    /// The second step sees what the first one made of `b`, and its gradient does not go there.
    @Test
    void gradientsOfStepsAreThoseOfTheirOwnLosses() throws IOException {
        var program = folder.resolve("steps.dnet");
        Files.writeString(
                program,
                """
                use nn.Linear
                use optim.SGD

                train Two {
                    let a = Linear(in: 2, out: 2)
                    let b = Linear(in: 2, out: 1)
                    batch (x: f32[N, 2])
                    step b { loss = mean((b(a(x)) - 1) ** 2); update = SGD(lr: 0.3) }
                    step a { loss = mean(b(a(x)) ** 2 * stop_gradient(b(a(x)))); update = SGD(lr: 0.1) }
                }
                """);
        var ran = Ran.dnetc("gradcheck", program.toString());
        assertEquals(0, ran.code(), ran.out() + ran.err());
        assertTrue(ran.out().contains("of 4 parameters: all right"), ran.out());
    }

    @Test
    void doctorSaysWhatThereIs() {
        var ran = Ran.dnetc("doctor", "--json");
        assertTrue(ran.out().contains("\"vector_bits\""), ran.out());
    }

    @Test
    void theCpuIsADeviceToo() {
        assertEquals(List.of("cpu"), DoctorCommand.listed(List.of()));
        var types = List.of("f32");
        var gpu = new FoundDevice("opencl:0", "A GPU", "GPU", 1L << 30, 1L << 28, types, "");
        assertEquals(List.of("cpu", gpu), DoctorCommand.listed(List.of(gpu)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "new",
                "check",
                "build",
                "emit",
                "train",
                "eval",
                "predict",
                "summary",
                "gradcheck",
                "doc",
                "doctor"
            })
    void everyCommandHasHelp(String command) {
        var ran = Ran.dnetc(command, "--help");
        assertEquals(0, ran.code());
        assertTrue(ran.out().startsWith("Usage: dnetc " + command), ran.out());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "check",
                "build",
                "emit",
                "train",
                "eval",
                "predict",
                "summary",
                "gradcheck",
                "doc",
                "new",
                "paint"
            })
    void missingArgumentsAreMisuse(String command) {
        assertEquals(2, Ran.dnetc(command).code());
    }

    @Test
    void aCheckpointThatIsNotThereIsAnError() {
        var ran =
                Ran.dnetc(
                        "eval", project.toString(), folder.resolve("none.safetensors").toString());
        assertEquals(1, ran.code());
        assertTrue(ran.err().startsWith("error[checkpoint/missing-file]"), ran.err());
    }
}
