/* The colours that stand on each other, in every theme: 4.5:1 for text, 3:1 for the edges and
 * marks that say what something is (WCAG 2.2, success criteria 1.4.3 and 1.4.11). */
#include "contrast.h"
#include "ui.h"

#include <math.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static const double text = 4.5;
static const double edge = 3.0;

static struct pair {
    const char *name;
    enum ui_colour front, back;
    const double *least;
} pairs[] = {
    {"text on the ground",                UI_INK,        UI_GROUND,      &text},
    {"text on cards",                     UI_INK,        UI_SURFACE,     &text},
    {"text in fields",                    UI_INK,        UI_SUNK,        &text},
    {"text on selected text",             UI_INK,        UI_SELECT,      &text},
    {"text on the spoken word",           UI_INK,        UI_MARK,        &text},
    {"keys on letters' fill",             UI_INK,        UI_SURFACE,     &text},
    {"soft text on the ground",           UI_INK_SOFT,   UI_GROUND,      &text},
    {"soft text on cards",                UI_INK_SOFT,   UI_SURFACE,     &text},
    {"soft text in fields",               UI_INK_SOFT,   UI_SUNK,        &text},
    {"soft text on a chosen tile",        UI_INK_SOFT,   UI_ACCENT_TINT, &text},
    {"text on a chosen tile",             UI_INK,        UI_ACCENT_TINT, &text},
    {"text on amber banners",             UI_INK,        UI_AMBER_TINT,  &text},
    {"text on rose banners",              UI_INK,        UI_ROSE_TINT,   &text},
    {"text on green banners",             UI_INK,        UI_GREEN_TINT,  &text},
    {"words on the accent",               UI_ON_ACCENT,  UI_ACCENT,      &text},
    {"quiet buttons on the ground",       UI_ACCENT_INK, UI_GROUND,      &text},
    {"quiet buttons on cards",            UI_ACCENT_INK, UI_SURFACE,     &text},
    {"quiet buttons in fields",           UI_ACCENT_INK, UI_SUNK,        &text},
    {"quiet buttons on amber",            UI_ACCENT_INK, UI_AMBER_TINT,  &text},
    {"quiet buttons on rose",             UI_ACCENT_INK, UI_ROSE_TINT,   &text},
    {"quiet buttons on green",            UI_ACCENT_INK, UI_GREEN_TINT,  &text},
    {"chosen chips",                      UI_ACCENT_INK, UI_ACCENT_TINT, &text},
    {"words on blue",                     UI_ON_HUE,     UI_BLUE,        &text},
    {"words on amber",                    UI_ON_HUE,     UI_AMBER,       &text},
    {"words on violet",                   UI_ON_HUE,     UI_VIOLET,      &text},
    {"words on green",                    UI_ON_HUE,     UI_GREEN,       &text},
    {"words on rose",                     UI_ON_HUE,     UI_ROSE,        &text},
    {"blue on its tint",                  UI_BLUE,       UI_BLUE_TINT,   &text},
    {"amber on its tint",                 UI_AMBER,      UI_AMBER_TINT,  &text},
    {"violet on its tint",                UI_VIOLET,     UI_VIOLET_TINT, &text},
    {"green on its tint",                 UI_GREEN,      UI_GREEN_TINT,  &text},
    {"rose on its tint",                  UI_ROSE,       UI_ROSE_TINT,   &text},
    {"accent on its tint",                UI_ACCENT,     UI_ACCENT_TINT, &text},
    {"toasts",                            UI_ON_TOAST,   UI_TOAST,       &text},
    {"undo on toasts",                    UI_TOAST_ACT,  UI_TOAST,       &text},
    {"a plain picture on cards",          UI_INK,        UI_SURFACE,     &text},
    {"a plain picture on the ground",     UI_INK,        UI_GROUND,      &text},
    {"a plain picture on what is chosen", UI_INK,        UI_BLUE_TINT,   &text},
    {"a plain picture in a question",     UI_INK,        UI_AMBER_TINT,  &text},
    {"borders on the ground",             UI_EDGE,       UI_GROUND,      &edge},
    {"borders on cards",                  UI_EDGE,       UI_SURFACE,     &edge},
    {"borders around fields",             UI_EDGE,       UI_SUNK,        &edge},
    {"the accent on the ground",          UI_ACCENT,     UI_GROUND,      &edge},
    {"the accent on cards",               UI_ACCENT,     UI_SURFACE,     &edge},
    {"the caret",                         UI_ACCENT,     UI_SUNK,        &edge},
    {"blue on cards",                     UI_BLUE,       UI_SURFACE,     &edge},
    {"amber on cards",                    UI_AMBER,      UI_SURFACE,     &edge},
    {"violet on cards",                   UI_VIOLET,     UI_SURFACE,     &edge},
    {"green on cards",                    UI_GREEN,      UI_SURFACE,     &edge},
    {"rose on cards",                     UI_ROSE,       UI_SURFACE,     &edge},
    {"a chosen answer's border",          UI_BLUE,       UI_GROUND,      &edge},
    {"the focus ring on the ground",      UI_FOCUS,      UI_GROUND,      &edge},
    {"the focus ring on cards",           UI_FOCUS,      UI_SURFACE,     &edge},
    {"the focus ring in fields",          UI_FOCUS,      UI_SUNK,        &edge},
    {"the ring on what is chosen",        UI_FOCUS,      UI_ACCENT_TINT, &edge},
    {"the focus ring on a toast",         UI_TOAST_ACT,  UI_TOAST,       &edge},
    {"a toast on the ground",             UI_TOAST,      UI_GROUND,      &edge},
};

