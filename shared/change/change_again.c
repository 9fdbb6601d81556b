/* A change written anew, under another device's name.
 *
 * A tablet that was copied, or that a restored hub no longer knows, starts anew as another device
 * and writes again what nobody acknowledged. What a person said stays as it was, keys that this
 * program does not know included; only the place in a chain, the stamp and the clock's evidence are
 * new. An `over` that names such a change by its old number would replace nothing, and an edit
 * would stand beside the text it was to mend: so those numbers are rewritten.
 */
#include "change.h"

#include <inttypes.h>

static void put_over(struct json_writer *w, const struct json_value *over,
                     const struct change_names *names)
{
    struct json_walk walk = {0};

    json_open_object(w, "over");
    while (json_next(over, &walk)) {
        json_open_list(w, walk.key);
        for (size_t i = 0; i < json_count(walk.value); i++) {
            const char *text = json_text(json_item(walk.value, i));
            struct id dev = {""};
            int64_t seq = 0;
            struct buf now = {0};
            CHECK(change_parse_dot(text, &dev, &seq)); /* it was decoded */
            names->now(names->ctx, &dev, &seq);
            buf_printf(&now, "%s:%" PRId64, dev.text, seq);
            json_put_text(w, NULL, buf_cstr(&now));
            buf_finish(&now);
        }
        json_close_list(w);
    }
    json_close_object(w);
}

static void put_member(struct json_writer *w, const struct json_walk *walk,
                       const struct change_draft *d, const struct change_names *names)
{
    if (text_equal(walk->key, "dev")) {
        json_put_id(w, "dev", &d->dot.dev);
    } else if (text_equal(walk->key, "seq")) {
        json_put_int(w, "seq", d->dot.seq);
    } else if (text_equal(walk->key, "at")) {
        json_put_int(w, "at", d->dot.stamp.at);
    } else if (text_equal(walk->key, "n")) {
        json_put_int(w, "n", d->dot.stamp.n);
    } else if (text_equal(walk->key, "over")) {
        put_over(w, walk->value, names);
    } else if (!text_equal(walk->key, "skew")) {
        json_put_value(w, walk->key, walk->value);
    }
}

enum status change_encode_again(const struct change *old, const struct change_draft *d,
                                const struct change_names *names, struct buf *line)
{
    enum status st = STATUS_OK;
    struct json_writer w;
    struct json_walk walk = {0};
    struct change back = {0};

    CHECK(old != NULL && old->root != NULL && names->now != NULL);
    buf_clear(line);
    json_begin(&w, line);
    json_open_object(&w, NULL);
    while (json_next(old->root, &walk)) {
        put_member(&w, &walk, d, names);
    }
    if (d->has_skew) {
        json_put_int(&w, "skew", d->skew_ms);
    }
    json_close_object(&w);
    TRY(change_decode(line->data, line->size, &back));

done:
    change_finish(&back);
    if (st != STATUS_OK) {
        buf_clear(line);
    }
    return st;
}
