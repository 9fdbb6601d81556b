/* What others wrote, whatever it is, shown by the real client.
 *
 * The hub keeps what a newer tablet writes, and so a client meets types, fields and values that it
 * never made: a name that is a number, a group that is a list, a scale without an item. Each line
 * is one change, taken in as if it was pulled; the first line is fingers: each byte taps one of the
 * places on the screen. The client goes on, whatever it is shown.
 *
 * A line is the pupil (a digit, or -), the record (a to z; or S, G, T, A for one of the staff, a
 * group, a target, the school; = for the pupil's own), a blank, the type, a blank, and what is set.
 *
 * Seen to catch: a number in the place of a name, taken for a text.
 */
#include "fuzz.h"

#include "change.h"
#include "hand.h"
#include "json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINES_MAX 12
#define TAPS_MAX  12

static struct hand the_hand;
static struct classroom room_before;
static struct buf before;

static void leave(void)
{
    support_folder_remove(&the_hand.folder);
}

static void make_place(struct hand *h)
{
    hand_open_enrolled(h, 1);
    (void)atexit(leave);
    hand_stop(h);
    room_before = h->room;
    CHECK(support_file_read(h->file, &before) == STATUS_OK);
}

static struct id record_of(const struct classroom *c, char letter, const struct id *pupil)
{
    struct id rec = {""};

    switch (letter) {
    case 'S':
        return c->staff[0];
    case 'G':
        return c->groups[0];
    case 'T':
        return c->targets[0];
    case 'A':
        return c->school;
    case '=':
        return *pupil;
    default:
        (void)snprintf(rec.text, sizeof rec.text, "0199d000-0000-7000-8000-0000000000%02x",
                       (unsigned)(unsigned char)letter);
        return rec;
    }
}

/* False when the line is none. The parts lie in the line, which is cut up. */
static bool read_change(const struct classroom *c, char *line, struct classroom_change *out)
{
    struct json_value *set = NULL;
    char *type = strlen(line) > 3 && line[2] == ' ' ? line + 3 : NULL;
    char *blank = type == NULL ? NULL : strchr(type, ' ');
    bool fits = false;

    if (blank == NULL || blank == type) {
        return false;
    }
    *blank = '\0';
    *out = (struct classroom_change){.from_hub = true, .type = type, .set = blank + 1};
    if (line[0] >= '0' && line[0] <= '9') {
        out->pupil = c->pupils[line[0] - '0'];
    }
    out->rec = record_of(c, line[1], &out->pupil);
    fits = json_parse(out->set, strlen(out->set), &set) == STATUS_OK &&
           json_kind(set) == JSON_IS_OBJECT && json_count(set) > 0 &&
           text_is_utf8(type, strlen(type));
    json_free(set);
    return fits && !id_is_none(&out->rec);
}

static void bring(struct hand *h, char *text)
{
    struct classroom_change changes[LINES_MAX];
    size_t count = 0;

    while (text != NULL && count < LINES_MAX) {
        char *end = strchr(text, '\n');
        if (end != NULL) {
            *end = '\0';
        }
        count += read_change(&h->room, text, &changes[count]) ? 1 : 0;
        text = end == NULL ? NULL : end + 1;
    }
    for (size_t i = 0; i < count; i++) {
        struct classroom room = h->room;
        if (classroom_bring(&h->room, h->file, &changes[i], 1) != STATUS_OK) {
            h->room = room; /* no line could be made of it: its number is not used */
        }
    }
}

static void tap_place(struct hand *h, uint8_t which)
{
    int count = 0;
    const struct ui_place *places = ui_places(h->ui, &count);
    struct ui_event event = {.kind = UI_DOWN};

    if (count == 0 || places[which % count].covered || places[which % count].disabled) {
        return;
    }
    event.x = (float)places[which % count].at.x + 2;
    event.y = (float)places[which % count].at.y + 2;
    ui_feed(h->ui, &event);
    event.kind = UI_UP;
    ui_feed(h->ui, &event);
    app_touched(h->app);
    hand_settle(h);
}

static void look_through(struct hand *h, const char *fingers, size_t count)
{
    struct buf all = {0};

    if (ui_find(h->ui, "Passphrase") == NULL && ui_find(h->ui, classroom_staff_name(0)) != NULL) {
        hand_tap(h, classroom_staff_name(0));
    }
    hand_tap(h, "Passphrase");
    hand_type(h, HAND_PASSPHRASE);
    hand_tap(h, "Unlock");
    CHECK(app_is(h->app, APP_IS_UNLOCKED)); /* nobody else's change keeps one out */
    for (size_t i = 0; i < count && i < TAPS_MAX; i++) {
        tap_place(h, (uint8_t)fingers[i]);
    }
    if (app_is(h->app, APP_IS_UNLOCKED)) {
        CHECK(app_export(h->app, &all) == STATUS_OK);
        CHECK(text_is_utf8(all.data, all.size));
    }
    buf_finish(&all);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) /* NOLINT */
{
    struct hand *h = &the_hand;
    const uint8_t *end = memchr(data, '\n', size);
    size_t fingers = end == NULL ? size : (size_t)(end - data);
    struct arena arena = {0};

    if (before.size == 0) {
        make_place(h);
    }
    h->saved_count = 0;
    h->room = room_before;
    hand_put_back(h, &before);
    bring(h, end == NULL ? NULL : arena_span(&arena, (const char *)end + 1, size - fingers - 1));
    CHECK(hand_try(h) == STATUS_OK);
    look_through(h, (const char *)data, fingers);
    hand_stop(h);
    arena_finish(&arena);
    return 0;
}
