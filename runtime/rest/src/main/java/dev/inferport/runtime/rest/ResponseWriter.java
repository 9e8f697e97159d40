package dev.inferport.runtime.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.inferport.runtime.api.DataType;
import dev.inferport.runtime.api.InferenceResponse;
import dev.inferport.runtime.api.Parameters;
import dev.inferport.runtime.api.ResponseOutput;
import dev.inferport.runtime.api.Shape;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Writes an inference response: JSON, behind it the outputs that were asked for in binary. Safe for any thread. */
final class ResponseWriter {

    private final JsonFactory json;

    ResponseWriter(JsonFactory json) {
        this.json = json;
    }

    RestResponse write(InferenceResponse response, BinaryOutputs binary) {
        List<ByteBuffer> raw = new ArrayList<>();
        ByteBuf text = JsonBytes.of(json, generator -> write(generator, response, binary, raw));
        RestResponse answer = raw.isEmpty() ? RestResponse.json(text) : withBinary(text, raw);
        return answer.with(response.headers());
    }

    /** The JSON alone, with all outputs in it. */
    ByteBuf writeJson(InferenceResponse response) {
        return JsonBytes.of(json, generator -> write(generator, response, BinaryOutputs.NONE, new ArrayList<>()));
    }

    private static RestResponse withBinary(ByteBuf text, List<ByteBuffer> raw) {
        ByteBuf data = Unpooled.wrappedBuffer(raw.toArray(ByteBuffer[]::new));
        int jsonLength = text.readableBytes();
        return RestResponse.binary(Unpooled.wrappedBuffer(text, data))
                .with(BinarySection.JSON_LENGTH_HEADER, Integer.toString(jsonLength));
    }

    private static void write(
            JsonGenerator json, InferenceResponse response, BinaryOutputs binary, List<ByteBuffer> raw)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("model_name", response.modelName());
        if (response.modelVersion().isPresent()) {
            json.writeStringField("model_version", response.modelVersion().get());
        }
        if (response.id().isPresent()) {
            json.writeStringField("id", response.id().get());
        }
        ParametersWriter.writeField(json, response.parameters());
        json.writeArrayFieldStart("outputs");
        for (ResponseOutput output : response.outputs()) {
            if (binary.includes(output.name())) {
                ByteBuffer bytes = output.tensor().raw();
                writeHead(json, output, output.parameters().with(BinarySection.SIZE_PARAMETER, (long) bytes.limit()));
                json.writeEndObject();
                raw.add(bytes);
            } else {
                writeWithData(json, output);
            }
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writeWithData(JsonGenerator json, ResponseOutput output) throws IOException {
        boolean asBase64 = output.tensor().dataType() == DataType.BYTES && !new Utf8Check().isText(output.tensor());
        Parameters parameters = asBase64 ? output.parameters().with("content_type", "base64") : output.parameters();
        writeHead(json, output, parameters);
        json.writeFieldName("data");
        TensorDataWriter.write(json, output.tensor(), asBase64);
        json.writeEndObject();
    }

    private static void writeHead(JsonGenerator json, ResponseOutput output, Parameters parameters) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", output.name());
        writeShape(json, output.tensor().shape());
        json.writeStringField("datatype", output.tensor().dataType().name());
        ParametersWriter.writeField(json, parameters);
    }

    static void writeShape(JsonGenerator json, Shape shape) throws IOException {
        json.writeArrayFieldStart("shape");
        for (int i = 0; i < shape.rank(); i++) {
            json.writeNumber(shape.dimension(i));
        }
        json.writeEndArray();
    }
}
