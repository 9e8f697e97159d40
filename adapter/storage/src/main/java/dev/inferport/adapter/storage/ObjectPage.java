package dev.inferport.adapter.storage;

import java.util.List;
import java.util.Optional;

/**
 * A part of a listing.
 *
 * @param objects may be empty even where more pages follow
 * @param nextPageToken empty on the last page
 */
public record ObjectPage(List<StoredObject> objects, Optional<String> nextPageToken) {

    /** Copies the list. */
    public ObjectPage {
        objects = List.copyOf(objects);
    }
}
