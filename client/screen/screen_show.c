/* The table of screens, and what a person said to one of them. */
#include "screen_private.h"

#include <string.h>

static const struct {
    const char *word;
    struct said (*show)(struct ui *ui, const struct screen_view *view, struct screen_form *form);
} screens[SCREEN_COUNT] = {
#define SCREEN(name, function) {#function, screen_##function},
#include "screen.def"
};

struct said screen_show(struct ui *ui, const struct screen_view *view, struct screen_form *form)
{
    CHECK(view->on < SCREEN_COUNT);
    return screens[view->on].show(ui, view, form);
}

const char *screen_word(enum screen_name name)
{
    CHECK(name < SCREEN_COUNT);
    return screens[name].word;
}

bool screen_from_word(const char *text, enum screen_name *out)
{
    for (int i = 0; i < SCREEN_COUNT; i++) {
        if (strcmp(screens[i].word, text) == 0) {
            *out = (enum screen_name)i;
            return true;
        }
    }
    return false;
}

struct said said_nothing(void)
{
    return (struct said){INTENT_NONE, {""}, 0};
}

void say(struct said *said, bool asked, enum intent intent)
{
    if (asked) {
        *said = (struct said){intent, {""}, 0};
    }
}

void say_number(struct said *said, bool asked, enum intent intent, int64_t number)
{
    if (asked) {
        *said = (struct said){intent, {""}, number};
    }
}

void say_id(struct said *said, bool asked, enum intent intent, const struct id *id)
{
    if (asked) {
        *said = (struct said){intent, *id, 0};
    }
}
