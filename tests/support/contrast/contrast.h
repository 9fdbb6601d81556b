/* contrast — how far two colours stand out from each other.
 *
 * Shape    One figure of two colours: (L1 + 0.05) / (L2 + 0.05), L the relative luminance of the
 *          lighter and the darker one (WCAG 2.2, "contrast ratio" and "relative luminance").
 * Units    Colours 0xRRGGBB, whatever stands above that is not looked at; 1 to 21.
 * Errors   None.
 * Owns     Nothing.
 * Needs    Nothing.
 */
#ifndef CONTRAST_H
#define CONTRAST_H

#include <stdint.h>

double contrast_ratio(uint32_t a, uint32_t b);

#endif
