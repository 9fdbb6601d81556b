/* A person at the tablet. Every act is an event that a finger or a keyboard would make, fed to the
 * ui, and frames until it is at rest: what a test sees is what a person would see. */
#include "hand.h"

#include "hand_clips.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SETTLE_MAX 4000

/* ---- ports ---------------------------------------------------------------------------------- */

static bool hand_work(void *ctx, void (*work)(void *arg), void *arg)
{
    struct hand *h = ctx;

    CHECK(h->work == NULL);
    h->work = work;
    h->arg = arg;
    return true;
}

static enum status read_asset(const char *name, struct buf *out)
{
    char *folder = support_source("assets");
    struct buf path = {0};
    enum status st = STATUS_OK;

    buf_printf(&path, "%s/%s", folder, name);
    st = support_file_read(buf_cstr(&path), out);
    buf_finish(&path);
    free(folder);
    return st;
}

/* As the build makes it of the list: each picture is there in one colour, too. */
static enum status make_index(struct buf *out)
{
    enum status st = STATUS_OK;
    struct buf list = {0};
    const char *before = "";

    TRY(read_asset("symbols/pictures.list", &list));
    buf_text(out, "{\"pictures\":[");
    for (const char *line = buf_cstr(&list); *line != '\0'; line += strcspn(line, "\n") + 1) {
        if (*line != '#' && *line != '\n') {
            buf_printf(out, "%s{\"name\":\"%.*s\",\"plain\":true}", before, (int)strcspn(line, " "),
                       line);
            before = ",";
        }
    }
    buf_text(out, "]}");
done:
    buf_finish(&list);
    return st;
}

/* As the build makes it, of two. */
static void make_licences(struct buf *out)
{
    buf_text(out, "{\"licences\":[{\"group\":\"pictures\",\"name\":\"Some drawings\",\"package\":"
                  "\"some-drawings\",\"version\":\"1.2\",\"licence\":\"MIT\",\"text\":"
                  "\"licences/some-drawings.txt\"},{\"group\":\"libraries\",\"name\":\"Some "
                  "library\",\"package\":\"libsome\",\"version\":\"3\",\"licence\":\"LGPL-2.1+\","
                  "\"text\":\"licences/some-drawings.txt\"}]}");
}

static enum status hand_asset(void *ctx, const char *name, struct buf *out)
{
    (void)ctx;
    if (strcmp(name, "pictures/index.json") == 0) {
        return make_index(out);
    }
    if (strcmp(name, "licences.json") == 0) {
        make_licences(out);
        return STATUS_OK;
    }
    for (int i = 1; i <= 60 && strncmp(name, "licences/", 9) == 0; i++) {
        buf_printf(out, "This is line %d of it.\n", i);
    }
    return out->size > 0 ? STATUS_OK : read_asset(name, out);
}

static void hand_say(void *ctx, const char *text, const char *voice, int rate)
{
    struct hand *h = ctx;

    h->heard[0] = '\0';
    if (voice != NULL) { /* else it is not heard */
        text_copy(h->said, sizeof(h->said), text);
        text_copy(h->voice, sizeof(h->voice), voice);
        h->rate = rate;
    }
    if (h->speaker.say != NULL) {
        h->speaker.say(h->speaker.ctx, text, voice, rate);
    }
}

static void hand_say_with(void *ctx, const struct app_words *words)
{
    struct hand *h = ctx;
    struct hand_speaker speaker = h->speaker;
    struct buf heard = {0};

    h->speaker.say = speaker.say_with == NULL ? speaker.say : NULL;
    hand_say(ctx, words->text, words->voice, words->rate);
    h->speaker.say = speaker.say;
    if (speaker.say_with != NULL) {
        speaker.say_with(speaker.ctx, words);
    }
    for (size_t i = 0; i < words->clip_count; i++) {
        buf_add(&heard, words->text + words->clips[i].from, words->clips[i].size);
        buf_byte(&heard, '|');
    }
    text_copy(h->heard, sizeof(h->heard), buf_cstr(&heard));
    buf_finish(&heard);
}

/* ---- the microphone -------------------------------------------------------------------------- */

static enum status hand_record(void *ctx)
{
    struct hand *h = ctx;

    if (h->microphone.is_missing) {
        return FAIL(STATUS_UNSUPPORTED, "No microphone was found. Plug one in, and try again");
    }
    h->microphone.listens = true;
    h->microphone.since_ms = h->ticks_ms;
    return STATUS_OK;
}

