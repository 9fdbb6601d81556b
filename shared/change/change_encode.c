/* Writing a line, once: from here on its bytes are the change.
 *
 * A line that no one can read would be hashed, signed, sent and held at the hub for ever, while
 * the person was told that it is saved. So what was written is read back by the same rules as
 * everybody else's before anyone sees it.
 */
#include "change.h"

#include <string.h>

enum status change_encode_read(const struct change_draft *d, struct buf *line, struct change *back)
{
    enum status st = STATUS_OK;
    struct json_writer w;

    CHECK(d != NULL && line != NULL && d->set != NULL && back != NULL);
    *back = (struct change){0};
    buf_clear(line);
    json_begin(&w, line);
    json_open_object(&w, NULL);
    json_put_id(&w, "dev", &d->dot.dev);
    json_put_int(&w, "seq", d->dot.seq);
    json_put_int(&w, "at", d->dot.stamp.at);
    json_put_int(&w, "n", d->dot.stamp.n);
    json_put_id(&w, "by", &d->by);
    json_put_id(&w, "pupil", &d->pupil);
    json_put_text(&w, "type", d->type);
    json_put_id(&w, "rec", &d->rec);
    json_put_raw(&w, "set", d->set, strlen(d->set));
    if (d->over != NULL) {
        json_put_raw(&w, "over", d->over, strlen(d->over));
    }
    if (d->has_skew) {
        json_put_int(&w, "skew", d->skew_ms);
    }
    json_close_object(&w);
    TRY(change_decode(line->data, line->size, back));

done:
    if (st != STATUS_OK) {
        buf_clear(line);
    }
    return st;
}

enum status change_encode(const struct change_draft *d, struct buf *line)
{
    struct change back = {0};
    enum status st = change_encode_read(d, line, &back);

    change_finish(&back);
    return st;
}
