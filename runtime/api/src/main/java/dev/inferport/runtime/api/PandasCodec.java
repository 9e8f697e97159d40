package dev.inferport.runtime.api;

/** A table: one tensor of the shape [N] or [N, 1] per column. */
final class PandasCodec implements RequestCodec<Table> {

    static final String CONTENT_TYPE = "pd";

    @Override
    public String contentType() {
        return CONTENT_TYPE;
    }

    @Override
    public boolean canEncode(Object payload) {
        return payload instanceof Table;
    }

    @Override
    public Table decode(InferenceRequest request) {
        Table.Builder table = Table.builder();
        request.inputs().forEach(table::column);
        return table.build();
    }

    @Override
    public InferenceResponse encode(Table payload) {
        InferenceResponse.Builder response =
                InferenceResponse.builder().parameters(Parameters.of(ContentTypes.PARAMETER, CONTENT_TYPE));
        payload.columns()
                .forEach(column ->
                        response.output(new ResponseOutput(column.name(), column.tensor(), column.parameters())));
        return response.build();
    }
}
