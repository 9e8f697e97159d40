package dev.inferport.runtime.sklearn;

import dev.inferport.runtime.api.HeapRoom;
import java.util.IdentityHashMap;

/**
 * Builds the estimators of one model from what its file records. An object that the file uses at several places becomes
 * one estimator. Because the file may be hostile, the depth, the number of estimators that a single row would pass, and
 * the memory for arrays that are used more than once are bounded. For one thread.
 */
final class Assembly {

    private static final int DEEPEST = 24;
    private static final long MOST_ESTIMATORS = 200_000;

    private final EstimatorTable table;
    private final String version;
    private final long mostBytes;
    private final IdentityHashMap<Object, Made> made = new IdentityHashMap<>();
    private final IdentityHashMap<Object, NdArray> arrays = new IdentityHashMap<>();
    private int depth;
    private long estimators;
    private long held;
    private long passing;

    private record Made(Estimator estimator, long estimators) {}

    /**
     * @param version of scikit-learn, for objects that don't say theirs
     * @param fileBytes the size of the file when it is unpacked
     */
    Assembly(EstimatorTable table, String version, long fileBytes) {
        this.table = table;
        this.version = version;
        this.mostBytes = 16 * fileBytes + (1 << 20);
    }

    String version() {
        return version;
    }

    /** Bytes of the arrays that the estimators hold. */
    long heldBytes() {
        return held;
    }

    /** Takes note of memory that an estimator keeps. */
    void hold(long bytes) {
        held += bytes;
        HeapRoom.requireForModel(bytes);
        pass(0);
    }

    /** Takes note of memory that is needed while an estimator is made. */
    void pass(long bytes) {
        passing += bytes;
        HeapRoom.requireForModel(bytes);
        if (held + passing > mostBytes) {
            throw new InvalidModelException("the file uses the same arrays over and over; the model would take more "
                    + "than " + mostBytes + " bytes");
        }
    }

    NdArray array(Object pickled) {
        NdArray known = arrays.get(pickled);
        if (known == null) {
            known = SparseArray.isSparse(pickled) ? SparseArray.toDense((PyObject) pickled) : NdArray.of(pickled);
            arrays.put(pickled, known);
        }
        return known;
    }

    Estimator make(Object pickled) {
        Made known = made.get(pickled);
        if (known == null) {
            known = makeNew(pickled);
            made.put(pickled, known);
        } else {
            count(known.estimators);
        }
        return known.estimator;
    }

    private Made makeNew(Object pickled) {
        if (!(pickled instanceof PyObject object)) {
            throw Py.unexpected(pickled, "a scikit-learn estimator");
        }
        if (++depth > DEEPEST) {
            throw new InvalidModelException("the file nests estimators more than " + DEEPEST + " deep");
        }
        long before = estimators;
        count(1);
        Estimator estimator = table.maker(object.type()).make(new Fields(object, this));
        depth--;
        return new Made(estimator, estimators - before);
    }

    private void count(long more) {
        estimators += more;
        if (estimators > MOST_ESTIMATORS) {
            throw new InvalidModelException("the model consists of more than " + MOST_ESTIMATORS + " estimators");
        }
    }
}
