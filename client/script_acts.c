/* The acts: each does its thing by the events that a person would make, or says "not yet". */
#include "script_act.h"

#include <stdio.h>
#include <string.h>

/* ---- fingers --------------------------------------------------------------------------------- */

/* Under a sheet there may be another of the same name: the one in reach is meant. */
static const struct ui_place *find_place(const struct ui *ui, const char *label)
{
    int count = 0;
    const struct ui_place *places = ui_places(ui, &count);

    for (int i = 0; i < count; i++) {
        if (text_equal(places[i].label, label) && !places[i].covered && !places[i].disabled) {
            return &places[i];
        }
    }
    return ui_find(ui, label);
}

/* Where a finger would go for it; false while it cannot. */
static bool reach(const struct script_world *world, const char *label, float *x, float *y)
{
    const struct ui_place *place = find_place(world->ui, label);

    if (place == NULL || place->disabled) {
        return false;
    }
    if (place->covered) {
        ui_reveal(world->ui, place->id);
        platform_wake(world->platform);
        return false;
    }
    *x = (float)place->at.x + (float)place->at.w / 2;
    *y = (float)place->at.y + (float)place->at.h / 2;
    return true;
}

static enum act_result tap_place(const struct script_world *world, const char *label)
{
    float x = 0;
    float y = 0;

    if (!reach(world, label, &x, &y)) {
        return ACT_NOT_YET;
    }
    platform_push_finger(world->platform, UI_DOWN, x, y);
    platform_push_finger(world->platform, UI_UP, x, y);
    return ACT_DONE;
}

/* A finger that stays, until it is lifted there or somewhere else. */
static enum act_result do_press(const struct script_act *act, const struct script_world *world)
{
    float x = 0;
    float y = 0;

    if (!reach(world, act->word[1], &x, &y)) {
        return ACT_NOT_YET;
    }
    platform_push_finger(world->platform, UI_DOWN, x, y);
    return ACT_DONE;
}

static enum act_result do_lift(const struct script_act *act, const struct script_world *world)
{
    float x = 0;
    float y = 0;

    if (!reach(world, act->word[1], &x, &y)) {
        return ACT_NOT_YET;
    }
    platform_push_finger(world->platform, UI_MOVE, x, y);
    platform_push_finger(world->platform, UI_UP, x, y);
    return ACT_DONE;
}

static enum act_result do_tap(const struct script_act *act, const struct script_world *world)
{
    return tap_place(world, act->word[1]);
}

static enum act_result do_tap_in(const struct script_act *act, const struct script_world *world)
{
    struct buf path = {0};
    enum act_result result = ACT_NOT_YET;

    buf_printf(&path, "%s/%s", act->word[1], act->word[2]);
    result = tap_place(world, buf_cstr(&path));
    buf_finish(&path);
    return result;
}

static enum act_result do_swipe(const struct script_act *act, const struct script_world *world)
{
    static const struct {
        const char *name;
        float x, y;
    } ways[] = {
        {"up",    0,  -1},
        {"down",  0,  1 },
        {"left",  -1, 0 },
        {"right", 1,  0 }
    };
    int width = 0;
    int height = 0;

    platform_size(world->platform, &width, &height);
    for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
        float x = (float)width / 2;
        float y = (float)height / 2;
        if (strcmp(act->word[1], ways[i].name) != 0) {
            continue;
        }
        platform_push_finger(world->platform, UI_DOWN, x, y);
        for (int step = 1; step <= 10; step++) {
            float part = (float)step / 10 * 0.3F;
            platform_push_finger(world->platform, UI_MOVE, x + ways[i].x * part * (float)width,
                                 y + ways[i].y * part * (float)height);
        }
        platform_push_finger(world->platform, UI_UP, x + ways[i].x * 0.3F * (float)width,
                             y + ways[i].y * 0.3F * (float)height);
        return ACT_DONE;
    }
    (void)FAIL(STATUS_BAD_INPUT, "script line %d: a swipe goes up, down, left or right", act->line);
    return ACT_FAILED;
}

/* ---- keys ------------------------------------------------------------------------------------ */

static enum act_result do_type(const struct script_act *act, const struct script_world *world)
{
    if (!ui_wants_text(world->ui)) {
        return ACT_NOT_YET;
    }
    platform_push_text(world->platform, act->word[1]);
    return ACT_DONE;
}

static enum act_result do_clear(const struct script_act *act, const struct script_world *world)
{
    (void)act;
    if (!ui_wants_text(world->ui)) {
        return ACT_NOT_YET;
    }
    platform_push_key(world->platform, UI_KEY_ALL, false);
    platform_push_key(world->platform, UI_KEY_BACKSPACE, false);
    return ACT_DONE;
}

static enum act_result do_key(const struct script_act *act, const struct script_world *world)
{
    static const struct {
        const char *name;
        enum ui_key key;
    } keys[] = {
        {"enter",     UI_KEY_ENTER    },
        {"tab",       UI_KEY_TAB      },
        {"escape",    UI_KEY_ESCAPE   },
        {"backspace", UI_KEY_BACKSPACE},
        {"space",     UI_KEY_SPACE    },
        {"up",        UI_KEY_UP       },
        {"down",      UI_KEY_DOWN     },
        {"left",      UI_KEY_LEFT     },
        {"right",     UI_KEY_RIGHT    },
    };

    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
        if (strcmp(act->word[1], keys[i].name) == 0) {
            platform_push_key(world->platform, keys[i].key, false);
            return ACT_DONE;
        }
    }
    (void)FAIL(STATUS_BAD_INPUT, "script line %d: \"%s\" is no key", act->line, act->word[1]);
    return ACT_FAILED;
}

