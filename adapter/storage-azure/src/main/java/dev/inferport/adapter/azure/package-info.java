/**
 * Models in Azure Blob Storage. Starting point: {@link dev.inferport.adapter.azure.AzureProvider}; the protocol is in
 * {@code AzureStore}, who we are in {@code AzureIdentity}.
 *
 * <p>The two requests that a pull needs, List Blobs and Get Blob, are written here over the adapter's own HTTP layer,
 * as are the signature and the ways to an access token: the client library would cost a sidecar more memory than
 * everything else in it.
 *
 * <p>Invariant: the identity of the pod is shown to Azure's own endpoints only, never to one that a configuration
 * names.
 */
@NullMarked
package dev.inferport.adapter.azure;

import org.jspecify.annotations.NullMarked;
