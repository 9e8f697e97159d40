package dev.inferport.bench;

import static java.lang.invoke.MethodType.methodType;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.ByteBuffer;

/**
 * XGBoost's own library for Java, where it is on the class path. Called by name: it brings a native library of 17 MB
 * that nothing but this comparison has a use for.
 */
final class XGBoost4j extends JvmContender<float[], float[][]> {

    private static final String PACKAGE = "ml.dmlc.xgboost4j.java.";

    private final SampleModel model;
    private final ByteBuffer rows;
    private final MethodHandle predict;
    private final MethodHandle dispose;

    private XGBoost4j(SampleModel model, ByteBuffer rows, MethodHandle predict, MethodHandle dispose) {
        super(model);
        this.model = model;
        this.rows = rows;
        this.predict = predict;
        this.dispose = dispose;
    }

    static boolean isThere() {
        return XGBoost4j.class.getClassLoader().getResource(PACKAGE.replace('.', '/') + "Booster.class") != null;
    }

    static XGBoost4j load(SampleModel model) throws IOException {
        try {
            // Method by method: listing them all would ask for Scala and Hadoop.
            MethodHandles.Lookup lookup = MethodHandles.publicLookup();
            Class<?> type = Class.forName(PACKAGE + "Booster");
            Object booster = lookup.findStatic(
                            Class.forName(PACKAGE + "XGBoost"), "loadModel", methodType(type, String.class))
                    .invoke(model.file().toString());
            lookup.findVirtual(type, "setParam", methodType(void.class, String.class, Object.class))
                    .invoke(booster, "nthread", 1);
            MethodType predict = methodType(float[][].class, float[].class, int.class, int.class, float.class);
            return new XGBoost4j(
                    model,
                    model.readRows(),
                    lookup.findVirtual(type, "inplace_predict", predict).bindTo(booster),
                    lookup.findVirtual(type, "dispose", methodType(void.class)).bindTo(booster));
        } catch (Exception | LinkageError e) {
            throw new IOException("xgboost4j: " + e, e);
        } catch (Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String name() {
        return "xgboost4j inplace_predict";
    }

    @Override
    float[] batch(int first, int count) {
        float[] values = new float[count * model.features()];
        rows.asFloatBuffer().get(first * model.features(), values);
        return values;
    }

    @Override
    float[][] answer(float[] batch, int count) throws Exception {
        try {
            return (float[][]) predict.invokeExact(batch, count, model.features(), Float.NaN);
        } catch (Exception | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    double[] values(float[][] answer) {
        double[] values = new double[answer.length * answer[0].length];
        for (int i = 0; i < values.length; i++) {
            values[i] = answer[i / answer[0].length][i % answer[0].length];
        }
        return values;
    }

    @Override
    public void close() throws IOException {
        try {
            dispose.invokeExact();
        } catch (Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IOException("xgboost4j: " + e, e);
        }
    }
}
