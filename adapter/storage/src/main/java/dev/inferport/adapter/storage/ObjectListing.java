package dev.inferport.adapter.storage;

import dev.inferport.adapter.storage.LoadException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Turns what a request asks of an object store into a plan. Confined to one thread. */
final class ObjectListing {

    /** Each takes some 400 bytes until the pull ends; a prefix that is too short must not fill the memory. */
    static final int MOST_OBJECTS = 50_000;

    private final ObjectStore store;
    private final Retries retries;
    private final Cancellation cancellation;
    private final PullPlan plan = new PullPlan();

    ObjectListing(ObjectStore store, Retries retries, Cancellation cancellation) {
        this.store = store;
        this.retries = retries;
        this.cancellation = cancellation;
    }

    /** Plans the object of this name and everything in the folder of this name. */
    void addModel(StoragePath path, String localName) throws LoadException {
        int found = addFolder(path, localName);
        if (!path.folderOnly() && !path.segments().isEmpty()) {
            var single = exact(path);
            if (single.isPresent()) {
                plan.add(single.get(), List.of(localName));
                found++;
            }
        }
        if (found == 0) {
            throw missing("model", path);
        }
    }

    void addSchema(StoragePath path, String localName) throws LoadException {
        var object = path.segments().isEmpty() ? Optional.<StoredObject>empty() : exact(path);
        plan.add(object.orElseThrow(() -> missing("schema", path)), List.of(localName));
    }

    List<PullPlan.Target> targets() throws LoadException {
        return plan.targets();
    }

    private int addFolder(StoragePath path, String localName) throws LoadException {
        var prefix = path.segments().isEmpty() ? "" : path.joined() + "/";
        var objects = list(prefix, key -> key.startsWith(prefix) && !key.endsWith("/"));
        for (var object : objects) {
            var file = new ArrayList<String>();
            file.add(localName);
            file.addAll(
                    StoragePath.ofKey(object.key().substring(prefix.length())).segments());
            plan.add(object, List.copyOf(file));
        }
        return objects.size();
    }

    private List<StoredObject> list(String prefix, Predicate<String> wanted) throws LoadException {
        var found = new ArrayList<StoredObject>();
        var token = Optional.<String>empty();
        do {
            var page = page(prefix, token);
            page.objects().stream().filter(object -> wanted.test(object.key())).forEach(found::add);
            if (found.size() > MOST_OBJECTS) {
                throw new LoadException(
                        Reason.INVALID_ARGUMENT,
                        "There are more than " + MOST_OBJECTS + " objects below '" + prefix + "' in " + store.location()
                                + "; correct the model path, or pack the model into an archive.");
            }
            if (page.nextPageToken().isPresent() && page.nextPageToken().equals(token)) {
                throw new LoadException(
                        Reason.INTERNAL, "The listing of " + store.location() + " does not advance past a page.");
            }
            token = page.nextPageToken();
        } while (token.isPresent());
        return found;
    }

    /** Pages are in the order of keys, and nothing that starts with a key sorts before it: the first page has it. */
    private Optional<StoredObject> exact(StoragePath path) throws LoadException {
        var key = path.joined();
        var token = Optional.<String>empty();
        do {
            var page = page(key, token);
            if (!page.objects().isEmpty()) {
                return page.objects().stream()
                        .filter(object -> object.key().equals(key))
                        .findFirst();
            }
            token = page.nextPageToken();
        } while (token.isPresent());
        return Optional.empty();
    }

    private ObjectPage page(String prefix, Optional<String> token) throws LoadException {
        return retries.call("list", cancellation, () -> store.list(prefix, token, cancellation));
    }

    private LoadException missing(String what, StoragePath path) {
        return new LoadException(
                Reason.NOT_FOUND,
                "There is no " + what + " '" + path.joined() + (path.folderOnly() ? "/" : "") + "' in "
                        + store.location() + "; correct the " + what + " path of the model.");
    }
}
