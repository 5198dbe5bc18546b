package dev.dnet.families;

import com.google.auto.service.AutoService;

import dev.dnet.runtime.Tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// E10: a decoder writes sequences on, by a session that keeps keys and values, and by reading all
/// tokens again for each; both have to say the same. Its weights are as they are drawn.
@AutoService(Family.class)
public final class Decodings implements Family {
    private static final int TOKENS = 12;
    private static final int GIVEN = 4;
    private static final int WRITTEN = 12;
    private static final int SEQUENCES = 8;

    @Override
    public String row() {
        return "E10";
    }

    @Override
    public List<Claim> measure() throws Exception {
        var compiled = Compiled.of("decoding");
        return claims(compiled.model("Decoder", 1));
    }

    private static List<Claim> claims(ModelObject model) throws ReflectiveOperationException {
        var random = new Random(7);
        double apart = 0;
        int other = 0;
        int otherAtOnce = 0;
        double apartInPieces = 0;
        for (int n = 0; n < SEQUENCES; n++) {
            var given = random.ints(GIVEN, 0, TOKENS).boxed().toList();
            var whole = new Said(new ArrayList<>(given), new ArrayList<>());
            whole(model, whole);
            var cached = new Said(new ArrayList<>(given), new ArrayList<>());
            cached(model.session(), cached);
            for (int k = 0; k < WRITTEN; k++) {
                var wanted = whole.scores().get(k);
                apart = Math.max(apart, Numbers.apart(wanted, cached.scores().get(k)));
            }
            other += GIVEN + WRITTEN - same(whole.tokens(), cached.tokens());
            otherAtOnce += GIVEN + WRITTEN - same(whole.tokens(), atOnce(model, given));
            apartInPieces =
                    Math.max(
                            apartInPieces,
                            Numbers.apart(whole.scores().getFirst(), inPieces(model, given)));
        }
        return List.of(
                Claim.equal("cached tokens that are not the uncached ones", other, 0),
                Claim.equal("the same, written in one call", otherAtOnce, 0),
                Claim.below("scores, error against the uncached ones", apart, 1e-5),
                Claim.below("the same, read in two pieces", apartInPieces, 1e-5));
    }

    /// What was said so far, and the scores that each token behind what was given was chosen by.
    private record Said(List<Integer> tokens, List<double[]> scores) {
        void say(double[] next) {
            scores.add(next);
            int best = 0;
            for (int k = 1; k < next.length; k++) {
                best = next[k] > next[best] ? k : best;
            }
            tokens.add(best);
        }
    }

    private static void whole(ModelObject model, Said said) throws ReflectiveOperationException {
        for (int k = 0; k < WRITTEN; k++) {
            var ids = Numbers.whole(said.tokens()).toInts();
            var scores = Numbers.doubles(model.call("apply", Tensor.of(ids, 1, ids.length)));
            said.say(Arrays.copyOfRange(scores, scores.length - TOKENS, scores.length));
        }
    }

    private static void cached(ModelObject session, Said said) throws ReflectiveOperationException {
        for (int at = 0; at < GIVEN + WRITTEN - 1; at++) {
            var id = Tensor.of(new int[] {said.tokens().get(at)}, 1);
            var scores = session.call("step", id, Tensor.of(new int[] {at}));
            if (at >= GIVEN - 1) {
                said.say(Numbers.doubles(scores));
            }
        }
    }

    private static List<Integer> atOnce(ModelObject model, List<Integer> given)
            throws ReflectiveOperationException {
        var session = model.session();
        var before = Numbers.whole(given.subList(0, GIVEN - 1)).toInts();
        read(session, before, 0);
        var last = Tensor.of(new int[] {given.getLast()}, 1);
        var written = session.call("write", last, Tensor.of(new int[] {GIVEN - 1}));
        var tokens = new ArrayList<>(given);
        Arrays.stream(written.toInts()).forEach(tokens::add);
        return tokens;
    }

    /// The scores behind what is given, of which a session reads all but the first token at once.
    private static Tensor inPieces(ModelObject model, List<Integer> given)
            throws ReflectiveOperationException {
        var session = model.session();
        read(session, Numbers.whole(given.subList(0, 1)).toInts(), 0);
        return read(session, Numbers.whole(given.subList(1, GIVEN)).toInts(), 1);
    }

    private static Tensor read(ModelObject session, int[] tokens, int at)
            throws ReflectiveOperationException {
        return session.call("read", Tensor.of(tokens, 1, tokens.length), Tensor.of(new int[] {at}));
    }

    private static int same(List<Integer> a, List<Integer> b) {
        int same = 0;
        for (int k = 0; k < a.size(); k++) {
            same += a.get(k).equals(b.get(k)) ? 1 : 0;
        }
        return same;
    }
}
