package dev.inferport.runtime.onnx;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a graph says of an input or output.
 *
 * @param elementType ONNX's number of the elements' type, or 0 where it is no tensor
 * @param shape -1 for a dimension of any size; empty also where the graph leaves the shape open
 */
record GraphValue(String name, int elementType, List<Long> shape) {

    static final int FLOAT = 1;
    static final int INT64 = 7;
    static final int STRING = 8;

    GraphValue {
        shape = List.copyOf(shape);
    }

    static GraphValue read(ProtoReader in) throws IOException {
        String name = "";
        GraphValue type = new GraphValue("", 0, List.of());
        ProtoReader.Outer outer = in.enter();
        for (int field = in.next(); field != 0; field = in.next()) {
            if (field == 1) {
                name = in.text();
            } else if (field == 2) {
                type = readType(in);
            }
        }
        in.leave(outer);
        return new GraphValue(name, type.elementType(), type.shape());
    }

    private static GraphValue readType(ProtoReader in) throws IOException {
        int elementType = 0;
        List<Long> shape = new ArrayList<>();
        ProtoReader.Outer type = in.enter();
        for (int kind = in.next(); kind != 0; kind = in.next()) {
            if (kind == 1) {
                ProtoReader.Outer tensor = in.enter();
                for (int field = in.next(); field != 0; field = in.next()) {
                    if (field == 1) {
                        elementType = (int) in.number();
                    } else if (field == 2) {
                        readShape(in, shape);
                    }
                }
                in.leave(tensor);
            }
        }
        in.leave(type);
        return new GraphValue("", elementType, shape);
    }

    private static void readShape(ProtoReader in, List<Long> shape) throws IOException {
        ProtoReader.Outer outer = in.enter();
        for (int field = in.next(); field != 0; field = in.next()) {
            if (field == 1) {
                long size = -1;
                ProtoReader.Outer dimension = in.enter();
                for (int kind = in.next(); kind != 0; kind = in.next()) {
                    size = kind == 1 ? in.number() : size;
                }
                in.leave(dimension);
                shape.add(size);
            }
        }
        in.leave(outer);
    }
}
