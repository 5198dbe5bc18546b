package dev.dnet.families;

import dev.dnet.runtime.Tensor;

import java.util.Arrays;
import java.util.List;

/// What counting single bytes, pairs and triples gives, in bits per character.
record NgramCounts(String text, double single, double pairs, double triples) {
    static NgramCounts of(Compiled compiled, LanguageText text)
            throws ReflectiveOperationException {
        var model = compiled.model("Ngrams", 1);
        var training = text.training(LanguageModels.LENGTH);
        var test = text.test(LanguageModels.LENGTH, LanguageModels.WINDOWS);
        int bytes = 128;
        var even = new float[bytes];
        Arrays.fill(even, 1f / bytes);
        var none = Tensor.of(even, 1, bytes);
        var one = model.call("probabilities", model.call("counts1", training), none);
        var two = model.call("probabilities", model.call("counts2", training), one);
        var three = model.call("probabilities", model.call("counts3", training), two);
        var alike = Tensor.of(new float[bytes * bytes], bytes, bytes);
        var same = model.call("probabilities", alike, one);
        return new NgramCounts(
                text.name(),
                model.number("bits2", same, test),
                model.number("bits2", two, test),
                model.number("bits3", three, test));
    }

    List<Claim> claims() {
        return List.of(
                Claim.below("one byte by counting, bits per character of " + text, single, 5),
                Claim.below("pairs by counting, over that", pairs / single, 0.8),
                Claim.below("triples by counting, over pairs", triples / pairs, 0.9));
    }
}
