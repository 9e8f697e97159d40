/**
 * LightGBM models without the native library: {@link dev.inferport.runtime.lightgbm.LightGBMModel} serves what LightGBM
 * 2.x to 4.x saved as text.
 *
 * <p>The way of a file: {@code ModelReader} goes through its sections, which {@code Section} and {@code TreeSection}
 * take apart; {@code Booster} is what they mean, compiled and immutable; {@code Response} turns its scores into
 * predictions.
 *
 * <p>Invariants: raw scores are bit-equal to the library's; a file is either understood in full or refused with a
 * sentence that says why, and what a file claims about its own size is believed only as far as it holds the numbers.
 */
@NullMarked
package dev.inferport.runtime.lightgbm;

import org.jspecify.annotations.NullMarked;
