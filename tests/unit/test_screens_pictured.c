/* Is every screen pictured in each of its states, and every sheet?
 *
 * The goldens grew one by one, and nobody saw that the recorded voices had none of a full list, or
 * Sync and tablet none with a fault: what is not listed is not missed. Here the table of pictures
 * stands against screen.def and the sheets, so that a new screen without its states fails. Planted
 * faults that were seen caught: a state's row and a sheet's row left out, a golden not there.
 */
#include "cases.h"
#include "screen.h"
#include "support.h"

#include <stdlib.h>

enum state { USUAL, FIRST, EMPTY, FAULT, FULL, OTHER, STATES };
static const char *const state_names[STATES] = {"USUAL", "FIRST", "EMPTY",
                                                "FAULT", "FULL",  "OTHER"};
static const char *const screen_names[SCREEN_COUNT] = {
#define SCREEN(name, function) #name,
#include "screen.def"
};

static const struct pictured {
    enum screen_name screen;
    enum state state;
    const char *golden; /* NULL: the state cannot be */
} all[] = {
#define PICTURED(screen, state, golden) {SCREEN_##screen, state, golden},
#define ABSENT(screen, state, why)      {SCREEN_##screen, state, NULL},
#define SHEET(from, count, golden)
#include "pictured.def"
};
static const struct sheet {
    int from, count;
    const char *golden;
} sheets[] = {
#define PICTURED(screen, state, golden)
#define ABSENT(screen, state, why)
#define SHEET(from, count, golden) {from, count, golden},
#include "pictured.def"
};

static void every_state_of_every_screen(void **state)
{
    (void)state;
    for (int on = 0; on < SCREEN_COUNT; on++) {
        for (int which = USUAL; which < OTHER; which++) {
            bool found = false;

            for (size_t i = 0; i < COUNT(all) && !found; i++) {
                found = (int)all[i].screen == on && (int)all[i].state == which;
            }
            if (!found) {
                fail_msg("the screen %s has no picture of its state %s", screen_names[on],
                         state_names[which]);
            }
        }
    }
}

static void every_sheet(void **state)
{
    (void)state;
    for (int on = SHEET_NONE + 1; on < SHEET_COUNT; on++) {
        bool found = false;

        for (size_t i = 0; i < COUNT(sheets) && !found; i++) {
            found = on >= sheets[i].from && on < sheets[i].from + sheets[i].count;
        }
        if (!found) {
            fail_msg("the sheet %d has no picture", on);
        }
    }
}

static void has_golden(const char *golden)
{
    struct buf path = {0};
    struct buf text = {0};
    char *whole = NULL;

    buf_printf(&path, "tests/golden/screen/%s.txt", golden);
    whole = support_source(buf_cstr(&path));
    if (support_file_read(whole, &text) != STATUS_OK) {
        fail_msg("%s is not there", buf_cstr(&path));
    }
    free(whole);
    buf_finish(&text);
    buf_finish(&path);
}

static void every_golden_is_there(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(all); i++) {
        if (all[i].golden != NULL) {
            has_golden(all[i].golden);
        }
    }
    for (size_t i = 0; i < COUNT(sheets); i++) {
        has_golden(sheets[i].golden);
    }
}

int main(void)
{
    cases_add("every state of every screen", every_state_of_every_screen);
    cases_add("every sheet", every_sheet);
    cases_add("every golden is there", every_golden_is_there);
    return cases_run("what is pictured", NULL, NULL);
}
