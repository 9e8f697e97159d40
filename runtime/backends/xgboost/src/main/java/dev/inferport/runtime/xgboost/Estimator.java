package dev.inferport.runtime.xgboost;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What MLServer would load a file as. It asks for a regressor, and takes a classifier where the file says that one was
 * saved; a booster that was saved without scikit-learn's interface says nothing, whatever its objective is.
 */
enum Estimator {
    REGRESSOR,
    CLASSIFIER;

    /** The attribute under which XGBoost keeps what belongs to scikit-learn's interface, as a JSON text. */
    private static final String ATTRIBUTE = "scikit_learn";

    static Estimator of(Map<String, String> attributes) throws IOException {
        String text = attributes.get(ATTRIBUTE);
        if (text == null) {
            return REGRESSOR;
        }
        StringBuilder type = new StringBuilder();
        byte[] json = text.getBytes(StandardCharsets.UTF_8);
        try (JsonDocument document = new JsonDocument(new ByteArrayInputStream(json))) {
            document.object(name -> {
                if (name.equals("_estimator_type")) {
                    type.append(document.text());
                } else {
                    document.skip();
                }
            });
        } catch (JsonProcessingException | InvalidBoosterException e) {
            throw new InvalidBoosterException("attribute '" + ATTRIBUTE + "': " + e.getMessage(), e);
        }
        return type.toString().equals("classifier") ? CLASSIFIER : REGRESSOR;
    }
}
