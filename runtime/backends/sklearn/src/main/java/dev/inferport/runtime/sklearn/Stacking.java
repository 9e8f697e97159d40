package dev.inferport.runtime.sklearn;

import dev.inferport.runtime.api.DataType;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An estimator on top of what others say.
 *
 * @param asked what each member is asked
 * @param labels the classes of a classifier, whose last estimator knows their places only
 */
record Stacking(
        List<Estimator> members,
        List<Method> asked,
        boolean withRows,
        Estimator last,
        @Nullable Labels labels) implements Estimator {

    static Stacking ofClassifier(Fields fields) {
        return of(fields, fields.labels("classes_"));
    }

    static Stacking ofRegressor(Fields fields) {
        return of(fields, null);
    }

    private static Stacking of(Fields fields, @Nullable Labels labels) {
        List<Method> asked = new ArrayList<>();
        for (Object method : fields.list("stack_method_")) {
            if (!Py.isNone(method)) {
                asked.add(Method.of(Py.text(method)).orElseThrow(() -> Py.unexpected(method, "a method")));
            }
        }
        List<Estimator> members = fields.estimators("estimators_");
        if (members.size() != asked.size()) {
            throw new InvalidModelException(asked.size() + " stack methods for " + members.size() + " estimators");
        }
        return new Stacking(
                members,
                List.copyOf(asked),
                fields.flag("passthrough", false),
                fields.estimator("final_estimator_"),
                labels);
    }

    @Override
    public Set<Method> methods() {
        Set<Method> methods = EnumSet.copyOf(last.methods());
        methods.add(Method.TRANSFORM);
        return methods;
    }

    @Override
    public int features() {
        return members.get(0).features();
    }

    @Override
    public Labels classes() {
        return labels == null ? last.classes() : labels;
    }

    @Override
    public Prediction predict(Table rows) {
        Prediction prediction = last.predict(transform(rows));
        if (labels == null || !(prediction instanceof ClassPrediction chosen)) {
            return prediction;
        }
        int[] places = ClassPlaces.ofEncoded(chosen.labels(), labels.count());
        int[] indices = new int[chosen.rows()];
        for (int row = 0; row < indices.length; row++) {
            indices[row] = places[chosen.indices()[row]];
        }
        return new ClassPrediction(labels, indices);
    }

    @Override
    public DenseMatrix predictProba(Table rows) {
        return last.predictProba(transform(rows));
    }

    @Override
    public DenseMatrix decisionFunction(Table rows) {
        return last.decisionFunction(transform(rows));
    }

    @Override
    public Table transform(Table rows) {
        List<Table> said = new ArrayList<>();
        for (int m = 0; m < members.size(); m++) {
            said.add(said(members.get(m), asked.get(m), rows));
        }
        if (withRows) {
            said.add(rows);
        }
        return SideBySide.of(said);
    }

    /** Of two probabilities the second one says all. */
    private static DenseMatrix said(Estimator member, Method method, Table rows) {
        return switch (method) {
            case PREDICT_PROBA -> {
                DenseMatrix shares = member.predictProba(rows);
                yield shares.columns() == 2 ? shares.select(new int[] {1}) : shares;
            }
            case DECISION_FUNCTION -> member.decisionFunction(rows);
            default -> {
                Prediction prediction = member.predict(rows);
                DataType type = prediction instanceof ClassPrediction chosen
                        ? chosen.labels().type()
                        : DataType.FP64;
                double[] numbers = new double[rows.rows()];
                for (int row = 0; row < numbers.length; row++) {
                    numbers[row] = prediction.number(row, 0);
                }
                yield new DenseMatrix(numbers.length, 1, numbers, NumberType.of(type));
            }
        };
    }
}
