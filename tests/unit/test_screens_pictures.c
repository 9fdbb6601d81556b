/* Own pictures, as drawing commands; see test_screens.c. */
#include "cases.h"
#include "screens.h"

static void go_empty(struct hand *h)
{
    hand_unlock(h, "Ros Hartley");
    hand_tap(h, "Amira K.");
    hand_tap(h, "Path so far");
    hand_tap(h, "Pictures");
}

static void go_files(struct hand *h)
{
    go_empty(h);
    hand_tap(h, "Add a picture");
}

static void go_refused(struct hand *h)
{
    go_files(h);
    hand_tap(h, "broken.jpg");
}

static void go_one(struct hand *h)
{
    go_files(h);
    hand_tap(h, "swing.jpg");
    hand_type(h, "The swing");
    hand_key(h, UI_KEY_ESCAPE); /* the keyboard goes */
}

static void go_saved(struct hand *h)
{
    go_one(h);
    hand_tap(h, "Yes, it is Amira");
    hand_tap(h, "Save the picture");
}

static void go_begun(struct hand *h)
{
    go_saved(h);
    hand_tap(h, "Add a picture");
    hand_tap(h, "large.jpg");
    hand_tap(h, "Back");
}

/* With where it is shown, before it is taken out. */
static void go_used(struct hand *h)
{
    go_one(h);
    hand_tap(h, "Save the picture");
    hand_tap(h, "The swing");
}

static void go_class(struct hand *h)
{
    go_saved(h);
    hand_tap(h, "Back");
    hand_tap(h, "Back");
}

static struct screens_row rows[] = {
    {"pictures-empty",        go_empty,   1280, 800,  false},
    {"pictures-files",        go_refused, 1280, 800,  false},
    {"pictures-one",          go_one,     1280, 800,  false},
    {"pictures-one-portrait", go_one,     800,  1280, false},
    {"pictures",              go_begun,   1280, 800,  false},
    {"pictures-portrait",     go_saved,   800,  1280, false},
    {"pictures-used",         go_used,    1280, 800,  false},
    {"class-picture",         go_class,   1280, 800,  false},
};

int main(void)
{
    cases_add_rows(screens_check, rows, COUNT(rows), sizeof(rows[0]));
    return cases_run("screens of pictures", NULL, NULL);
}
