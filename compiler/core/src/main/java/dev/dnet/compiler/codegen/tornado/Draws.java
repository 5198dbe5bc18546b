package dev.dnet.compiler.codegen.tornado;

import dev.dnet.compiler.codegen.jvm.kernel.Lane;
import dev.dnet.compiler.loops.Kernel;
import dev.dnet.runtime.ElementType;

/// Random numbers, a thread for each, from the words of the runtime's `Philox`: the same bits. What
/// TornadoVM makes of `>>>` is a shift that keeps the sign, so every shift here is masked.
final class Draws {
    private static final Lane INT = Lane.of(ElementType.I32);
    private static final Lane LONG = Lane.of(ElementType.I64);

    private static final String WORD =
            """
            int x0 = block;
            int x1 = (int) (step >> 32);
            int x2 = stream;
            int x3 = (int) step;
            int a = (int) seed;
            int b = (int) (seed >> 32);
            for (int round = 0; round < 10; round++) {
                final long p0 = 0xD2511F53L * (x0 & 0xffffffffL);
                final long p1 = 0xCD9E8D57L * (x2 & 0xffffffffL);
                x0 = (int) (p1 >> 32) ^ x1 ^ a;
                x1 = (int) p1;
                x2 = (int) (p0 >> 32) ^ x3 ^ b;
                x3 = (int) p0;
                a += 0x9E3779B9;
                b += 0xBB67AE85;
            }
            return which == 0 ? x0 : which == 1 ? x1 : which == 2 ? x2 : x3;
            """;

    private static final String KEY = "int stream, long seed, long step";

    private Draws() {}

    /// The statements in front: which number of which block this element is.
    static void begin(Kernel.Routine kernel, RoutineText text) {
        var lane = text.targetLane();
        int group = lane.type() == ElementType.F32 ? 64 : 32;
        text.points(kernel.sizes().get(0));
        text.helper("word", INT, "int block, int which, " + KEY, WORD);
        text.line("final int stream = $L", text.size(kernel.sizes().get(1)));
        text.line("final long seed = $L", text.operand(0, "0"));
        text.line("final long step = $L", text.operand(0, "1"));
        text.line("final int block = point / $L * 16 + point % 16", group);
        text.line("final int which = point % $L / 16", group);
        if (lane.type() == ElementType.F64) {
            text.helper(
                    "words",
                    LONG,
                    "int block, int which, " + KEY,
                    """
                    final long low = word(block, 2 * which, stream, seed, step) & 0xffffffffL;
                    return low | ((long) word(block, 2 * which + 1, stream, seed, step) << 32);
                    """);
        }
    }

    /// A number of the block, 24 bits of a word or 53 of two.
    static String bits(RoutineText text, String which) {
        var arguments = "(block, " + which + ", stream, seed, step)";
        return text.targetLane().type() == ElementType.F32
                ? "(word" + arguments + " >> 8 & 0xffffff)"
                : "(words" + arguments + " >> 11 & 0x1fffffffffffffL)";
    }

    /// The distance between uniform numbers.
    static String unit(RoutineText text) {
        return text.targetLane().type() == ElementType.F32 ? "0x1p-24f" : "0x1p-53";
    }
}
