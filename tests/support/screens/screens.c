/* Going there by hand, and comparing the drawing commands with those that were looked at. */
#include "screens.h"

#include "cases.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* Whoever is called away finds Lock at the same place on every screen of the staff. */
static void lock_is_in_its_corner(struct hand *h)
{
    const char *on = app_screen(h->app);
    const struct ui_place *lock = ui_find(h->ui, "Lock");

    if (text_equal(on, "start") || text_equal(on, "unlock") || text_equal(on, "room")) {
        return;
    }
    assert_non_null(lock);
    assert_int_equal(lock->at.x + lock->at.w, h->width - 24);
    assert_int_equal(lock->at.y, 12);
    assert_int_equal(lock->at.w, UI_TARGET);
}

void screens_check(void **state)
{
    const struct screens_row *row = *state;
    struct hand h;
    struct buf text = {0};
    struct buf path = {0};

    hand_open(&h);
    h.width = row->width;
    h.height = row->height;
    if (!row->is_new) {
        assert_int_equal(classroom_enrolled(&h.room, h.file, HAND_PASSPHRASE, 2), STATUS_OK);
    }
    hand_start(&h);
    row->go(&h);
    lock_is_in_its_corner(&h);
    draw_list_print(h.list, &text);
    buf_printf(&path, "tests/golden/screen/%s.txt", row->name);
    cases_golden(buf_cstr(&path), &text);
    buf_finish(&path);
    buf_finish(&text);
    hand_close(&h);
}