static int hand_recorded(void *ctx, int *loudness)
{
    const struct hand *h = ctx;

    *loudness = h->microphone.is_deaf ? 0 : 65;
    return h->microphone.listens ? (int)(h->ticks_ms - h->microphone.since_ms) : -1;
}

/* What it gives tells how long it was heard. */
static void hand_record_end(void *ctx, struct buf *pcm)
{
    struct hand *h = ctx;

    if (pcm != NULL) {
        buf_printf(pcm, "%d %d", (int)(h->ticks_ms - h->microphone.since_ms),
                   h->microphone.is_deaf ? 0 : 1);
    }
    h->microphone.listens = false;
}

static enum status hand_make_clip(void *ctx, struct buf *pcm, struct buf *clip, int *length_ms)
{
    int is_heard = 0;

    (void)ctx;
    CHECK(sscanf(buf_cstr(pcm), "%d %d", length_ms, &is_heard) == 2); /* NOLINT */
    if (is_heard == 0) {
        return FAIL(STATUS_BAD_INPUT,
                    "Nothing was heard. Speak a little closer to the tablet, and try again");
    }
    hand_make_sound(clip);
    return STATUS_OK;
}

static void hand_hush(void *ctx)
{
    const struct hand *h = ctx;

    if (h->speaker.hush != NULL) {
        h->speaker.hush(h->speaker.ctx);
    }
}

static bool hand_mark(void *ctx, int *from, int *size)
{
    const struct hand *h = ctx;

    return h->speaker.mark != NULL && h->speaker.mark(h->speaker.ctx, from, size);
}

static void copy_file(const struct hand *h, const struct support_folder *to, const char *name)
{
    char *from_path = support_folder_path(&h->folder, name);
    char *to_path = support_folder_path(to, name);
    struct buf bytes = {0};

    if (support_file_read(from_path, &bytes) == STATUS_OK) {
        CHECK(support_file_write(to_path, bytes.data, bytes.size) == STATUS_OK);
    }
    buf_finish(&bytes);
    free(from_path);
    free(to_path);
}

/* The files as they lie there at this moment go on; the program that is still alive does not. */
static struct support_folder copy_durable(const struct hand *h)
{
    struct support_folder after = {{0}};

    CHECK(support_folder_make(&after) == STATUS_OK);
    copy_file(h, &after, "tablet.db");
    copy_file(h, &after, "tablet.db-wal");
    return after;
}

static void hand_saved(void *ctx, const char *type, const struct id *rec)
{
    struct hand *h = ctx;

    CHECK(h->saved_count < HAND_SAVED_MAX);
    text_copy(h->saved[h->saved_count].type, sizeof(h->saved[0].type), type);
    h->saved[h->saved_count++].rec = *rec;
    if (h->dies_at_save) {
        h->dies_at_save = false;
        h->at_save = copy_durable(h);
    }
}

static enum status hand_code(void *ctx, struct buf *code, struct buf *name)
{
    const struct hand *h = ctx;

    buf_text(name, "IMG_0042.jpg");
    if (h->picture == NULL) {
        return FAIL(STATUS_NOT_FOUND, "No code can be read in this picture (IMG_0042.jpg)");
    }
    buf_text(code, h->picture);
    return STATUS_OK;
}

/* Three pictures lie on this tablet, of which one is no picture; what is made of the others is
 * large or small. */
static enum status hand_files(void *ctx, struct app_files *out)
{
    static const char *const names[] = {"/photos/swing.jpg", "/photos/broken.jpg",
                                        "/photos/large.jpg"};

    (void)ctx;
    out->count = sizeof(names) / sizeof(names[0]);
    out->rows = mem_zero(out->count, sizeof(*out->rows));
    for (size_t i = 0; i < out->count; i++) {
        text_copy(out->rows[i].path, sizeof(out->rows[i].path), names[i]);
    }
    return STATUS_OK;
}

static enum status hand_shrink(void *ctx, const char *path, struct buf *jpeg)
{
    (void)ctx;
    if (strstr(path, "broken") != NULL) {
        return FAIL(STATUS_BAD_INPUT, "This is no PNG or JPEG picture: use one that is");
    }
    buf_text(jpeg, path);
    for (int i = 0; strstr(path, "large") != NULL && jpeg->size < HAND_LARGE; i++) {
        buf_byte(jpeg, (char)(uint8_t)(i * 7 % 251));
    }
    return STATUS_OK;
}

