package dev.inferport.adapter.s3;

import dev.inferport.adapter.storage.HttpGet;

/**
 * A bucket as it is reached in one region.
 *
 * @param region it is signed for
 * @param address of the bucket
 * @param http reads as whoever reads there
 */
record S3Place(String region, S3Address address, HttpGet http) {}
