/* The colours of every theme, by name, and which of them a person gets. */
#include "ui_private.h"

/* clang-format off */
static const uint32_t colours[UI_COLOUR_COUNT][UI_THEME_COUNT] = {
    {0, 0, 0, 0, 0},
#define COLOUR(name, light, dark, contrast, calm, yellow) {light, dark, contrast, calm, yellow},
#include "theme.def"
};
/* clang-format on */

uint32_t ui_theme_colour(enum ui_theme theme, enum ui_colour colour)
{
    CHECK(theme < UI_THEME_COUNT && colour < UI_COLOUR_COUNT);
    return 0xff000000U | colours[colour][theme];
}

bool ui_theme_is_dark(enum ui_theme theme)
{
    return theme == UI_DARK || ui_theme_is_stark(theme);
}

bool ui_theme_is_stark(enum ui_theme theme)
{
    return theme == UI_CONTRAST || theme == UI_YELLOW;
}

/* The tint of a hue stands in the row after it. */
enum ui_colour ui_tint(enum ui_colour hue)
{
    return hue == UI_ACCENT ? UI_ACCENT_TINT : (enum ui_colour)(hue + 1);
}

enum ui_colour ui_hue_of(const char *key)
{
    static const enum ui_colour hues[] = {UI_BLUE,  UI_AMBER, UI_VIOLET,
                                          UI_GREEN, UI_ROSE,  UI_ACCENT};
    uint32_t sum = 0;

    for (const char *c = key; *c != '\0'; c++) {
        sum = (sum ^ (uint8_t)*c) * 16777619U;
    }
    return hues[(sum >> 16) % (sizeof(hues) / sizeof(hues[0]))];
}
