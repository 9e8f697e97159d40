package dev.inferport.runtime.xgboost;

/** The numbers that XGBoost writes as texts. */
final class Numbers {

    private Numbers() {}

    static int integer(String name, String text) throws InvalidBoosterException {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            throw new InvalidBoosterException(name + ": '" + text + "' (expected: a whole number)", e);
        }
    }

    /** One number, or since 3.1 a list in brackets. */
    static float[] floats(String name, String text) throws InvalidBoosterException {
        String list = text.strip();
        if (list.startsWith("[") && list.endsWith("]")) {
            list = list.substring(1, list.length() - 1);
        }
        String[] parts = list.split(",", -1);
        float[] values = new float[parts.length];
        try {
            for (int i = 0; i < parts.length; i++) {
                values[i] = Float.parseFloat(parts[i].strip());
            }
        } catch (NumberFormatException e) {
            throw new InvalidBoosterException(name + ": '" + text + "' (expected: a number, or [numbers])", e);
        }
        return values;
    }
}
