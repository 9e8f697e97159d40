package dev.inferport.adapter.storage;

enum NeverCancelled implements Cancellation {
    INSTANCE;

    @Override
    public boolean isCancelled() {
        return false;
    }

    @Override
    public void throwIfCancelled() {}

    @Override
    public Registration onCancel(Runnable listener) {
        return () -> {};
    }
}
