package dev.dnet.runtime.routine;

/// `X[k] = Σ x[j] e^(∓2πi jk/n)`, for the inverse with the other sign and nothing divided. A power
/// of two by Cooley and Tukey's halves; any other length as a convolution of such a length
/// (Bluestein, 1970).
final class FourierTransform {
    private final int n;
    private final double sign;
    private final Halves halves;
    private final double[] chirpRe;
    private final double[] chirpIm;
    private final double[] filterRe;
    private final double[] filterIm;

    FourierTransform(int n, boolean inverse) {
        this.n = n;
        this.sign = inverse ? 1 : -1;
        boolean isPower = Integer.bitCount(n) == 1;
        int length = isPower ? n : Integer.highestOneBit(Math.multiplyExact(n, 4) - 1);
        this.halves = new Halves(length);
        int chirp = isPower ? 0 : n;
        chirpRe = new double[chirp];
        chirpIm = new double[chirp];
        filterRe = new double[isPower ? 0 : length];
        filterIm = new double[isPower ? 0 : length];
        for (int k = 0; k < chirp; k++) {
            double angle = sign * Math.PI * ((long) k * k % (2L * n)) / n;
            chirpRe[k] = Math.cos(angle);
            chirpIm[k] = Math.sin(angle);
            for (int at : new int[] {k, (length - k) % length}) {
                filterRe[at] = chirpRe[k];
                filterIm[at] = -chirpIm[k];
            }
        }
        if (!isPower) {
            halves.run(filterRe, filterIm, -1);
        }
    }

    /// Replaces a line by its transform.
    void run(double[] re, double[] im) {
        if (chirpRe.length == 0) {
            halves.run(re, im, sign);
            return;
        }
        int length = filterRe.length;
        var longRe = new double[length];
        var longIm = new double[length];
        multiply(re, im, chirpRe, chirpIm, longRe, longIm, n);
        halves.run(longRe, longIm, -1);
        multiply(longRe, longIm, filterRe, filterIm, longRe, longIm, length);
        halves.run(longRe, longIm, 1);
        multiply(longRe, longIm, chirpRe, chirpIm, re, im, n);
        for (int k = 0; k < n; k++) {
            re[k] /= length;
            im[k] /= length;
        }
    }

    private static void multiply(
            double[] aRe,
            double[] aIm,
            double[] bRe,
            double[] bIm,
            double[] re,
            double[] im,
            int count) {
        for (int k = 0; k < count; k++) {
            double real = aRe[k] * bRe[k] - aIm[k] * bIm[k];
            im[k] = aRe[k] * bIm[k] + aIm[k] * bRe[k];
            re[k] = real;
        }
    }

    /// Transforms of one power of two: bits reversed, then butterflies of growing distance.
    private static final class Halves {
        private final int n;
        private final double[] cosine;
        private final double[] sine;

        Halves(int n) {
            this.n = n;
            cosine = new double[n / 2];
            sine = new double[n / 2];
            for (int k = 0; k < n / 2; k++) {
                cosine[k] = Math.cos(2 * Math.PI * k / n);
                sine[k] = Math.sin(2 * Math.PI * k / n);
            }
        }

        void run(double[] re, double[] im, double sign) {
            for (int i = 1; i < n; i++) {
                int j = Integer.reverse(i) >>> (Integer.numberOfLeadingZeros(n) + 1);
                if (i < j) {
                    swap(re, i, j);
                    swap(im, i, j);
                }
            }
            for (int half = 1; half < n; half *= 2) {
                for (int first = 0; first < n; first += 2 * half) {
                    butterflies(re, im, first, half, sign);
                }
            }
        }

        private static void swap(double[] x, int i, int j) {
            double before = x[i];
            x[i] = x[j];
            x[j] = before;
        }

        private void butterflies(double[] re, double[] im, int first, int half, double sign) {
            int stride = n / (2 * half);
            for (int k = 0; k < half; k++) {
                double c = cosine[k * stride];
                double s = sign * sine[k * stride];
                int a = first + k;
                int b = a + half;
                double real = re[b] * c - im[b] * s;
                double imaginary = re[b] * s + im[b] * c;
                re[b] = re[a] - real;
                im[b] = im[a] - imaginary;
                re[a] += real;
                im[a] += imaginary;
            }
        }
    }
}
