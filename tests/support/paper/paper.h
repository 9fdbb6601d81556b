/* paper — pictures for tests, as the bytes of PNG files.
 *
 * Shape    A rectangle with a mark by which its upper left corner is known, or noise.
 * Units    Pixels.
 * Errors   None.
 * Owns     The bytes are added to the caller's buf.
 * Needs    base. Noise is the same each time.
 */
#ifndef PAPER_H
#define PAPER_H

#include "base.h"

enum paper_pattern {
    PAPER_CORNER, /* black, white in the quarter at its upper left; where clear, white on nothing */
    PAPER_NOISE,  /* hard to make small */
    PAPER_ODD     /* one colour all over that nothing else has; PAPER_COLOUR only */
};
#define PAPER_ODD_COLOUR 0x35c5a1U /* red, green, blue */
/* As PNG counts its ways to say a colour. */
enum paper_colours { PAPER_GREY = 0, PAPER_COLOUR = 2, PAPER_LIST = 3, PAPER_CLEAR = 6 };
struct paper {
    int width, height;
    enum paper_colours colours;
    enum paper_pattern pattern;
};
void paper_png(const struct paper *paper, struct buf *out);

#endif
