package dev.dnet.runtime.data;

import java.awt.geom.Path2D;
import java.util.List;
import java.util.function.DoubleSupplier;

/// Our own outlines of the ten digits, several styles each, as strokes in a box of 100 by 100: `M`
/// begins a stroke, `L` draws a line, `C` a curve with two control points.
final class DigitShapes {
    private static final List<List<String>> STYLES =
            List.of(
                    List.of(
                            "M50 5 C20 5 15 30 15 50 C15 75 25 95 50 95 C75 95 85 70 85 50 C85 25"
                                    + " 75 5 50 5",
                            "M58 8 C25 2 10 40 18 68 C26 98 62 104 78 70 C92 38 78 6 50 6",
                            "M50 5 C30 5 28 30 28 50 C28 75 34 95 50 95 C66 95 72 70 72 50 C72 25"
                                    + " 68 5 50 5"),
                    List.of(
                            "M50 5 L50 95",
                            "M32 24 L52 5 L52 95",
                            "M30 26 L52 5 L52 94 M30 95 L74 95",
                            "M56 5 C54 30 48 60 46 95"),
                    List.of(
                            "M20 25 C25 0 80 0 80 30 C80 50 50 65 18 95 L85 95",
                            "M20 28 C20 0 75 0 75 30 C75 55 45 75 20 90 C25 75 40 80 50 90 C60 98"
                                    + " 75 95 85 86",
                            "M22 20 C35 2 72 2 74 26 C76 50 40 62 22 94 L80 92"),
                    List.of(
                            "M20 15 C35 0 80 0 80 25 C80 42 60 47 42 48 C65 48 85 55 85 72 C85 100"
                                    + " 35 100 15 85",
                            "M20 7 L78 7 L45 42 C75 42 85 55 85 70 C85 100 35 100 15 85",
                            "M22 12 C50 -4 78 8 72 28 C68 42 54 46 44 48 C70 46 82 62 76 78 C68 98"
                                    + " 38 98 18 90"),
                    List.of(
                            "M30 5 L20 55 L85 55 M68 22 L64 95",
                            "M65 95 L65 5 L15 65 L88 65",
                            "M28 8 C24 30 20 42 18 56 C40 60 62 58 84 52 M72 8 C68 40 64 66 60 96"),
                    List.of(
                            "M80 7 L30 7 L25 45 C50 30 85 40 85 65 C85 100 35 100 15 85",
                            "M32 8 L26 44 C48 36 78 42 76 68 C74 96 40 98 20 88 M32 8 L78 6",
                            "M76 6 C60 9 46 9 32 8 C30 22 27 34 24 46 C44 38 70 44 72 66 C74 90 46"
                                    + " 100 18 90"),
                    List.of(
                            "M70 5 C40 15 20 45 20 70 C20 100 80 100 80 70 C80 45 35 45 22 70",
                            "M60 4 C36 26 24 52 26 74 C28 100 72 100 74 74 C76 52 40 50 28 72",
                            "M74 12 C50 2 22 34 20 62 C18 100 78 102 78 72 C78 46 36 44 22 66"),
                    List.of(
                            "M15 7 L85 7 L42 95",
                            "M15 8 L84 8 C68 36 54 60 46 95 M30 52 L72 50",
                            "M18 22 L20 8 L85 8 C60 35 50 60 45 95"),
                    List.of(
                            "M50 48 C20 40 20 5 50 5 C80 5 80 40 50 48 C10 58 15 95 50 95 C85 95 90"
                                    + " 58 50 48",
                            "M75 15 C60 0 25 2 25 25 C25 50 80 50 80 75 C80 100 20 100 20 75 C20 50"
                                    + " 70 45 75 15",
                            "M50 46 C26 38 30 6 52 6 C74 6 74 36 50 46 C24 58 22 94 48 94 C76 94 76"
                                    + " 60 50 46"),
                    List.of(
                            "M78 30 C75 0 20 0 20 30 C20 60 75 60 78 30 L70 95",
                            "M76 28 C70 0 24 2 24 30 C24 58 70 58 76 28 C80 60 70 90 36 95",
                            "M72 14 C46 -2 22 14 26 36 C30 58 66 50 74 20 C74 46 68 72 62 96"));

    private DigitShapes() {}

    static int styles(int digit) {
        return STYLES.get(digit).size();
    }

    /// One style of a digit; `wobble` moves each coordinate of each point a little.
    static Path2D path(int digit, int style, DoubleSupplier wobble) {
        Path2D path = new Path2D.Double();
        for (String part : STYLES.get(digit).get(style).split("(?=[MLC])", -1)) {
            String[] words = part.substring(1).strip().split(" ", -1);
            double[] at = new double[words.length];
            for (int i = 0; i < words.length; i++) {
                at[i] = Integer.parseInt(words[i]) + wobble.getAsDouble();
            }
            switch (part.charAt(0)) {
                case 'M' -> path.moveTo(at[0], at[1]);
                case 'L' -> path.lineTo(at[0], at[1]);
                case 'C' -> path.curveTo(at[0], at[1], at[2], at[3], at[4], at[5]);
                default -> throw new IllegalStateException(part);
            }
        }
        return path;
    }
}
