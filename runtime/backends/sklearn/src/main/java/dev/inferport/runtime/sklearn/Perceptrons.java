package dev.inferport.runtime.sklearn;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Layers of weighted sums with a function between them: MLPClassifier and MLPRegressor. */
record Perceptrons(List<LinearScores> layers, Activation hidden, Activation output) {

    /** What is done with the sums of a layer. */
    enum Activation {
        IDENTITY {
            @Override
            DenseMatrix of(DenseMatrix sums) {
                return sums;
            }
        },
        RELU {
            @Override
            DenseMatrix of(DenseMatrix sums) {
                return sums.map(sum -> Math.max(sum, 0));
            }
        },
        TANH {
            @Override
            DenseMatrix of(DenseMatrix sums) {
                return sums.map(Math::tanh);
            }
        },
        LOGISTIC {
            @Override
            DenseMatrix of(DenseMatrix sums) {
                return sums.map(ScoreRows::expit);
            }
        },
        SOFTMAX {
            @Override
            DenseMatrix of(DenseMatrix sums) {
                return ScoreRows.softmax(sums);
            }
        },
        EXP {
            @Override
            DenseMatrix of(DenseMatrix sums) {
                return sums.map(Math::exp);
            }
        };

        abstract DenseMatrix of(DenseMatrix sums);

        static Activation named(String name) {
            for (Activation activation : values()) {
                if (activation.name().equalsIgnoreCase(name)) {
                    return activation;
                }
            }
            throw new InvalidModelException("an activation named '" + name + "' is not known");
        }
    }

    static Estimator ofClassifier(Fields fields) {
        Fields binarizer = fields.object("_label_binarizer");
        OfClasses classifier = new OfClasses(of(fields), binarizer.labels("classes_"));
        return LabelsClassifier.isFor(binarizer)
                ? new LabelsClassifier(classifier, Method.PREDICT_PROBA, 0.5)
                : classifier;
    }

    static Estimator ofRegressor(Fields fields) {
        return new OfNumbers(of(fields));
    }

    private static Perceptrons of(Fields fields) {
        List<Object> weights = fields.list("coefs_");
        List<Object> constants = fields.list("intercepts_");
        List<LinearScores> layers = new ArrayList<>();
        for (int i = 0; i < weights.size(); i++) {
            DenseMatrix columns = DenseMatrix.of(fields.assembly().array(weights.get(i)));
            fields.assembly().hold(8L * columns.rows() * columns.columns());
            double[] constant = fields.assembly().array(constants.get(i)).doubles();
            layers.add(LinearScores.of(fields.assembly(), columns.transposed(columns.columns()), constant));
        }
        return new Perceptrons(
                List.copyOf(layers),
                Activation.named(fields.text("activation", "relu")),
                Activation.named(fields.text("out_activation_", "identity")));
    }

    DenseMatrix outputs(Table rows) {
        Table signals = rows;
        for (int layer = 0; layer < layers.size() - 1; layer++) {
            signals = hidden.of(layers.get(layer).of(signals));
        }
        return output.of(layers.get(layers.size() - 1).of(signals));
    }

    int features() {
        return layers.get(0).features();
    }

    /** A network whose outputs are probabilities. */
    record OfClasses(Perceptrons network, Labels classes) implements Classifier {

        @Override
        public Set<Method> methods() {
            return EnumSet.of(Method.PREDICT, Method.PREDICT_PROBA);
        }

        @Override
        public int features() {
            return network.features();
        }

        @Override
        public int[] choose(Table rows) {
            DenseMatrix outputs = network.outputs(rows);
            return outputs.columns() == 1
                    ? ScoreRows.choose(outputs.map(share -> share - 0.5))
                    : ScoreRows.argmax(outputs);
        }

        @Override
        public DenseMatrix predictProba(Table rows) {
            DenseMatrix outputs = network.outputs(rows);
            return outputs.columns() == 1 ? ScoreRows.withComplement(outputs) : outputs;
        }
    }

    /** A network whose outputs are the prediction. */
    record OfNumbers(Perceptrons network) implements Regressor {

        @Override
        public int features() {
            return network.features();
        }

        @Override
        public DenseMatrix regress(Table rows) {
            return network.outputs(rows);
        }
    }
}
