package dev.inferport.runtime.rest;

/** Tells a connection to close as soon as it has answered what it has received. */
enum Drain {
    EVENT
}
