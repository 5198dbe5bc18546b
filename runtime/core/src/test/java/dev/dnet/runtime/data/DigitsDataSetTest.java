package dev.dnet.runtime.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.Arrays;

class DigitsDataSetTest {
    @Test
    void aPictureDependsOnSeedAndNumberAlone() {
        DataSet a = new DigitsDataSet(50, 1);
        DataSet b = new DigitsDataSet(1000, 1);
        float[] first = Examples.read(a, 33).get(0).toFloats();
        assertArrayEquals(first, Examples.read(b, 33).get(0).toFloats());
        assertArrayEquals(first, Examples.read(a, 33).get(0).toFloats());
        DataSet other = new DigitsDataSet(50, 2);
        assertFalse(Arrays.equals(first, Examples.read(other, 33).get(0).toFloats()));
    }

    @Test
    void labelsAreEvenAndPicturesHaveInkInTheMiddle() {
        DataSet data = new DigitsDataSet(1000, 5);
        int[] labels = new int[10];
        for (int i = 0; i < data.size(); i++) {
            labels[Examples.read(data, i).get(1).toInts()[0]]++;
        }
        for (int count : labels) {
            assertEquals(100, count, 45);
        }
        for (int i = 0; i < 200; i++) {
            float[] pixels = Examples.read(data, i).get(0).toFloats();
            double ink = 0;
            double border = 0;
            for (int p = 0; p < 784; p++) {
                boolean edge = p < 28 || p >= 756 || p % 28 == 0 || p % 28 == 27;
                ink += pixels[p];
                border += edge ? pixels[p] : 0;
                assertTrue(pixels[p] >= 0 && pixels[p] <= 1);
            }
            assertTrue(ink > 15 && ink < 300, "ink " + ink + " of " + i);
            assertTrue(border < 0.25 * ink, "border " + border + " of " + ink);
        }
    }

    /// Nearest neighbour on 500 pictures: far better than chance, and not trivial.
    @Test
    void digitsLookLikeThemselves() {
        int known = 400;
        DataSet data = new DigitsDataSet(known + 100, 7);
        float[][] pixels = new float[data.size()][];
        int[] labels = new int[data.size()];
        for (int i = 0; i < data.size(); i++) {
            pixels[i] = Examples.read(data, i).get(0).toFloats();
            labels[i] = Examples.read(data, i).get(1).toInts()[0];
        }
        int right = 0;
        for (int i = known; i < data.size(); i++) {
            int best = 0;
            double least = Double.MAX_VALUE;
            for (int k = 0; k < known; k++) {
                double distance = 0;
                for (int p = 0; p < 784; p++) {
                    double d = pixels[i][p] - pixels[k][p];
                    distance += d * d;
                }
                best = distance < least ? k : best;
                least = Math.min(least, distance);
            }
            right += labels[best] == labels[i] ? 1 : 0;
        }
        assertTrue(right >= 50 && right < 100, right + " of 100 right");
    }
}
