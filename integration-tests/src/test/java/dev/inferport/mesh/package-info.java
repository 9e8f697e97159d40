/** Tests of the embedded mesh against a runtime that does as it is told. */
@NullMarked
package dev.inferport.mesh;

import org.jspecify.annotations.NullMarked;
