/* Which golden shows which screen: the table beside the goldens, so that nobody has to guess from a
 * name what is pictured. test_screens_pictured holds that the table lacks no state. */
#include "screens.h"

#include "cases.h"

static const struct listed {
    const char *screen, *golden;
} all[] = {
#define PICTURED(screen, state, golden) {#screen, golden},
#define ABSENT(screen, state, why)
#define SHEET(from, count, golden)
#include "pictured.def"
};

/* The table has the screen's name, the app its word. */
static bool is_same(const char *name, const char *word)
{
    for (; *name != '\0' && *word != '\0'; name++, word++) {
        if (*name - 'A' != *word - 'a') {
            return false;
        }
    }
    return *name == *word;
}

void screens_is_listed(const char *golden, const char *screen)
{
    for (size_t i = 0; i < COUNT(all); i++) {
        if (text_equal(all[i].golden, golden)) {
            if (!is_same(all[i].screen, screen)) {
                fail_msg("%s shows the screen %s and not %s", golden, screen, all[i].screen);
            }
            return;
        }
    }
    fail_msg("%s has no row in tests/golden/screen/pictured.def: say which state of the screen %s "
             "it shows",
             golden, screen);
}
