package dev.dnet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Set;

final class CommandTextTest {
    @Test
    void keepsWhatTheRunWasGivenAndReplacesTheCheckpoint() {
        var text =
                CommandText.resuming(
                        List.of(
                                "train",
                                "my digits",
                                "--seed",
                                "3",
                                "--resume=old",
                                "--epochs",
                                "9"),
                        Set.of("--resume", "--seed"),
                        "runs/a/last.safetensors");
        assertEquals("dnetc train 'my digits' --epochs 9 --resume runs/a/last.safetensors", text);
    }
}
