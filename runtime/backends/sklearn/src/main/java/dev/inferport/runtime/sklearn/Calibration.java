package dev.inferport.runtime.sklearn;

/** Makes a probability of a score. */
interface Calibration {

    double probability(double score);

    static Calibration of(Fields fields) {
        return switch (fields.typeName()) {
            case "_SigmoidCalibration" -> {
                double slope = fields.number("a_");
                double constant = fields.number("b_");
                yield score -> ScoreRows.expit(-(slope * score + constant));
            }
            case "IsotonicRegression" -> StepwiseLine.ofIsotonic(fields);
            default -> throw new InvalidModelException("a calibration by " + fields.typeName() + " is not served");
        };
    }
}
