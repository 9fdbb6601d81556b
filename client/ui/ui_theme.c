/* The colours of every theme, by name. */
#include "ui_private.h"

/* clang-format off */
static const uint32_t colours[UI_COLOUR_COUNT][UI_THEME_COUNT] = {
    {0, 0, 0, 0},
#define COLOUR(name, light, dark, contrast, calm) {light, dark, contrast, calm},
#include "theme.def"
};
/* clang-format on */

uint32_t ui_theme_colour(enum ui_theme theme, enum ui_colour colour)
{
    CHECK(theme < UI_THEME_COUNT && colour < UI_COLOUR_COUNT);
    return 0xff000000U | colours[colour][theme];
}
