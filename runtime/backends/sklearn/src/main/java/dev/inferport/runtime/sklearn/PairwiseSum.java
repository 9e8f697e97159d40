package dev.inferport.runtime.sklearn;

/** Sums numbers in the order in which numpy does, so that the last bits are its own. */
final class PairwiseSum {

    private static final int BLOCK = 128;

    private PairwiseSum() {}

    /** The sum of {@code count} numbers from a place on. */
    static double of(double[] values, int start, int count) {
        if (count < 8) {
            double sum = 0;
            for (int i = 0; i < count; i++) {
                sum += values[start + i];
            }
            return sum;
        }
        if (count > BLOCK) {
            int half = count / 2;
            half -= half % 8;
            return of(values, start, half) + of(values, start + half, count - half);
        }
        double[] sums = new double[8];
        System.arraycopy(values, start, sums, 0, 8);
        int i = 8;
        for (; i < count - count % 8; i += 8) {
            for (int lane = 0; lane < 8; lane++) {
                sums[lane] += values[start + i + lane];
            }
        }
        double sum = ((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7]));
        for (; i < count; i++) {
            sum += values[start + i];
        }
        return sum;
    }
}
