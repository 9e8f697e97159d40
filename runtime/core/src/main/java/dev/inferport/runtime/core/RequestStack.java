package dev.inferport.runtime.core;

import dev.inferport.runtime.api.InferenceRequest;
import dev.inferport.runtime.api.InferenceResponse;
import dev.inferport.runtime.api.MLModel;
import dev.inferport.runtime.api.RequestInput;
import dev.inferport.runtime.api.ResponseOutput;
import dev.inferport.runtime.api.Shape;
import dev.inferport.runtime.api.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Several compatible requests as one, and its response as several. */
final class RequestStack {

    private final List<QueuedRequest> requests;
    private final InferenceRequest first;
    private final long rows;

    /** @param requests of one {@link BatchKey} */
    RequestStack(List<QueuedRequest> requests) {
        this.requests = requests;
        this.first = requests.get(0).request();
        this.rows = requests.stream().mapToLong(r -> BatchKey.rows(r.request())).sum();
    }

    long rows() {
        return rows;
    }

    /**
     * The request that has the rows of all, in their order. It has no id, and only the headers that all agree on: a
     * model must not take what one caller says for what another does.
     */
    InferenceRequest request(MLModel model) {
        InferenceRequest.Builder request = InferenceRequest.builder(model.name())
                .modelVersion(model.version().orElse(""))
                .parameters(first.parameters())
                .headers(commonHeaders());
        for (int i = 0; i < first.inputs().size(); i++) {
            int index = i;
            List<Tensor> parts = requests.stream()
                    .map(r -> r.request().inputs().get(index).tensor())
                    .toList();
            RequestInput input = first.inputs().get(i);
            request.input(new RequestInput(input.name(), TensorRows.stack(parts, rows), input.parameters()));
        }
        first.outputs().forEach(request::output);
        return request.build().askedBy(new BatchCallers(requests));
    }

    /** The part of each request in the response to all; empty where an output has not one row for each row. */
    Optional<List<InferenceResponse>> split(InferenceResponse response) {
        for (ResponseOutput output : response.outputs()) {
            Shape shape = output.tensor().shape();
            if (shape.rank() == 0 || shape.dimension(0) != rows) {
                return Optional.empty();
            }
        }
        List<TensorRows> outputs = response.outputs().stream()
                .map(output -> new TensorRows(output.tensor()))
                .toList();
        List<InferenceResponse> parts = new ArrayList<>(requests.size());
        for (QueuedRequest request : requests) {
            parts.add(part(response, outputs, BatchKey.rows(request.request())));
        }
        return Optional.of(parts);
    }

    private static InferenceResponse part(InferenceResponse response, List<TensorRows> outputs, long count) {
        InferenceResponse.Builder part =
                InferenceResponse.builder().parameters(response.parameters()).headers(response.headers());
        for (int i = 0; i < outputs.size(); i++) {
            ResponseOutput output = response.outputs().get(i);
            part.output(new ResponseOutput(output.name(), outputs.get(i).next(count), output.parameters()));
        }
        return part.build();
    }

    private Map<String, String> commonHeaders() {
        Map<String, String> common = new HashMap<>(first.headers());
        for (QueuedRequest request : requests) {
            common.entrySet().retainAll(request.request().headers().entrySet());
        }
        return common;
    }
}
