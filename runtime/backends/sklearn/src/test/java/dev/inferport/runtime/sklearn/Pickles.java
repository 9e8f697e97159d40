package dev.inferport.runtime.sklearn;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** Pickles by hand: the parts are opcodes of protocol 0 and a few later ones, a character for each byte. */
final class Pickles {

    private Pickles() {}

    /** An estimator with the attributes that these opcodes push, name and value in turn. */
    static byte[] estimator(String module, String name, String attributes) {
        return ("\u0080\u0002c" + module + "\n" + name + "\n)\u0081}(" + attributes + "ub.").getBytes(ISO_8859_1);
    }

    /** A linear regression whose coefficients are a scipy matrix with this state. */
    static byte[] linear(String matrixState) {
        return estimator(
                "sklearn.linear_model._base",
                "LinearRegression",
                "Vcoef_\ncscipy.sparse._csr\ncsr_matrix\n)\u0081" + matrixState + "bVintercept_\nF0.0\n");
    }

    /** An array of this dtype; the shape as opcodes, the bytes as characters, at most 255 of them. */
    static String array(String type, String shape, String bytes) {
        return "cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\n(I0\ntC\u0001btR(I1\n(" + shape
                + "tcnumpy\ndtype\n(V" + type + "\nI00\nI01\ntR(I3\nV<\nNNNI-1\nI-1\nI0\ntbI00\nC"
                + (char) bytes.length() + bytes + "tb";
    }
}
