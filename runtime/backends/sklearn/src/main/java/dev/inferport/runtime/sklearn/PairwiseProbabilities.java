package dev.inferport.runtime.sklearn;

/**
 * Makes probabilities of all classes out of a decision for each pair of them, the way of libsvm: a sigmoid for each
 * pair, then the coupling of Wu, Lin and Weng (2004, second method), stopped where libsvm stops.
 *
 * @param slopes one for each pair; empty where the machine was fitted without probabilities
 */
@SuppressWarnings("ArrayRecordComponent") // one owner, never compared
record PairwiseProbabilities(double[] slopes, double[] constants, int classes) {

    private static final double SMALLEST = 1e-7;

    static PairwiseProbabilities of(Fields fields, int classes) {
        String prefix = fields.has("_probA") ? "_prob" : "prob";
        String suffix = prefix.startsWith("_") ? "" : "_";
        boolean given = Boolean.TRUE.equals(Py.scalar(fields.get("probability"))) && fields.has(prefix + "A" + suffix);
        double[] none = new double[0];
        return new PairwiseProbabilities(
                given ? fields.doubles(prefix + "A" + suffix) : none,
                given ? fields.doubles(prefix + "B" + suffix) : none,
                classes);
    }

    boolean isEmpty() {
        return slopes.length == 0;
    }

    DenseMatrix of(DenseMatrix pairs) {
        double[] all = Matrix.zeros(pairs.rows(), classes);
        double[][] r = new double[classes][classes];
        for (int row = 0; row < pairs.rows(); row++) {
            int pair = 0;
            for (int first = 0; first < classes; first++) {
                for (int second = first + 1; second < classes; second++) {
                    double p = sigmoid(pairs.at(row, pair), pair);
                    r[first][second] = Math.min(Math.max(p, SMALLEST), 1 - SMALLEST);
                    r[second][first] = 1 - r[first][second];
                    pair++;
                }
            }
            System.arraycopy(coupled(r), 0, all, row * classes, classes);
        }
        return new DenseMatrix(pairs.rows(), classes, all);
    }

    private double sigmoid(double decision, int pair) {
        double exponent = decision * slopes[pair] + constants[pair];
        return exponent >= 0 ? Math.exp(-exponent) / (1.0 + Math.exp(-exponent)) : 1.0 / (1 + Math.exp(exponent));
    }

    private static double[] coupled(double[][] r) {
        int k = r.length;
        double[][] q = matrix(r);
        double[] p = new double[k];
        double[] qp = new double[k];
        java.util.Arrays.fill(p, 1.0 / k);
        int most = Math.max(100, k);
        for (int iteration = 0; iteration < most; iteration++) {
            double pqp = 0;
            for (int t = 0; t < k; t++) {
                qp[t] = 0;
                for (int j = 0; j < k; j++) {
                    qp[t] += q[t][j] * p[j];
                }
                pqp += p[t] * qp[t];
            }
            double largest = 0;
            for (int t = 0; t < k; t++) {
                largest = Math.max(largest, Math.abs(qp[t] - pqp));
            }
            if (largest < 0.005 / k) {
                break;
            }
            step(p, q, qp, pqp);
        }
        return p;
    }

    private static void step(double[] p, double[][] q, double[] qp, double before) {
        double pqp = before;
        int k = p.length;
        for (int t = 0; t < k; t++) {
            double diff = (-qp[t] + pqp) / q[t][t];
            p[t] += diff;
            pqp = (pqp + diff * (diff * q[t][t] + 2 * qp[t])) / (1 + diff) / (1 + diff);
            for (int j = 0; j < k; j++) {
                qp[j] = (qp[j] + diff * q[t][j]) / (1 + diff);
                p[j] /= 1 + diff;
            }
        }
    }

    private static double[][] matrix(double[][] r) {
        int k = r.length;
        double[][] q = new double[k][k];
        for (int t = 0; t < k; t++) {
            for (int j = 0; j < k; j++) {
                if (j != t) {
                    q[t][t] += r[j][t] * r[j][t];
                    q[t][j] = j < t ? q[j][t] : -r[j][t] * r[t][j];
                }
            }
        }
        return q;
    }
}
