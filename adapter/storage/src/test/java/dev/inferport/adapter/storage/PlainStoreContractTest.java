package dev.inferport.adapter.storage;

final class PlainStoreContractTest extends ObjectStoreContract {

    @Override
    protected FakeStore start() {
        return new PlainStore();
    }
}
