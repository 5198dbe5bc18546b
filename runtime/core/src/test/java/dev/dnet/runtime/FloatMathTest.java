package dev.dnet.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.Random;
import java.util.function.DoubleUnaryOperator;

class FloatMathTest {
    interface FloatFunction {
        float at(float x);
    }

    private static final float INF = Float.POSITIVE_INFINITY;
    private static final float NAN = Float.NaN;
    private static final float[] SPECIAL = {
        0f,
        -0f,
        1f,
        -1f,
        INF,
        -INF,
        NAN,
        Float.MIN_VALUE,
        -Float.MIN_VALUE,
        Float.MIN_NORMAL,
        -Float.MIN_NORMAL,
        1e-40f,
        Float.MAX_VALUE,
        -Float.MAX_VALUE,
        0.5f,
        2f,
        88.72283f,
        88.72284f,
        -87.33655f,
        -103.97208f,
        -103.98f,
        0.625f,
        0.6249999f,
        0.925f,
        0.92499995f,
        4f
    };

    @Test
    void expIsWithinOneUnit() {
        check("exp", FloatMath::exp, Math::exp, -110f, 95f, 1.0);
    }

    @Test
    void expm1IsWithinTwoUnits() {
        check("expm1", FloatMath::expm1, Math::expm1, -30f, 95f, 1.5);
    }

    @Test
    void logIsWithinOneUnit() {
        check("log", FloatMath::log, Math::log, 0f, 1e3f, 0.9);
    }

    @Test
    void log1pIsWithinTwoUnits() {
        check("log1p", FloatMath::log1p, Math::log1p, -1f, 1e3f, 1.4);
    }

    @Test
    void tanhIsWithinTwoUnits() {
        check("tanh", FloatMath::tanh, Math::tanh, -12f, 12f, 1.4);
    }

    @Test
    void sigmoidIsWithinThreeUnits() {
        check("sigmoid", FloatMath::sigmoid, DoubleMath::sigmoid, -110f, 110f, 2.3);
    }

    @Test
    void erfIsWithinTwoUnits() {
        check("erf", FloatMath::erf, DoubleMath::erf, -6f, 6f, 1.2);
    }

    @Test
    void sinAndCosAreWithinTwoUnits() {
        check("sin", FloatMath::sin, within(Math::sin), -100f, 100f, 1.7);
        check("cos", FloatMath::cos, within(Math::cos), -100f, 100f, 1.7);
    }

    @Test
    void sinAndCosHoldUpToTheirLimit() {
        check("sin", FloatMath::sin, within(Math::sin), -4194304f, 4194304f, 1.7);
        check("cos", FloatMath::cos, within(Math::cos), -4194304f, 4194304f, 1.7);
    }

    @Test
    void powIsWithinTwoUnits() {
        Random random = new Random(7);
        double worst = 0;
        for (int i = 0; i < 300_000; i++) {
            float x = (i & 1) == 0 ? anyBits(random) : random.nextFloat() * 4;
            float y = (i & 2) == 0 ? random.nextFloat() * 40 - 20 : random.nextInt(21) - 10;
            double exact = Math.pow(x, y);
            worst = Math.max(worst, error("pow", x, FloatMath.pow(x, y), exact));
        }
        assertTrue(worst <= 1.2, "largest error of pow: " + worst);
    }

    @Test
    void powFollowsTheSpecialCasesOfMathPow() {
        for (float x : SPECIAL) {
            for (float y :
                    new float[] {
                        0f,
                        -0f,
                        1f,
                        -1f,
                        2f,
                        3f,
                        -3f,
                        0.5f,
                        -0.5f,
                        INF,
                        -INF,
                        NAN,
                        1e30f,
                        16777215f,
                        -16777215f,
                        Float.MIN_VALUE
                    }) {
                float exact = (float) Math.pow(x, y);
                float got = FloatMath.pow(x, y);
                boolean near = Math.abs(got - exact) <= Math.ulp(exact);
                assertTrue(
                        Float.compare(exact, got) == 0 || (near && exact != 0),
                        "pow(" + x + ", " + y + ") is " + got + ", not " + exact);
            }
        }
    }

    @Test
    void roundingIsThatOfMath() {
        Random random = new Random(3);
        for (int i = 0; i < 300_000; i++) {
            float x = i < SPECIAL.length ? SPECIAL[i] : anyBits(random);
            float y = (i & 1) == 0 ? x : random.nextInt(4001) / 8f - 250;
            assertEquals((float) Math.rint(y), FloatMath.rint(y));
            assertEquals((float) Math.floor(y), FloatMath.floor(y));
            assertEquals((float) Math.ceil(y), FloatMath.ceil(y));
        }
    }

    @Test
    void erfInDoubleAgreesWithTables() {
        // Abramowitz and Stegun, table 7.1; the last from the same in 40 digits
        assertEquals(0.5204998778130465, DoubleMath.erf(0.5), 4e-16);
        assertEquals(-0.8427007929497149, DoubleMath.erf(-1), 4e-16);
        assertEquals(0.9953222650189527, DoubleMath.erf(2), 4e-16);
        assertEquals(0.9999779095030014, DoubleMath.erf(3), 4e-16);
        assertEquals(0.9999999845827421, DoubleMath.erf(4), 4e-16);
        assertEquals(1.0, DoubleMath.erf(Double.POSITIVE_INFINITY));
        assertEquals(-1.0, DoubleMath.erf(-30));
        assertTrue(Double.isNaN(DoubleMath.erf(Double.NaN)));
    }

    private static DoubleUnaryOperator within(DoubleUnaryOperator f) {
        return x -> Math.abs(x) <= 4194304 ? f.applyAsDouble(x) : Double.NaN;
    }

    private static void check(
            String name,
            FloatFunction f,
            DoubleUnaryOperator exact,
            float from,
            float to,
            double most) {
        double worst = 0;
        float at = 0;
        Random random = new Random(1);
        int dense = 100_000;
        for (int i = 0; i < 3 * dense; i++) {
            float x =
                    i < dense
                            ? from + (to - from) * ((float) i / dense)
                            : i < 2 * dense ? anyBits(random) : (random.nextFloat() - 0.5f) * 4;
            x = i < SPECIAL.length ? SPECIAL[i] : x;
            double error = error(name, x, f.at(x), exact.applyAsDouble(x));
            at = error > worst ? x : at;
            worst = Math.max(worst, error);
        }
        assertTrue(worst <= most, name + ": " + worst + " units at " + at);
    }

    /// The distance from the exact value in units in the last place of its float.
    private static double error(String name, float x, float got, double exact) {
        float nearest = (float) exact;
        if (Float.isNaN(nearest) || Float.isInfinite(nearest) || nearest == 0) {
            boolean equal = Float.compare(nearest, got) == 0;
            boolean edge =
                    (Math.abs(got) == Float.MAX_VALUE && Float.isInfinite(nearest))
                            || (nearest == 0 && Math.abs(got) == Float.MIN_VALUE);
            assertTrue(equal || edge, name + "(" + x + ") is " + got + ", not " + nearest);
            return 0;
        }
        return Math.abs(got - exact) / Math.ulp(nearest);
    }

    private static float anyBits(Random random) {
        return Float.intBitsToFloat(random.nextInt());
    }
}
