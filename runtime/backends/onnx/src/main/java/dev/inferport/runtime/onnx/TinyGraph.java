package dev.inferport.runtime.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;

/**
 * Graphs of one node, in bytes, for what the library's Java interface can't do itself. The numbers are field numbers
 * and constants of the ONNX format.
 */
final class TinyGraph {

    static final String INPUT = "x";
    private static final String OUTPUT = "y";

    static final int UINT16 = 4;
    static final int INT16 = 5;
    static final int INT32 = 6;
    static final int INT64 = 7;
    private static final int STRING = 8;
    static final int UINT32 = 12;
    static final int UINT64 = 13;

    private static final int BOOL = 9;

    private static final int IR_VERSION = 9;
    private static final int OPSET = 20;
    private static final int ATTRIBUTE_INT = 2;
    private static final int ATTRIBUTE_STRING = 3;

    private TinyGraph() {}

    static OrtSession open(OrtEnvironment environment, byte[] graph) throws OrtException {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            return environment.createSession(graph, options);
        }
    }

    /** A graph that casts a tensor of any shape. */
    static byte[] cast(int from, int to) {
        ProtoWriter attribute = new ProtoWriter().text(1, "to").number(3, to).number(20, ATTRIBUTE_INT);
        ProtoWriter node =
                new ProtoWriter().text(1, INPUT).text(2, OUTPUT).text(4, "Cast").message(5, attribute);
        return model(new ProtoWriter()
                .message(1, node)
                .text(2, "cast")
                .message(11, value(INPUT, from))
                .message(12, value(OUTPUT, to)));
    }

    /** A graph that says of each text of a tensor of any shape whether it matches. */
    static byte[] matches(String pattern) {
        ProtoWriter attribute =
                new ProtoWriter().text(1, "pattern").text(4, pattern).number(20, ATTRIBUTE_STRING);
        ProtoWriter node = new ProtoWriter()
                .text(1, INPUT)
                .text(2, OUTPUT)
                .text(4, "RegexFullMatch")
                .message(5, attribute);
        return model(new ProtoWriter()
                .message(1, node)
                .text(2, "matches")
                .message(11, value(INPUT, STRING))
                .message(12, value(OUTPUT, BOOL)));
    }

    /** A graph without inputs that gives a tensor of these texts. */
    static byte[] texts(Iterable<ByteBuffer> elements, long... shape) {
        ProtoWriter constant = new ProtoWriter();
        for (long dimension : shape) {
            constant.number(1, dimension);
        }
        constant.number(2, STRING);
        elements.forEach(element -> constant.bytes(6, element));
        constant.text(8, INPUT);
        ProtoWriter node = new ProtoWriter().text(1, INPUT).text(2, OUTPUT).text(4, "Identity");
        return model(new ProtoWriter()
                .message(1, node)
                .text(2, "texts")
                .message(5, constant)
                .message(12, value(OUTPUT, STRING)));
    }

    private static ProtoWriter value(String name, int elementType) {
        ProtoWriter tensor = new ProtoWriter().number(1, elementType);
        return new ProtoWriter().text(1, name).message(2, new ProtoWriter().message(1, tensor));
    }

    private static byte[] model(ProtoWriter graph) {
        ProtoWriter opset = new ProtoWriter().text(1, "").number(2, OPSET);
        return new ProtoWriter()
                .number(1, IR_VERSION)
                .message(7, graph)
                .message(8, opset)
                .toBytes();
    }
}