static void check_pair(void **state)
{
    static const char *const themes[] = {"light", "dark", "contrast", "calm", "yellow"};
    const struct pair *pair = *state;

    for (enum ui_theme theme = UI_LIGHT; theme < UI_THEME_COUNT; theme++) {
        double got =
            contrast_ratio(ui_theme_colour(theme, pair->front), ui_theme_colour(theme, pair->back));

        if (got < *pair->least) {
            fail_msg("%s: %s is %.2f, needs %.1f", themes[theme], pair->name, got, *pair->least);
        }
    }
}

/* The measure itself, on pairs whose ratio is known. */
static void measure(void **state)
{
    (void)state;
    assert_true(fabs(contrast_ratio(0x000000, 0xffffff) - 21) < 0.01);
    assert_true(fabs(contrast_ratio(0x767676, 0xffffff) - 4.54) < 0.01);
    assert_true(fabs(contrast_ratio(0x16283a, 0xffffff) - 15.0) < 0.1);
}

enum { PEOPLE = 600 };

/* Whoever it is, the initials can be read on their paper, and one key keeps its hue. */
static void people(void **state)
{
    int count[UI_COLOUR_COUNT] = {0};
    int hues = 0;

    (void)state;
    for (int i = 0; i < PEOPLE; i++) {
        char key[40];
        enum ui_colour hue = UI_NO_COLOUR;

        (void)snprintf(key, sizeof(key), "01930c3e-7a10-7000-8000-%012d", i);
        hue = ui_hue_of(key);
        assert_int_equal(hue, ui_hue_of(key));
        count[hue]++;
        for (enum ui_theme theme = UI_LIGHT; theme < UI_THEME_COUNT; theme++) {
            assert_true(contrast_ratio(ui_theme_colour(theme, hue),
                                       ui_theme_colour(theme, ui_tint(hue))) >= text);
        }
    }
    for (int i = 0; i < UI_COLOUR_COUNT; i++) {
        hues += count[i] > 0 ? 1 : 0;
        assert_true(count[i] < PEOPLE / 3); /* no hue takes over */
    }
    assert_int_equal(hues, 6);
}

int main(void)
{
    enum { PAIRS = sizeof(pairs) / sizeof(pairs[0]) };
    struct CMUnitTest tests[PAIRS + 2];

    for (size_t i = 0; i < PAIRS; i++) {
        tests[i] = (struct CMUnitTest){
            .name = pairs[i].name, .test_func = check_pair, .initial_state = &pairs[i]};
    }
    tests[PAIRS] = (struct CMUnitTest)cmocka_unit_test(measure);
    tests[PAIRS + 1] = (struct CMUnitTest)cmocka_unit_test(people);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
