package dev.inferport.runtime.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * One request of a batch.
 *
 * @param index its line, counted from 0
 * @param body of a V2 request
 */
record BatchRequest(long index, ObjectNode body) {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** Whether both may go in one call: same inputs but for their rows, same outputs, same parameters. */
    boolean isAlike(BatchRequest other) {
        if (rows() < 0 || other.rows() < 0 || !rest(body).equals(rest(other.body))) {
            return false;
        }
        if (body.path("inputs").size() != other.body.path("inputs").size()) {
            return false;
        }
        for (int i = 0; i < body.path("inputs").size(); i++) {
            if (!form(body.path("inputs").get(i))
                    .equals(form(other.body.path("inputs").get(i)))) {
                return false;
            }
        }
        return true;
    }

    /** One request with the rows of all, one behind the other. */
    static ObjectNode merged(List<BatchRequest> batch) {
        ObjectNode first = batch.get(0).body();
        if (batch.size() == 1) {
            return first;
        }
        ObjectNode merged = first.deepCopy();
        merged.remove("id");
        for (int i = 0; i < merged.path("inputs").size(); i++) {
            ObjectNode input = (ObjectNode) merged.path("inputs").get(i);
            ArrayNode data = JSON.arrayNode();
            long rows = 0;
            for (BatchRequest request : batch) {
                JsonNode part = request.body().path("inputs").get(i);
                rows += part.path("shape").path(0).asLong();
                flatten(part.path("data"), data);
            }
            ((ArrayNode) input.path("shape")).set(0, JSON.numberNode(rows));
            input.set("data", data);
        }
        return merged;
    }

    /**
     * The answer to each request of a batch.
     *
     * @throws IllegalArgumentException where the answer to all has another number of rows than they, or is none
     */
    static List<ObjectNode> split(List<BatchRequest> batch, ObjectNode response) {
        List<ObjectNode> answers = new ArrayList<>();
        long start = 0;
        for (BatchRequest request : batch) {
            ObjectNode answer = response.deepCopy();
            answer.withObject("/parameters").put("batch_index", request.index());
            if (batch.size() > 1) {
                answer.remove("id");
                if (request.body().hasNonNull("id")) {
                    answer.set("id", request.body().get("id"));
                }
                for (JsonNode output : answer.path("outputs")) {
                    cut(output, start, request.rows(), total(batch));
                }
                start += request.rows();
            }
            answers.add(answer);
        }
        return answers;
    }

    private static void cut(JsonNode output, long start, long rows, long total) {
        if (!(output instanceof ObjectNode whole)) {
            throw new IllegalArgumentException("output " + output + " (expected: an object)");
        }
        long own = output.path("shape").path(0).asLong(-1);
        if (own != total) {
            throw new IllegalArgumentException("output '" + output.path("name").asText() + "' has " + own
                    + " rows (expected: " + total + "); use --batch-size 1");
        }
        ArrayNode all = JSON.arrayNode();
        flatten(output.path("data"), all);
        int perRow = total == 0 ? 0 : (int) (all.size() / total);
        ArrayNode data = JSON.arrayNode();
        for (long i = start * perRow; i < (start + rows) * perRow; i++) {
            data.add(all.get((int) i));
        }
        ((ArrayNode) output.path("shape")).set(0, JSON.numberNode(rows));
        whole.set("data", data);
    }

    private static long total(List<BatchRequest> batch) {
        return batch.stream().mapToLong(BatchRequest::rows).sum();
    }

    /** The rows of all inputs; -1 where these differ or there are none. */
    private long rows() {
        long rows = -1;
        for (JsonNode input : body.path("inputs")) {
            long own = input.path("shape").path(0).asLong(-1);
            if (own < 0 || (rows >= 0 && rows != own)) {
                return -1;
            }
            rows = own;
        }
        return rows;
    }

    /** An input without what may differ. */
    private static JsonNode form(JsonNode input) {
        ObjectNode form = input.deepCopy();
        form.remove("data");
        if (form.path("shape") instanceof ArrayNode shape && !shape.isEmpty()) {
            shape.set(0, JSON.numberNode(0));
        }
        return form;
    }

    private static JsonNode rest(ObjectNode body) {
        ObjectNode rest = body.deepCopy();
        rest.remove(List.of("inputs", "id"));
        return rest;
    }

    private static void flatten(JsonNode data, ArrayNode into) {
        if (data.isArray()) {
            data.forEach(element -> flatten(element, into));
        } else if (!data.isMissingNode()) {
            into.add(data);
        }
    }
}
