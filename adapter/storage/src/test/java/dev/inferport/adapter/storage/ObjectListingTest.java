package dev.inferport.adapter.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.inferport.adapter.storage.LoadException.Reason;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ObjectListingTest {

    private static final int PAGE = 1_000;

    @Test
    void aFolderOfTooManyObjectsIsRefused() throws Exception {
        var store = new Endless();
        var progress = new PullProgress("plain", PullObserver.none());
        var listing = new ObjectListing(store, new Retries(RetryPolicy.defaults(), progress), Cancellation.none());
        var failure =
                catchThrowableOfType(LoadException.class, () -> listing.addModel(StoragePath.of("models"), "models"));
        assertThat(failure.reason()).isEqualTo(Reason.INVALID_ARGUMENT);
        assertThat(failure)
                .hasMessageContaining("more than " + ObjectListing.MOST_OBJECTS + " objects below 'models/'");
        assertThat(store.pages).isEqualTo(ObjectListing.MOST_OBJECTS / PAGE + 1);
    }

    /** Has far more objects than are taken. */
    private static final class Endless implements ObjectStore {

        private int pages;

        @Override
        public ObjectPage list(String prefix, Optional<String> pageToken, Cancellation cancellation) {
            int start = pages++ * PAGE;
            var objects = IntStream.range(start, start + PAGE)
                    .mapToObj(number -> new StoredObject(prefix + number, 1, Optional.empty()))
                    .toList();
            boolean more = start < 4 * ObjectListing.MOST_OBJECTS;
            return new ObjectPage(objects, more ? Optional.of("page-" + pages) : Optional.empty());
        }

        @Override
        public ObjectBody open(StoredObject object, ByteRange range, Cancellation cancellation) {
            throw new IllegalStateException("Nothing is read");
        }

        @Override
        public String location() {
            return "an endless store";
        }
    }
}
