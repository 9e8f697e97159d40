package dev.inferport.runtime.onnx;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A node of a graph: an operator, and the names of the values it takes and gives. */
record GraphNode(String operator, List<String> inputs, List<String> outputs, NodeAttributes attributes) {

    GraphNode {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    static GraphNode read(ProtoReader in) throws IOException {
        String operator = "";
        String domain = "";
        List<String> inputs = new ArrayList<>();
        List<String> outputs = new ArrayList<>();
        NodeAttributes attributes = new NodeAttributes();
        ProtoReader.Outer outer = in.enter();
        for (int field = in.next(); field != 0; field = in.next()) {
            switch (field) {
                case 1 -> inputs.add(in.text());
                case 2 -> outputs.add(in.text());
                case 4 -> operator = in.text();
                case 5 -> attributes.read(in);
                case 7 -> domain = in.text();
                default -> {
                    // Its name and documentation.
                }
            }
        }
        in.leave(outer);
        return new GraphNode(domain.isEmpty() ? operator : domain + "." + operator, inputs, outputs, attributes);
    }
}
