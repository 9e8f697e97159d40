package dev.inferport.runtime.grpc;

import dev.inferport.runtime.api.Parameters;
import dev.inferport.wire.inference.InferParameter;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Parameters on the wire and off it. */
final class ProtoParameters {

    private static final BigInteger TWO_TO_64 = BigInteger.ONE.shiftLeft(Long.SIZE);

    private ProtoParameters() {}

    /** A parameter without a value says nothing, and is left out. */
    static Parameters decode(Map<String, InferParameter> parameters) {
        if (parameters.isEmpty()) {
            return Parameters.none();
        }
        Map<String, Object> values = new LinkedHashMap<>();
        parameters.forEach((name, parameter) -> {
            switch (parameter.getParameterChoiceCase()) {
                case BOOL_PARAM -> values.put(name, parameter.getBoolParam());
                case INT64_PARAM -> values.put(name, parameter.getInt64Param());
                case STRING_PARAM -> values.put(name, parameter.getStringParam());
                case DOUBLE_PARAM -> values.put(name, parameter.getDoubleParam());
                case UINT64_PARAM -> values.put(name, unsigned(parameter.getUint64Param()));
                case PARAMETERCHOICE_NOT_SET -> {}
            }
        });
        return Parameters.of(values);
    }

    static Map<String, InferParameter> encode(Parameters parameters) {
        if (parameters.isEmpty()) {
            return Map.of();
        }
        Map<String, InferParameter> encoded = new LinkedHashMap<>();
        parameters.asMap().forEach((name, value) -> encoded.put(name, encode(value)));
        return encoded;
    }

    /** A value that the wire has no type for, such as a list, goes as its JSON text. */
    private static InferParameter encode(Object value) {
        InferParameter.Builder parameter = InferParameter.newBuilder();
        if (value instanceof Boolean bool) {
            parameter.setBoolParam(bool);
        } else if (value instanceof BigInteger integer && !fitsInt64(integer) && fitsUint64(integer)) {
            parameter.setUint64Param(integer.longValue());
        } else if (value instanceof BigInteger integer && !fitsInt64(integer)) {
            parameter.setDoubleParam(integer.doubleValue());
        } else if (value instanceof Float || value instanceof Double) {
            parameter.setDoubleParam(((Number) value).doubleValue());
        } else if (value instanceof Number integer) {
            parameter.setInt64Param(integer.longValue());
        } else if (value instanceof List || value instanceof Map) {
            parameter.setStringParam(JsonText.of(value));
        } else {
            parameter.setStringParam(value.toString());
        }
        return parameter.build();
    }

    private static Object unsigned(long bits) {
        return bits >= 0 ? (Object) bits : BigInteger.valueOf(bits).add(TWO_TO_64);
    }

    private static boolean fitsInt64(BigInteger value) {
        return value.bitLength() < Long.SIZE;
    }

    private static boolean fitsUint64(BigInteger value) {
        return value.signum() >= 0 && value.bitLength() <= Long.SIZE;
    }
}
