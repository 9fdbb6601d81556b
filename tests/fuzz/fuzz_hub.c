/* Any bytes as a request of a tablet: what it pushes, how it enrols, what it asks for.
 *
 * The first letter says which: P a push's body as it is; L lines, which are numbered, sealed and
 * signed as an honest tablet would, so that they get as far as the fold; E an enrolment's body; G
 * what follows /v1/. In lines @D is the tablet, @S the seq, @P a pupil of the school; a target
 * that ends in epoch= gets the epoch. The hub refuses in words and never by 500; what is authentic
 * it takes, whatever is in it; and afterwards its chains hold and the view folds to the same bytes.
 *
 * Seen to catch: a rebuild that leaves a change out; a refusal without a sentence.
 */
#include "fuzz.h"

#include "tablet.h"

#include <inttypes.h>
#include <string.h>

struct play {
    struct tablet_world *world;
    struct tablet tablet;
    struct id pupil;
};

static void check_reply(const struct http_reply *reply)
{
    struct json_value *body = NULL;

    CHECK(reply->status >= 200 && reply->status < 600 && reply->status != 500);
    CHECK(text_is_utf8(reply->body.data, reply->body.size));
    if (reply->status >= 400) {
        CHECK(json_parse(reply->body.data, reply->body.size, &body) == STATUS_OK);
        CHECK(json_member_text(body, "error")[0] != '\0');
        CHECK(json_member_text(body, "message")[0] != '\0');
    }
    json_free(body);
}

static void ask(struct play *p, const char *method, const char *target, const char *body,
                size_t size)
{
    struct http_request req;
    struct http_reply reply;
    struct buf header = {0};

    if (http_request_init(&req, method, target) != STATUS_OK) {
        return;
    }
    buf_printf(&header, "Bearer %s", p->tablet.token);
    CHECK(http_request_add_header(&req, "Authorization", buf_cstr(&header)) == STATUS_OK);
    tablet_sign(&p->tablet, &p->tablet.hash, &header);
    CHECK(http_request_add_header(&req, "Cairn-Signature", buf_cstr(&header)) == STATUS_OK);
    buf_add(&req.body, body, size);
    http_reply_init(&reply);
    hub_handle(p->world->hub, &req, &reply);
    check_reply(&reply);
    http_reply_finish(&reply);
    http_request_finish(&req);
    buf_finish(&header);
}

static void ask_epoch(struct play *p, const char *method, const char *path, const char *rest)
{
    struct buf target = {0};
    size_t size = strlen(rest);

    buf_printf(&target, "%s%s", path, rest);
    if (size >= 6 && strcmp(rest + size - 6, "epoch=") == 0) {
        buf_text(&target, p->tablet.epoch);
    }
    ask(p, method, buf_cstr(&target), "", 0);
    buf_finish(&target);
}

static void push_bytes(struct play *p, const char *body, size_t size)
{
    struct buf target = {0};

    buf_printf(&target, "/v1/push?epoch=%s", p->tablet.epoch);
    ask(p, "POST", buf_cstr(&target), body, size);
    buf_finish(&target);
}

/* One line with @D, @S and @P put in. */
static void fill_in(const struct play *p, const char *line, size_t size, struct buf *out)
{
    for (size_t i = 0; i < size; i++) {
        const char next = (char)(i + 1 < size ? line[i + 1] : '\0');
        if (line[i] != '@' || (next != 'D' && next != 'S' && next != 'P')) {
            buf_add(out, &line[i], 1);
            continue;
        }
        i++;
        if (next == 'S') {
            buf_printf(out, "%" PRId64, p->tablet.seq + 1);
        } else {
            buf_text(out, next == 'D' ? p->tablet.dev.text : p->pupil.text);
        }
    }
}

static void push_lines(struct play *p, const char *text, size_t size)
{
    const char *end = text + size;
    struct buf line = {0};
    struct http_reply reply;

    while (text < end) {
        const char *stop = memchr(text, '\n', (size_t)(end - text));
        struct id pupil = {""};
        struct change c;
        stop = stop == NULL ? end : stop;
        buf_clear(&line);
        fill_in(p, text, (size_t)(stop - text), &line);
        if (change_decode(buf_cstr(&line), line.size, &c) == STATUS_OK) {
            pupil = c.pupil;
        }
        change_finish(&c);
        tablet_write_raw(&p->tablet, &pupil, buf_cstr(&line), line.size);
        text = stop + 1;
    }
    buf_finish(&line);
    if (p->tablet.body.size > 0 && p->tablet.body.size <= (size_t)SYNC_BODY_MAX) {
        tablet_push(&p->tablet, &reply);
        check_reply(&reply);
        CHECK(reply.status == 200); /* what is authentic is taken */
        http_reply_finish(&reply);
    }
}

static enum status add_line(void *ctx, const char *line, size_t size)
{
    buf_add(ctx, line, size);
    return STATUS_OK;
}

static void is_whole(struct play *p)
{
    struct hub *hub = p->world->hub;
    struct buf before = {0};
    struct buf after = {0};
    struct buf words = {0};
    struct hub_sink to_before = {add_line, &before};
    struct hub_sink to_after = {add_line, &after};
    struct hub_sink to_words = {add_line, &words};
    int64_t changes = 0;
    int64_t faults = 0;

    CHECK(hub_export_records(hub, NULL, &to_before) == STATUS_OK);
    CHECK(hub_rebuild(hub, &changes) == STATUS_OK);
    CHECK(hub_export_records(hub, NULL, &to_after) == STATUS_OK);
    CHECK(buf_equal(&before, &after));
    CHECK(hub_verify(hub, &to_words, &changes, &faults) == STATUS_OK && faults == 0);
    buf_finish(&before);
    buf_finish(&after);
    buf_finish(&words);
}

static void act(struct play *p, char letter, const char *text, size_t size)
{
    struct arena arena = {0};

    switch (letter) {
    case 'P':
        push_bytes(p, text, size);
        break;
    case 'L':
        push_lines(p, text, size);
        break;
    case 'E':
        ask(p, "POST", "/v1/enrol", text, size);
        break;
    default:
        ask_epoch(p, letter == 'G' ? "GET" : "POST", "/v1/", arena_span(&arena, text, size));
        break;
    }
    arena_finish(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) /* NOLINT */
{
    struct play p = {.world = NULL};
    void *world = NULL;

    if (size < 1) {
        return 0;
    }
    CHECK(tablet_world_make(&world) == 0);
    p.world = world;
    tablet_join(p.world, &p.tablet, NULL);
    p.pupil = tablet_write_pupil(&p.tablet);
    tablet_expect_push(&p.tablet, 200, "acked");
    act(&p, (char)data[0], (const char *)data + 1, size - 1);
    tablet_expect_get(&p.tablet, "/v1/pull?after=0&limit=5000&epoch=", 200, "next");
    is_whole(&p);
    tablet_finish(&p.tablet);
    (void)tablet_world_end(&world);
    return 0;
}
