/* The steps of sRGB, one after the other. */
#include "contrast.h"

#include <math.h>

static double channel(uint32_t value)
{
    double c = (double)value / 255;

    return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

static double luminance(uint32_t colour)
{
    return 0.2126 * channel((colour >> 16) & 0xff) + 0.7152 * channel((colour >> 8) & 0xff) +
           0.0722 * channel(colour & 0xff);
}

double contrast_ratio(uint32_t a, uint32_t b)
{
    double la = luminance(a);
    double lb = luminance(b);

    return (fmax(la, lb) + 0.05) / (fmin(la, lb) + 0.05);
}