/* Every letter is as wide as every other: no font, the same on every machine. */
static float letter_width(void *ctx, const struct text_line *line)
{
    const char *at = line->text;
    float letters = 0;

    (void)ctx;
    while (at < line->text + line->bytes) {
        (void)text_next(&at);
        letters += 1;
    }
    return letters * (float)line->size * (line->font == DRAW_BOLD ? 0.56F : 0.52F);
}

/* ---- life ----------------------------------------------------------------------------------- */

void hand_open(struct hand *h)
{
    *h = (struct hand){.width = 1280, .height = 800, .scale = 1, .ticks_ms = 1000, .rng = {11}};
    h->clock.now_ms = HAND_NOW_MS;
    CHECK(change_setup() == STATUS_OK);
    CHECK(support_folder_make(&h->folder) == STATUS_OK);
    h->file = support_folder_path(&h->folder, "tablet.db");
    classroom_make(&h->room, HAND_NOW_MS);
}

enum status hand_try(struct hand *h)
{
    enum status st = STATUS_OK;
    struct app_options options = {h->folder.path, NULL, NULL};
    struct app_host host = {.ctx = h,
                            .clock = support_clock_port(&h->clock),
                            .random = rng_port(&h->rng),
                            .work = hand_work,
                            .asset = hand_asset,
                            .say = hand_say,
                            .say_with = hand_say_with,
                            .hush = hand_hush,
                            .record = hand_record,
                            .recorded = hand_recorded,
                            .record_end = hand_record_end,
                            .make_clip = hand_make_clip,
                            .mark = hand_mark,
                            .code = hand_code,
                            .files = hand_files,
                            .shrink = hand_shrink,
                            .saved = hand_saved};
    struct text_port letters = {.width = letter_width};

    h->ui = ui_create(h->text.width != NULL ? h->text : letters);
    st = app_open(&options, &host, &h->app);
    if (st == STATUS_OK) {
        hand_settle(h);
    }
    return st;
}

void hand_start(struct hand *h)
{
    if (hand_try(h) != STATUS_OK) {
        check_failed(status_message(), "hand", 0);
    }
}

void hand_stop(struct hand *h)
{
    app_close(h->app);
    ui_destroy(h->ui);
    h->app = NULL;
    h->ui = NULL;
    h->list = NULL;
    h->work = NULL;
}

void hand_close(struct hand *h)
{
    hand_stop(h);
    support_folder_remove(&h->folder);
    free(h->file);
    *h = (struct hand){0};
}

void hand_open_enrolled(struct hand *h, int staff_count)
{
    hand_open(h);
    CHECK(classroom_enrolled(&h->room, h->file, HAND_PASSPHRASE, staff_count) == STATUS_OK);
    hand_start(h);
}

void hand_crash(struct hand *h)
{
    struct support_folder after = h->at_save.path[0] != '\0' ? h->at_save : copy_durable(h);

    h->at_save = (struct support_folder){0};
    hand_stop(h);
    support_folder_remove(&h->folder);
    free(h->file);
    h->folder = after;
    h->file = support_folder_path(&h->folder, "tablet.db");
    hand_start(h);
}

void hand_put_back(struct hand *h, const struct buf *file)
{
    static const char *const tails[] = {"-wal", "-shm"};
    struct buf name = {0};

    CHECK(h->app == NULL);
    for (size_t i = 0; i < sizeof tails / sizeof tails[0]; i++) {
        buf_clear(&name);
        buf_printf(&name, "%s%s", h->file, tails[i]);
        (void)remove(buf_cstr(&name)); /* it may not be there */
    }
    CHECK(support_file_write(h->file, file->data, file->size) == STATUS_OK);
    buf_finish(&name);
}

/* ---- frames ---------------------------------------------------------------------------------- */

static void frame_in(struct hand *h, const enum ui_theme *theme)
{
    struct app_look look = app_look(h->app);
    struct ui_frame frame = {.width = h->width,
                             .height = h->height,
                             .scale = h->scale,
                             .now_ms = h->ticks_ms,
                             .still = !h->moves};

    app_look_frame(&look, &frame);
    frame.theme = theme != NULL ? *theme : frame.theme;
    if (h->words > 0 && !text_equal(app_screen(h->app), "room")) {
        frame.text = h->words;
    }
    h->list = app_frame(h->app, h->ui, &frame);
}

void hand_draw_in(struct hand *h, enum ui_theme theme)
{
    frame_in(h, &theme);
}

