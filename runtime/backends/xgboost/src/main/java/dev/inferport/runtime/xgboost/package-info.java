/**
 * XGBoost models without the native library: {@link dev.inferport.runtime.xgboost.XGBoostModel} serves what XGBoost
 * 0.90 to 3.x saved, be it JSON, UBJ or the binary form of the older versions.
 *
 * <p>The way of a file: {@code BoosterFile} tells the format from the content, never from the name; a reader fills
 * {@code BoosterContents} with what the file says; {@code Booster} is what that means, compiled and immutable.
 *
 * <p>Invariants: margins are bit-equal to the library's; a file is either understood in full or refused with a sentence
 * that says why, and what a file claims about its own size is believed only as far as the file is long.
 */
@NullMarked
package dev.inferport.runtime.xgboost;

import org.jspecify.annotations.NullMarked;