/* A switch is pressed and let go: with a time to be accepted it would not count. */
static enum act_result do_switch(const struct script_act *act, const struct script_world *world)
{
    int which = act->word[1][0] == '2' ? 2 : 1;

    platform_push_switch(world->platform, which, true);
    platform_push_switch(world->platform, which, false);
    return ACT_DONE;
}

/* ---- looking --------------------------------------------------------------------------------- */

static bool shows(const struct script_world *world, const char *text)
{
    struct buf all = {0};
    bool found = ui_find(world->ui, text) != NULL;

    ui_print_texts(world->ui, &all);
    found = found || strstr(buf_cstr(&all), text) != NULL;
    buf_finish(&all);
    return found;
}

static enum act_result do_wait_for(const struct script_act *act, const struct script_world *world)
{
    static const struct {
        const char *name;
        enum app_claim claim;
        bool want;
    } claims[] = {
        {"unlocked", APP_IS_UNLOCKED, true },
        {"locked",   APP_IS_UNLOCKED, false},
        {"saved",    APP_IS_SAVED,    true },
        {"synced",   APP_IS_SYNCED,   true },
    };

    for (size_t i = 0; i < sizeof(claims) / sizeof(claims[0]) && !act->quoted[1]; i++) {
        if (strcmp(act->word[1], claims[i].name) == 0) {
            return app_is(world->app, claims[i].claim) == claims[i].want ? ACT_DONE : ACT_NOT_YET;
        }
    }
    return shows(world, act->word[1]) ? ACT_DONE : ACT_NOT_YET;
}

static enum act_result do_expect(const struct script_act *act, const struct script_world *world)
{
    return shows(world, act->word[1]) ? ACT_DONE : ACT_NOT_YET;
}

static enum act_result do_expect_not(const struct script_act *act, const struct script_world *world)
{
    return shows(world, act->word[1]) ? ACT_NOT_YET : ACT_DONE;
}

static enum act_result do_shot(const struct script_act *act, const struct script_world *world)
{
    struct buf path = {0};
    enum status st = STATUS_OK;

    if (world->shots != NULL && app_is_busy(world->app)) {
        return ACT_NOT_YET;
    }
    if (world->shots != NULL) {
        buf_printf(&path, "%s/%s.png", world->shots, act->word[1]);
        st = platform_shot(world->platform, buf_cstr(&path));
    }
    buf_finish(&path);
    return st == STATUS_OK ? ACT_DONE : ACT_FAILED;
}

static enum act_result do_export(const struct script_act *act, const struct script_world *world)
{
    struct buf lines = {0};
    FILE *file = NULL;
    bool good = false;

    if (app_is_busy(world->app)) {
        return ACT_NOT_YET;
    }
    if (app_export(world->app, &lines) == STATUS_OK) {
        file = fopen(act->word[1], "wb");
        good = file != NULL && fwrite(buf_cstr(&lines), 1, lines.size, file) == lines.size;
        good = file != NULL && fclose(file) == 0 && good;
        if (!good) {
            (void)FAIL(STATUS_DISK, "script line %d: %s cannot be written", act->line,
                       act->word[1]);
        }
    }
    buf_finish(&lines);
    return good ? ACT_DONE : ACT_FAILED;
}

/* ---- the rest -------------------------------------------------------------------------------- */

static enum act_result do_close(const struct script_act *act, const struct script_world *world)
{
    (void)act;
    platform_press_close(world->platform);
    return ACT_DONE;
}

static enum act_result do_resize(const struct script_act *act, const struct script_world *world)
{
    int width = 0;
    int height = 0;

    if (!script_read_size(act->word[1], &width, &height)) {
        (void)FAIL(STATUS_BAD_INPUT, "script line %d: a size is written as 1280x800", act->line);
        return ACT_FAILED;
    }
    platform_resize(world->platform, width, height);
    return ACT_DONE;
}

static enum act_result do_lock(const struct script_act *act, const struct script_world *world)
{
    (void)act;
    app_lock(world->app);
    return ACT_DONE;
}

static enum act_result do_quit(const struct script_act *act, const struct script_world *world)
{
    (void)act;
    (void)world;
    return ACT_ENDS;
}

static const struct act_kind kinds[] = {
    {"tap",        1, 1, 15, do_tap       },
    {"tap-in",     2, 2, 15, do_tap_in    },
    {"press",      1, 1, 5,  do_press     },
    {"lift",       1, 1, 5,  do_lift      },
    {"swipe",      1, 1, 5,  do_swipe     },
    {"type",       1, 1, 5,  do_type      },
    {"clear",      0, 0, 5,  do_clear     },
    {"key",        1, 1, 5,  do_key       },
    {"switch",     1, 1, 5,  do_switch    },
    {"wait-for",   1, 2, 30, do_wait_for  },
    {"expect",     1, 1, 5,  do_expect    },
    {"expect-not", 1, 1, 5,  do_expect_not},
    {"shot",       1, 1, 30, do_shot      },
    {"export",     1, 1, 30, do_export    },
    {"resize",     1, 1, 5,  do_resize    },
    {"close",      0, 0, 5,  do_close     },
    {"lock",       0, 0, 5,  do_lock      },
    {"quit",       0, 0, 5,  do_quit      },
};

const struct act_kind *act_find(const char *name)
{
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        if (strcmp(kinds[i].name, name) == 0) {
            return &kinds[i];
        }
    }
    return NULL;
}
