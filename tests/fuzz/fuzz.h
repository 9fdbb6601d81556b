/* fuzz — the one face of every fuzz target.
 *
 * Shape    A target is a file with this one function; a claim that fails ends the program.
 * Units    size counts bytes.
 * Errors   None: it always answers 0, as libFuzzer asks.
 * Owns     Nothing outlives the call.
 * Needs    libFuzzer in a fuzz build, fuzz_replay.c elsewhere.
 */
#ifndef FUZZ_H
#define FUZZ_H

#include <stddef.h>
#include <stdint.h>

/* The name is libFuzzer's. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size); /* NOLINT */

#endif
