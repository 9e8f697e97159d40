package dev.inferport.runtime.xgboost;

/** The version of XGBoost that wrote a file; 0.0 where the file doesn't say. */
record LibraryVersion(int major, int minor) {

    static final LibraryVersion UNKNOWN = new LibraryVersion(0, 0);

    boolean isAtLeast(int otherMajor, int otherMinor) {
        return major > otherMajor || (major == otherMajor && minor >= otherMinor);
    }
}
