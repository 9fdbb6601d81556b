/* Going there by hand, and comparing the drawing commands with those that were looked at. */
#include "screens.h"

#include "cases.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

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
    draw_list_print(h.list, &text);
    buf_printf(&path, "tests/golden/screen/%s.txt", row->name);
    cases_golden(buf_cstr(&path), &text);
    buf_finish(&path);
    buf_finish(&text);
    hand_close(&h);
}
