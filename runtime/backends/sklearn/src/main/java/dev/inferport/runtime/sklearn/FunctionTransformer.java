package dev.inferport.runtime.sklearn;

import java.util.Map;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/** A function of numpy on each value, or none. */
record FunctionTransformer(@Nullable DoubleUnaryOperator function, boolean keepsIntegers, boolean finite)
        implements Transformer {

    private static final Set<String> OF_INTEGERS = Set.of("square", "absolute", "negative");

    private static final Map<String, DoubleUnaryOperator> KNOWN = Map.of(
            "log1p", Math::log1p,
            "log", Math::log,
            "log2", value -> Math.log(value) / Math.log(2),
            "log10", Math::log10,
            "exp", Math::exp,
            "expm1", Math::expm1,
            "sqrt", Math::sqrt,
            "square", value -> value * value,
            "absolute", Math::abs,
            "negative", value -> -value);

    static FunctionTransformer of(Fields fields) {
        return of(fields, "func");
    }

    /** The way back, {@code inverse_func}. */
    static FunctionTransformer inverseOf(Fields fields) {
        return of(fields, "inverse_func");
    }

    private static FunctionTransformer of(Fields fields, String attribute) {
        boolean finite = fields.flag("validate", !fields.since(0, 22));
        if (!fields.has(attribute) || isCheck(fields.require(attribute))) {
            return new FunctionTransformer(null, true, finite);
        }
        String name = functionName(fields.require(attribute));
        DoubleUnaryOperator function = KNOWN.get(name);
        if (function == null || fields.has("kw_args")) {
            throw new InvalidModelException("a FunctionTransformer of " + name
                    + " is not served: only some functions of numpy are known; export the model to ONNX");
        }
        return new FunctionTransformer(function, OF_INTEGERS.contains(name), finite);
    }

    /** What histogram boosting puts around numeric columns: a check that changes nothing. */
    private static boolean isCheck(Object function) {
        return function instanceof PyObject partial
                && partial.typeName().equals("functools.partial")
                && partial.argument(0) instanceof PyGlobal checked
                && checked.qualified().equals("sklearn.utils.validation.check_array");
    }

    /** A ufunc is written as its name, or as a call that looks up its name. */
    private static String functionName(Object function) {
        if (function instanceof PyGlobal global) {
            return global.name();
        }
        if (function instanceof PyObject call
                && call.typeName().equals("numpy.core._ufunc_reconstruct")
                && call.argument(1) instanceof String name) {
            return name;
        }
        return Py.describe(function);
    }

    @Override
    public Table transform(Table rows) {
        if (finite && rows instanceof Matrix numbers) {
            numbers.requireFinite();
        }
        if (function == null) {
            return rows;
        }
        DenseMatrix x = rows.numbers(ANY_WIDTH).dense();
        return x.map(function, keepsIntegers ? x.type() : x.floating());
    }
}
