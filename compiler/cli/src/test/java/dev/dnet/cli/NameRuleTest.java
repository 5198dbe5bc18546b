package dev.dnet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.util.Optional;

final class NameRuleTest {
    @Test
    void holesAreCarriedOver() {
        var rule = new NameRule("layer.{i}.*", "blocks.{i}.inner.*");
        assertEquals(Optional.of("blocks.3.inner.conv.weight"), rule.apply("layer.3.conv.weight"));
        assertEquals(Optional.empty(), rule.apply("stem.conv.weight"));
    }
}
