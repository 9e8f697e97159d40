package dev.inferport.runtime.sklearn;

/**
 * What is added up over the features of a row and a vector. Each sum is added up in the order of the features,
 * whichever of the methods is called.
 */
enum FeatureSum {

    /** The products. */
    PRODUCTS {
        @Override
        double run(double[] values, int start, double[] vector, int at, int count, double sum) {
            double total = sum;
            for (int i = 0; i < count; i++) {
                total += values[start + i] * vector[at + i];
            }
            return total;
        }

        @Override
        void one(double a, double[] ofA, double[] sums) {
            for (int v = 0; v < ofA.length; v++) {
                sums[v] += a * ofA[v];
            }
        }

        @Override
        void four(
                double a,
                double[] ofA,
                double b,
                double[] ofB,
                double c,
                double[] ofC,
                double d,
                double[] ofD,
                double[] sums) {
            for (int v = 0; v < ofA.length; v++) {
                sums[v] = (((sums[v] + a * ofA[v]) + b * ofB[v]) + c * ofC[v]) + d * ofD[v];
            }
        }
    },

    /** The products, each of them added without being rounded first. */
    FUSED_PRODUCTS {
        @Override
        double run(double[] values, int start, double[] vector, int at, int count, double sum) {
            double total = sum;
            for (int i = 0; i < count; i++) {
                total = Math.fma(values[start + i], vector[at + i], total);
            }
            return total;
        }

        @Override
        void one(double a, double[] ofA, double[] sums) {
            for (int v = 0; v < ofA.length; v++) {
                sums[v] = Math.fma(a, ofA[v], sums[v]);
            }
        }

        @Override
        void four(
                double a,
                double[] ofA,
                double b,
                double[] ofB,
                double c,
                double[] ofC,
                double d,
                double[] ofD,
                double[] sums) {
            for (int v = 0; v < ofA.length; v++) {
                double sum = Math.fma(b, ofB[v], Math.fma(a, ofA[v], sums[v]));
                sums[v] = Math.fma(d, ofD[v], Math.fma(c, ofC[v], sum));
            }
        }
    },

    /** The squares of the differences. */
    SQUARES {
        @Override
        double run(double[] values, int start, double[] vector, int at, int count, double sum) {
            double total = sum;
            for (int i = 0; i < count; i++) {
                double difference = values[start + i] - vector[at + i];
                total += difference * difference;
            }
            return total;
        }

        @Override
        void one(double a, double[] ofA, double[] sums) {
            for (int v = 0; v < ofA.length; v++) {
                double difference = a - ofA[v];
                sums[v] += difference * difference;
            }
        }

        @Override
        void four(
                double a,
                double[] ofA,
                double b,
                double[] ofB,
                double c,
                double[] ofC,
                double d,
                double[] ofD,
                double[] sums) {
            for (int v = 0; v < ofA.length; v++) {
                double first = a - ofA[v];
                double second = b - ofB[v];
                double third = c - ofC[v];
                double fourth = d - ofD[v];
                sums[v] = (((sums[v] + first * first) + second * second) + third * third) + fourth * fourth;
            }
        }
    };

    /** The sum of one vector, over so many features from {@code at} on. */
    abstract double run(double[] values, int start, double[] vector, int at, int count, double sum);

    // In the loops of the others all arrays have the same index: with any other, the JIT compiler would have to fear
    // that
    // they are one array, and would not vectorise.

    /** Adds what one feature adds to the sums of all vectors, whose values of it are {@code ofA}. */
    abstract void one(double a, double[] ofA, double[] sums);

    /** The same for four features. */
    abstract void four(
            double a,
            double[] ofA,
            double b,
            double[] ofB,
            double c,
            double[] ofC,
            double d,
            double[] ofD,
            double[] sums);
}
