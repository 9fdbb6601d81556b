/* Words that others took the place of, after the hub was put back to an earlier copy: in the list,
 * both side by side, and on the pupil's path. */
#include "cases.h"
#include "hand.h"
#include "screens.h"
#include "store.h"

#define REC_ONE "0192f3a0-0000-7000-8000-0000000000e1"
#define REC_TWO "0192f3a0-0000-7000-8000-0000000000e2"

static void bring(struct hand *h, int pupil, const char *rec, const char *set)
{
    struct classroom_change note = {
        .by = h->room.staff[1], .pupil = h->room.pupils[pupil], .type = "observation", .set = set};

    assert_int_equal(id_parse(rec, &note.rec), STATUS_OK);
    assert_int_equal(classroom_bring(&h->room, h->file, &note, 1), STATUS_OK);
}

static void replace(struct hand *h, int pupil, const char *rec)
{
    struct store *store = NULL;

    bring(h, 0, REC_ONE,
          "{\"when\":1791960000000,\"place\":\"Snack table\",\"prompt\":\"gesture\","
          "\"outcome\":\"Held the red cup in both hands, and looked up before she put it down.\"}");
    assert_int_equal(store_open(h->file, &store), STATUS_OK);
    assert_int_equal(store_set_epoch(store, "another", 0), STATUS_OK);
    store_close(store);
    h->room.seq[1]--; /* the hub gives out the same number once more */
    bring(h, pupil, rec, "{\"when\":1791970000000,\"outcome\":\"Rang the bell at the door.\"}");
    hand_unlock(h, "Ros Hartley");
}

static void go_list(struct hand *h)
{
    replace(h, 1, REC_TWO);
    hand_tap(h, "Needs a look");
}

static void go_apart(struct hand *h)
{
    go_list(h);
    hand_tap(h, "Amira: words were replaced");
}

static void go_same(struct hand *h)
{
    replace(h, 0, REC_ONE);
    hand_tap(h, "Needs a look");
    hand_tap(h, "Amira: words were replaced");
}

static void go_apart_twice(struct hand *h)
{
    hand_unlock(h, "Ros Hartley");
    hand_tap(h, "Sync and tablet");
    hand_tap(h, "200 %");
    hand_tap(h, "Back");
    app_lock(h->app);
    hand_settle(h);
    go_apart(h);
}

static void go_left(struct hand *h)
{
    go_apart(h);
    hand_tap(h, "Leave it as it is");
}

static void go_path(struct hand *h)
{
    replace(h, 0, REC_ONE);
    hand_tap(h, "Amira K.");
    hand_tap(h, "Path so far");
}

static struct screens_row rows[] = {
    {"look-replaced-list",     go_list,        1280, 800,  false},
    {"look-replaced",          go_apart,       1280, 800,  false},
    {"look-replaced-same",     go_same,        1280, 800,  false},
    {"look-replaced-portrait", go_same,        800,  1280, false},
    {"look-replaced-twice",    go_apart_twice, 800,  1280, false},
    {"look-replaced-left",     go_left,        1280, 800,  false},
    {"pupil-replaced",         go_path,        1280, 800,  false},
};

int main(void)
{
    cases_add_rows(screens_check, rows, COUNT(rows), sizeof(rows[0]));
    return cases_run("screens of what was replaced", NULL, NULL);
}