void hand_settle(struct hand *h)
{
    for (int i = 0; i < SETTLE_MAX; i++) {
        bool wants = app_advance(h->app, h->ticks_ms);
        if (h->work != NULL && !h->work_waits) {
            void (*work)(void *arg) = h->work;
            h->work = NULL;
            work(h->arg);
            app_work_done(h->app, h->arg);
            wants = true;
        }
        if (!wants && h->list != NULL && ui_wake_ms(h->ui) > h->ticks_ms &&
            app_wake_ms(h->app) > h->ticks_ms) {
            return;
        }
        frame_in(h, NULL);
        h->ticks_ms++;
        h->clock.now_ms++;
    }
    check_failed("the screen comes to rest", "hand", 0);
}

void hand_wait(struct hand *h, int64_t ms)
{
    h->ticks_ms += ms;
    h->clock.now_ms += ms;
    hand_settle(h);
}

/* ---- acts ------------------------------------------------------------------------------------ */

static _Noreturn void give_up(struct hand *h, const char *what, const char *label)
{
    struct buf all = {0};

    ui_print_texts(h->ui, &all);
    status_fail(STATUS_NOT_FOUND, "%s \"%s\" on a screen that says:\n%s", what, label,
                buf_cstr(&all));
    buf_finish(&all);
    check_failed(status_message(), "hand", 0);
}

static const struct ui_place *reach(struct hand *h, const char *label)
{
    const struct ui_place *place = ui_find(h->ui, label);

    if (place != NULL && place->covered) {
        ui_reveal(h->ui, place->id);
        frame_in(h, NULL);
        hand_settle(h);
        place = ui_find(h->ui, label);
    }
    if (place == NULL || place->covered || place->disabled) {
        give_up(h, place == NULL ? "there is no" : "no finger reaches", label);
    }
    return place;
}

void hand_tap(struct hand *h, const char *label)
{
    const struct ui_place *place = reach(h, label);
    struct ui_event event = {.kind = UI_DOWN,
                             .x = (float)place->at.x + (float)place->at.w / 2,
                             .y = (float)place->at.y + (float)place->at.h / 2};

    ui_feed(h->ui, &event);
    event.kind = UI_UP;
    ui_feed(h->ui, &event);
    app_touched(h->app);
    hand_settle(h);
}

void hand_type(struct hand *h, const char *text)
{
    if (!ui_wants_text(h->ui)) {
        give_up(h, "no field takes", text);
    }
    while (*text != '\0') {
        struct ui_event event = {.kind = UI_TEXT};
        const char *at = text;
        (void)text_next(&at);
        text_copy(event.text, (size_t)(at - text) + 1, text);
        ui_feed(h->ui, &event);
        text = at;
        hand_settle(h);
    }
}

void hand_key(struct hand *h, enum ui_key key)
{
    struct ui_event event = {.kind = UI_KEY, .key = key};

    ui_feed(h->ui, &event);
    hand_settle(h);
}

void hand_unlock(struct hand *h, const char *name)
{
    if (ui_find(h->ui, name) != NULL) {
        hand_tap(h, name);
    }
    hand_tap(h, "Passphrase");
    hand_type(h, HAND_PASSPHRASE);
    hand_tap(h, "Unlock");
    if (!app_is(h->app, APP_IS_UNLOCKED)) {
        give_up(h, "not unlocked:", name);
    }
}

/* ---- fixtures ------------------------------------------------------------------------------- */

static struct hand the_hand;

int hand_at_empty(void **state)
{
    hand_open(&the_hand);
    hand_start(&the_hand);
    *state = &the_hand;
    return 0;
}

int hand_at_locked(void **state)
{
    hand_open_enrolled(&the_hand, 2);
    *state = &the_hand;
    return 0;
}

int hand_at_unlocked(void **state)
{
    (void)hand_at_locked(state);
    hand_unlock(&the_hand, classroom_staff_name(0));
    return 0;
}

int hand_leaves(void **state)
{
    hand_close(*state);
    return 0;
}

/* ---- looking --------------------------------------------------------------------------------- */

bool hand_sees(struct hand *h, const char *text)
{
    struct buf all = {0};
    bool found = ui_find(h->ui, text) != NULL;

    ui_print_texts(h->ui, &all);
    found = found || strstr(buf_cstr(&all), text) != NULL;
    buf_finish(&all);
    return found;
}

void hand_expect(struct hand *h, const char *text)
{
    if (!hand_sees(h, text)) {
        give_up(h, "expected", text);
    }
}

void hand_expect_not(struct hand *h, const char *text)
{
    if (hand_sees(h, text)) {
        give_up(h, "not expected:", text);
    }
}

bool hand_is_chosen(struct hand *h, const char *label)
{
    const struct ui_place *place = ui_find(h->ui, label);

    return place != NULL && place->chosen;
}
