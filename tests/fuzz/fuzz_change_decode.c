/* Any bytes as a line: they are refused with a sentence, or are a change that keeps its promises.
 *
 * The first byte of the input is a line's first byte; there is no header to guess. A line that is
 * let in is written again from what was read, and must come back as the same change: otherwise the
 * reader and the writer disagree about the form, and a tablet's re-issue would lose something.
 */
#include "fuzz.h"

#include "change.h"

#include <string.h>

static void write_again(const struct change *c)
{
    struct buf set = {0};
    struct buf over = {0};
    struct buf line = {0};
    struct change back = {0};
    struct change_draft d = {.dot = c->dot,
                             .by = c->by,
                             .pupil = c->pupil,
                             .rec = c->rec,
                             .type = c->type,
                             .has_skew = c->has_skew,
                             .skew_ms = c->skew_ms};

    json_print(c->set, &set);
    d.set = buf_cstr(&set);
    if (c->over != NULL) {
        json_print(c->over, &over);
        d.over = buf_cstr(&over);
    }
    if (change_encode(&d, &line) != STATUS_OK) {
        /* A number may print longer than it was written; nothing else may stop it. */
        CHECK(strstr(status_message(), "longer than") != NULL);
    } else {
        CHECK(change_decode(line.data, line.size, &back) == STATUS_OK);
        CHECK(dot_order(&c->dot, &back.dot) == 0);
        CHECK(id_equal(&c->rec, &back.rec) && id_equal(&c->pupil, &back.pupil));
        CHECK(id_equal(&c->by, &back.by) && text_equal(c->type, back.type));
        CHECK(json_same(c->set, back.set) && json_same(c->over, back.over));
        CHECK(c->has_skew == back.has_skew && c->skew_ms == back.skew_ms);
    }
    change_finish(&back);
    buf_finish(&set);
    buf_finish(&over);
    buf_finish(&line);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) /* NOLINT */
{
    struct change c;
    enum status st = change_decode((const char *)data, size, &c);

    if (st == STATUS_OK) {
        CHECK(size <= CHANGE_LINE_MAX);
        CHECK(c.dot.seq >= 1 && c.dot.stamp.at >= 0 && c.dot.stamp.n >= 0);
        CHECK(id_is_valid(c.dot.dev.text) && id_is_valid(c.rec.text));
        CHECK(c.type != NULL && json_count(c.set) >= 1);
        write_again(&c);
    } else {
        CHECK(st == STATUS_BAD_INPUT && c.root == NULL);
        CHECK(status_message()[0] != '\0');
    }
    change_finish(&c);
    return 0;
}
