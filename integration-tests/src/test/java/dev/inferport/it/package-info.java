/** Tests of the whole: who may use whom, and the processes from outside. */
@NullMarked
package dev.inferport.it;

import org.jspecify.annotations.NullMarked;
