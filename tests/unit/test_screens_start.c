/* The first minutes of a tablet, with all that can go wrong in them; and what can be chosen before
 * anybody is known. */
#include "cases.h"
#include "hand.h"
#include "screens.h"
#include "store.h"

#define UNREACHED "The hub cannot be reached; this tablet tries again soon."

static void set(struct hand *h, enum store_setting which, const char *text)
{
    const struct store_value value = {which, text};
    struct store *store = NULL;

    assert_int_equal(store_open(h->file, &store), STATUS_OK);
    assert_int_equal(store_set(store, &value, 1), STATUS_OK);
    store_close(store);
    hand_wait(h, 1500);
}

static void ask(struct hand *h, const char *code, const char *passphrase)
{
    hand_tap(h, "Code");
    hand_type(h, code);
    hand_tap(h, "Choose a passphrase");
    hand_type(h, passphrase);
    hand_tap(h, "Join the school");
}

/* ---- a code ---------------------------------------------------------------------------------- */

static void go_half(struct hand *h)
{
    hand_tap(h, "Code");
    hand_type(h, "cairn:https://hub.school.example");
    hand_wait(h, 1000);
    hand_crash(h);
}

static void go_typing(struct hand *h)
{
    go_half(h);
    hand_tap(h, "Code");
}

static void go_wrong(struct hand *h)
{
    ask(h, "cairn:https://hub.school.example", HAND_PASSPHRASE);
}

static void go_short(struct hand *h)
{
    ask(h, h->room.code, "short");
}

static void go_from_picture(struct hand *h)
{
    h->picture = h->room.code;
    hand_tap(h, "Read it from a picture");
}

/* ---- the hub --------------------------------------------------------------------------------- */

static void go_waiting(struct hand *h)
{
    ask(h, h->room.code, HAND_PASSPHRASE);
}

static void go_unreached(struct hand *h)
{
    go_waiting(h);
    set(h, STORE_sync_fault, UNREACHED);
}

static void go_used(struct hand *h)
{
    go_waiting(h);
    assert_int_equal(classroom_refuse(h->file, "This code does not work any more. Ask for a new "
                                               "one; a code lasts 24 hours and serves one tablet."),
                     STATUS_OK);
    hand_wait(h, 1500);
}

static void go_other_hub(struct hand *h)
{
    go_waiting(h);
    assert_int_equal(classroom_bring_keys(&h->room, h->file, true), STATUS_OK);
    hand_wait(h, 1500);
}

/* The battery went while the tablet was joining: the passphrase leads on. */
static void go_after_crash(struct hand *h)
{
    go_waiting(h);
    hand_crash(h);
}

static void go_joined(struct hand *h)
{
    go_waiting(h);
    assert_int_equal(classroom_bring_keys(&h->room, h->file, false), STATUS_OK);
    hand_wait(h, 1000);
    assert_int_equal(classroom_finish_enrolment(&h->room, h->file), STATUS_OK);
    hand_wait(h, 1000);
}

static void go_nobody(struct hand *h)
{
    go_joined(h);
    set(h, STORE_contact_ms, "1791971000000");
    set(h, STORE_up_to_date, "1");
}

static void go_names(struct hand *h)
{
    go_joined(h);
    assert_int_equal(classroom_bring_school(&h->room, h->file), STATUS_OK);
    hand_wait(h, 2000);
}

/* ---- how the tablet is drawn and worked ------------------------------------------------------ */

static void go_access(struct hand *h)
{
    hand_tap(h, "Text, colours and switches");
}

static void go_scanning(struct hand *h)
{
    go_access(h);
    hand_tap(h, "Moves by itself");
    hand_tap(h, "Close");
}

static void go_passphrase_wrong(struct hand *h)
{
    hand_tap(h, "Ros Hartley");
    hand_tap(h, "Passphrase");
    hand_type(h, "not this one");
    hand_tap(h, "Unlock");
}

static struct screens_row rows[] = {
    {"start-half",            go_half,             1280, 800,  true },
    {"start-typing",          go_typing,           1280, 800,  true },
    {"start-wrong",           go_wrong,            1280, 800,  true },
    {"start-short",           go_short,            800,  1280, true },
    {"start-from-picture",    go_from_picture,     1280, 800,  true },
    {"start-waiting",         go_waiting,          1280, 800,  true },
    {"start-unreached",       go_unreached,        1280, 800,  true },
    {"start-used",            go_used,             1280, 800,  true },
    {"start-other-hub",       go_other_hub,        800,  1280, true },
    {"start-after-crash",     go_after_crash,      1280, 800,  true },
    {"start-nobody",          go_nobody,           1280, 800,  true },
    {"start-names",           go_names,            1280, 800,  true },
    {"start-access",          go_access,           1280, 800,  true },
    {"start-access-portrait", go_access,           800,  1280, true },
    {"start-scanning",        go_scanning,         1280, 800,  true },
    {"unlock-access",         go_access,           1280, 800,  false},
    {"unlock-wrong",          go_passphrase_wrong, 1280, 800,  false},
};

int main(void)
{
    cases_add_rows(screens_check, rows, COUNT(rows), sizeof(rows[0]));
    return cases_run("first screens", NULL, NULL);
}
