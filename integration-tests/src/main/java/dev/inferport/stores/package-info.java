/**
 * Object stores over a folder: Google Cloud Storage, Azure Blob Storage and a plain web server, as far as reading goes,
 * each demanding credentials and checking them. They serve {@code scripts/local-mesh.sh --storage} and the tests of
 * storage over real ports.
 *
 * <p>Start at {@link dev.inferport.stores.StoreServer} to embed one, at {@link dev.inferport.stores.Main} for the
 * command line. What they demand is written from the stores' public references, not from our clients.
 */
@NullMarked
package dev.inferport.stores;

import org.jspecify.annotations.NullMarked;
