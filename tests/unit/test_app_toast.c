/* A toast covers nothing that cannot be scrolled free: on each screen that raises one, upright and
 * across, at text 100 and 200 %.
 *
 * Seen to fail when what scrolls did not go further under a toast.
 */
#include "cases.h"
#include "hand.h"
#include "hand_records.h"

#include <string.h>

enum { PLACES_MAX = 64 };

static void save(struct hand *h)
{
    hand_tap(h, "Amira K.");
    hand_tap(h, "Exploration/Fleeting");
    hand_tap(h, "Save");
}

static void clear(struct hand *h)
{
    hand_tap(h, "Amira K.");
    hand_tap(h, "Exploration/Fleeting");
    hand_tap(h, "Clear");
}

static void undone(struct hand *h)
{
    save(h);
    hand_tap(h, "Undo");
}

static void note_undone(struct hand *h)
{
    undone(h);
    hand_tap(h, "Engagement model");
    hand_tap(h, "Note");
}

static void save_many(struct hand *h)
{
    hand_tap(h, "Groups");
    hand_tap(h, "Everyone");
    save(h);
}

static void edit(struct hand *h)
{
    save(h);
    hand_tap(h, "Amira K.");
    hand_tap(h, "Path so far");
    hand_tap(h, "Change");
    hand_tap(h, "Exploration/Sustained");
    hand_tap(h, "Save the change");
}

static void take_out(struct hand *h)
{
    save(h);
    hand_tap(h, "Amira K.");
    hand_tap(h, "Path so far");
    hand_tap(h, "Change");
    hand_tap(h, "Take it out");
    hand_tap(h, "Entered in error");
}

static void settle_conflict(struct hand *h)
{
    struct classroom_change changes[] = {
        {.by = h->room.staff[0],
         .pupil = h->room.pupils[2],
         .rec = id_derived("toast|conflict"),
         .type = "observation",
         .set = "{\"when\":1791960000000,\"outcome\":\"By looking.\",\"activity\":\"Cups\"}"},
        { .from_hub = true,
         .by = h->room.staff[3],
         .pupil = h->room.pupils[2],
         .rec = id_derived("toast|conflict"),
         .type = "observation",
         .set = "{\"outcome\":\"By pointing.\",\"activity\":\"Mugs\"}"},
    };

    assert_int_equal(classroom_bring(&h->room, h->file, changes, 2), STATUS_OK);
    hand_wait(h, 2000);
    hand_tap(h, "Needs a look");
    hand_tap(h, "Callum: two people wrote different things");
    hand_tap(h, "Keep mine");
}

static struct row {
    const char *name;
    void (*act)(struct hand *h);
} acts[] = {
    {"saved, the class",         save           },
    {"saved, everyone",          save_many      },
    {"cleared, the observation", clear          },
    {"undone, the observation",  undone         },
    {"undone, a plain note",     note_undone    },
    {"changed, the pupil",       edit           },
    {"taken out, the pupil",     take_out       },
    {"settled, needs a look",    settle_conflict},
};
static const struct {
    int width, height;
    float scale;
    const char *text;
} looks[] = {
    {1280, 800,  1,    "100 %"},
    {800,  1280, 1,    "100 %"},
    {1920, 1200, 1.5F, "100 %"},
    {1280, 800,  1,    "200 %"},
    {800,  1280, 1,    "200 %"},
    {1920, 1200, 1.5F, "200 %"},
};

/* The toast is the one thing in its colour. */
static bool find_toast(const struct hand *h, struct draw_rect *out)
{
    for (int i = 0; i < h->list->count; i++) {
        const struct draw_command *c = &h->list->commands[i];
        if (c->kind == DRAW_FILL && c->colour == ui_theme_colour(UI_LIGHT, UI_TOAST)) {
            *out = c->at;
            return true;
        }
    }
    return false;
}

static bool is_under(const struct ui_place *place, const struct draw_rect *toast)
{
    struct draw_rect both = draw_rect_meet(place->at, *toast);
    bool is_own = strcmp(place->label, "Undo") == 0;

    return !is_own && !place->disabled && both.w > 0 && both.h > 0;
}

/* Beside all that scrolls by itself, such as a note; 1 to its start, -1 to its end. */
static void scroll(struct hand *h, float way)
{
    for (int side = 0; side < 2; side++) {
        ui_feed(h->ui, &(struct ui_event){.kind = UI_WHEEL,
                                          .x = side == 0 ? 4 : (float)h->width - 4,
                                          .y = (float)h->height / 2,
                                          .lines = way * 1000});
        hand_settle(h);
    }
}

/* What it lies over at both ends of the page stays under it. */
static void assert_free(struct hand *h, const char *name, const char *text)
{
    static uint32_t over[PLACES_MAX];
    struct draw_rect toast = {0, 0, 0, 0};
    int count = 0;
    int over_count = 0;
    const struct ui_place *places = NULL;

    scroll(h, -1);
    if (!find_toast(h, &toast)) {
        fail_msg("%s: no toast", name);
    }
    places = ui_places(h->ui, &count);
    for (int i = 0; i < count && over_count < PLACES_MAX; i++) {
        over[over_count] = places[i].id;
        over_count += is_under(&places[i], &toast) ? 1 : 0;
    }
    scroll(h, 1);
    (void)find_toast(h, &toast);
    places = ui_places(h->ui, &count);
    for (int i = 0; i < count; i++) {
        for (int k = 0; k < over_count; k++) {
            if (places[i].id == over[k] && is_under(&places[i], &toast)) {
                fail_msg("%s at %dx%d, text %s: the toast lies over \"%s\" for good", name,
                         h->width, h->height, text, places[i].label);
            }
        }
    }
}

static void check(const struct row *row, size_t look)
{
    struct hand h;

    hand_open(&h);
    h.width = looks[look].width;
    h.height = looks[look].height;
    h.scale = looks[look].scale;
    assert_int_equal(classroom_enrolled(&h.room, h.file, HAND_PASSPHRASE, 2), STATUS_OK);
    hand_start(&h);
    hand_unlock(&h, "Ros Hartley");
    hand_tap(&h, "Sync and tablet");
    hand_tap(&h, looks[look].text);
    hand_tap(&h, "Back");
    row->act(&h);
    assert_free(&h, row->name, looks[look].text);
    hand_close(&h);
}

static void check_row(void **state)
{
    for (size_t look = 0; look < COUNT(looks); look++) {
        check(*state, look);
    }
}

int main(void)
{
    cases_add_rows(check_row, acts, COUNT(acts), sizeof(acts[0]));
    return cases_run("toasts", NULL, NULL);
}
