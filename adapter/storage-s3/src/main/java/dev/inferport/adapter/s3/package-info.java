/**
 * Models in S3 and in stores that speak its protocol. Starting point: {@link dev.inferport.adapter.s3.S3Provider}; the
 * protocol is in {@code S3Store}.
 *
 * <p>Two requests are all it needs, ListObjectsV2 and GetObject, so they are written here over the adapter's own HTTP
 * layer: an SDK would cost a sidecar more memory than everything else in it.
 */
@NullMarked
package dev.inferport.adapter.s3;

import org.jspecify.annotations.NullMarked;
