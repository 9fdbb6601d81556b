/* A class of many: names that two share, and a list that one switch goes through by pages. */
#include "cases.h"
#include "hand.h"
#include "screens.h"

/* Two of one name and one letter, and two of the very same name. */
static void go_same_names(struct hand *h)
{
    static const char *const sets[] = {"{\"given\":\"Haris\",\"family\":\"Moorley\"}",
                                       "{\"given\":\"Amira\",\"family\":\"Norley\"}",
                                       "{\"given\":\"Amira\",\"family\":\"Norley\"}"};
    struct buf name = {0};

    for (size_t i = 0; i < COUNT(sets); i++) {
        struct classroom_change changes[2] = {
            {.from_hub = true,      .type = "pupil", .set = sets[i]      },
            { .from_hub = true, .type = "membership",     .set = NULL, .at_ms = HAND_NOW_MS}
        };
        struct buf set = {0};

        buf_clear(&name);
        buf_printf(&name, "golden|same|%zu", i);
        changes[0].rec = id_derived(buf_cstr(&name));
        changes[0].pupil = changes[0].rec;
        buf_printf(&name, "|member");
        changes[1].rec = id_derived(buf_cstr(&name));
        changes[1].pupil = changes[0].rec;
        buf_printf(&set, "{\"group\":\"%s\"}", h->room.groups[i % 2].text);
        changes[1].set = buf_cstr(&set);
        assert_int_equal(classroom_bring(&h->room, h->file, changes, 2), STATUS_OK);
        buf_finish(&set);
    }
    buf_finish(&name);
    hand_unlock(h, "Ros Hartley");
    hand_tap(h, "Groups");
    hand_tap(h, "Everyone");
    hand_tap(h, "By name");
}

/* Whoever has one switch turns the pages of a list that is long for it. */
static void go_pages(struct hand *h)
{
    hand_unlock(h, "Ros Hartley");
    hand_tap(h, "Sync and tablet");
    hand_tap(h, "200 %");
    hand_tap(h, "Back");
    hand_tap(h, "Groups");
    hand_tap(h, "Everyone");
    hand_tap(h, "Sync and tablet");
    hand_tap(h, "Moves by itself");
    hand_tap(h, "Back");
    if (ui_find(h->ui, "Further down") != NULL) { /* a picture of it may be made where all fits */
        hand_tap(h, "Further down");
    }
}

static struct screens_row rows[] = {
    {"class-same",        go_same_names, 1280, 800, false},
    {"class-pages-twice", go_pages,      1280, 800, false},
};

int main(void)
{
    cases_add_rows(screens_check, rows, COUNT(rows), sizeof(rows[0]));
    return cases_run("screens of a class", NULL, NULL);
}
