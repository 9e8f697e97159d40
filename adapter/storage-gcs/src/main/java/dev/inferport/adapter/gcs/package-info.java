/**
 * Models in Google Cloud Storage. Starting point: {@link dev.inferport.adapter.gcs.GcsProvider}; the protocol is in
 * {@code GcsStore}, who we are in {@code ServiceAccount} and {@code MetadataServer}.
 *
 * <p>The two requests of the JSON API that a pull needs are written here over the adapter's own HTTP layer, as are the
 * two ways to an access token: the client libraries would cost a sidecar more memory than everything else in it.
 *
 * <p>Invariant: the identity of the pod is shown to Google's own endpoint only, never to one that a configuration
 * names.
 */
@NullMarked
package dev.inferport.adapter.gcs;

import org.jspecify.annotations.NullMarked;
