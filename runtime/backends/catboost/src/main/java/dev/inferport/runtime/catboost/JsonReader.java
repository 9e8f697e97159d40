package dev.inferport.runtime.catboost;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.inferport.runtime.api.HeapRoom;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the JSON format and proves it sound, for models of numbers and symmetric trees only. The library's own loader
 * never returns from some other documents.
 */
final class JsonReader {

    private static final Set<String> PARTS = Set.of("features_info", "model_info", "oblivious_trees", "scale_and_bias");

    private final List<Feature> features = new ArrayList<>();
    private final List<Integer> firstSplits = new ArrayList<>();
    private final List<JsonNode> borders = new ArrayList<>();
    private final Bins bins = new Bins();
    private long splits;
    private long numbers;

    private JsonReader() {}

    static ModelFacts read(byte[] bytes) throws IOException {
        JsonMapper mapper = JsonMapper.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
        try {
            return new JsonReader().model(mapper.readTree(HeapRoom.watching(new ByteArrayInputStream(bytes))));
        } catch (JsonProcessingException e) {
            throw new InvalidCatBoostException("not a CatBoost model in JSON: " + e.getOriginalMessage(), e);
        }
    }

    private ModelFacts model(JsonNode model) throws InvalidCatBoostException {
        for (Iterator<String> names = model.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!PARTS.contains(name)) {
                throw unsupported("'" + name + "'");
            }
        }
        readFeatures(object(model, "features_info"));
        JsonNode scaleAndBias = array(model, "scale_and_bias");
        JsonNode bias = scaleAndBias.path(1);
        if (scaleAndBias.size() != 2 || !scaleAndBias.path(0).isNumber() || !isNumbers(bias)) {
            throw invalid("scale_and_bias", scaleAndBias);
        }
        int dimension = bias.size();
        if (!TreeCheck.isDimension(dimension)) {
            throw invalid("scale_and_bias", scaleAndBias);
        }
        JsonNode trees = array(model, "oblivious_trees");
        if (trees.isEmpty()) {
            throw new InvalidCatBoostException("a model without trees");
        }
        for (JsonNode tree : trees) {
            checkTree(tree, dimension);
        }
        Map<String, String> info = info(object(model, "model_info"));
        long texts = info.values().stream().mapToLong(String::length).sum();
        Footprint footprint = new Footprint(features.size(), bins.count(), splits, numbers, 0, texts);
        return new ModelFacts(ModelFacts.inOrder(features), dimension, info, footprint);
    }

    private void readFeatures(JsonNode info) throws InvalidCatBoostException {
        for (Iterator<String> names = info.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!name.equals("float_features") && !info.path(name).isEmpty()) {
                throw unsupported("'" + name + "'");
            }
        }
        for (JsonNode feature : array(info, "float_features")) {
            JsonNode values = feature.path("borders");
            if (!isNothing(values) && !isNumbers(values)) {
                throw invalid("borders", values);
            }
            if (!Set.of("AsIs", "AsFalse", "AsTrue").contains(text(feature, "nan_value_treatment"))
                    || !feature.path("has_nans").isBoolean()) {
                throw invalid("a feature's treatment of missing values", feature.path("nan_value_treatment"));
            }
            features.add(new Feature(
                    // Versions before 1.1 write none.
                    feature.has("feature_id") ? text(feature, "feature_id") : "",
                    false,
                    integer(feature, "flat_feature_index"),
                    integer(feature, "feature_index"),
                    !values.isEmpty()));
            firstSplits.add(bins.count());
            borders.add(values);
            bins.addBorders(values.size());
        }
    }

    private void checkTree(JsonNode tree, int dimension) throws InvalidCatBoostException {
        JsonNode splits = tree.path("splits");
        JsonNode leaves = array(tree, "leaf_values");
        JsonNode weights = tree.path("leaf_weights");
        if (!isNothing(splits) && !splits.isArray()) {
            throw invalid("splits", splits);
        }
        if (!isNumbers(leaves)) {
            throw invalid("leaf_values", leaves);
        }
        this.splits += splits.size();
        numbers += leaves.size() + weights.size();
        int[] indexes = new int[splits.size()];
        for (int i = 0; i < indexes.length; i++) {
            indexes[i] = checkSplit(splits.path(i));
        }
        new TreeCheck(dimension, bins, leaves.size()).symmetric(new int[] {indexes.length}, indexes);
        if (!isNothing(weights) && !(isNumbers(weights) && weights.size() == leaves.size() / dimension)) {
            throw invalid("leaf_weights", weights);
        }
    }

    private int checkSplit(JsonNode split) throws InvalidCatBoostException {
        if (!text(split, "split_type").equals("FloatFeature")) {
            throw unsupported("a split of kind " + split.path("split_type"));
        }
        int feature = integer(split, "float_feature_index");
        int index = integer(split, "split_index");
        if (feature < 0 || feature >= borders.size()) {
            throw invalid("float_feature_index", split.path("float_feature_index"));
        }
        JsonNode border = borders.get(feature).path(index - firstSplits.get(feature));
        if (!border.isNumber() || border.doubleValue() != split.path("border").doubleValue()) {
            throw invalid("split_index", split.path("split_index"));
        }
        return index;
    }

    private static Map<String, String> info(JsonNode info) {
        Map<String, String> texts = new HashMap<>();
        info.properties().forEach(field -> {
            JsonNode value = field.getValue();
            texts.put(field.getKey(), value.isTextual() ? value.textValue() : value.toString());
        });
        return texts;
    }

    private static boolean isNothing(JsonNode value) {
        return value.isMissingNode() || value.isNull();
    }

    private static boolean isNumbers(JsonNode array) {
        for (JsonNode element : array) {
            if (!element.isNumber()) {
                return false;
            }
        }
        return array.isArray();
    }

    private static JsonNode object(JsonNode parent, String name) throws InvalidCatBoostException {
        if (!parent.path(name).isObject()) {
            throw invalid(name, parent.path(name));
        }
        return parent.path(name);
    }

    private static JsonNode array(JsonNode parent, String name) throws InvalidCatBoostException {
        if (!parent.path(name).isArray()) {
            throw invalid(name, parent.path(name));
        }
        return parent.path(name);
    }

    private static int integer(JsonNode parent, String name) throws InvalidCatBoostException {
        if (!parent.path(name).isInt()) {
            throw invalid(name, parent.path(name));
        }
        return parent.path(name).intValue();
    }

    private static String text(JsonNode parent, String name) throws InvalidCatBoostException {
        if (!parent.path(name).isTextual()) {
            throw invalid(name, parent.path(name));
        }
        return parent.path(name).textValue();
    }

    private static InvalidCatBoostException invalid(String name, JsonNode value) {
        String text = value.isMissingNode() ? "nothing" : value.toString();
        return new InvalidCatBoostException("not a CatBoost model in JSON: " + name + " is "
                + (text.length() > 60 ? text.substring(0, 60) + "..." : text));
    }

    private static InvalidCatBoostException unsupported(String what) {
        return new InvalidCatBoostException(
                what + " in a JSON model, of which only numeric features and symmetric trees can be served; save the"
                        + " model in CatBoost's binary format (cbm)");
    }
}
