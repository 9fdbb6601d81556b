/* What a pupil can be asked: the self-assessments that ship and the school's own.
 *
 * Of a family, which asks the same with three faces or with five, only the one is offered that fits
 * the pupil's access profile. What asks about a target is offered once for each of the pupil's own
 * targets; what asks about an activity, for the one that was observed last today, or for none.
 */
#include "app_room.h"

#include <string.h>

enum { OFFERS_MOST = 48 };

static bool is_asked(const struct app_instrument *one)
{
    return one != NULL && strcmp(one->in.kind, "self-assessment") == 0;
}

static const struct app_instrument *nth(const struct app *a, size_t i)
{
    size_t own = i - SCALE_SHIPPED;
    const char *id = NULL;

    if (i < SCALE_SHIPPED) {
        return scale_of(a, a->scales.shipped[i].in.id, "");
    }
    id = a->scales.own[own].is_broken ? "" : a->scales.own[own].one.in.id;
    return id[0] != '\0' && !a->scales.own[own].is_retired ? scale_of(a, id, "") : NULL;
}

/* The first of the family with as many faces as the profile says, else the first of all. */
static bool is_best_of_family(const struct app *a, const struct app_instrument *one, int64_t scale)
{
    const struct app_instrument *first = one;
    size_t count = SCALE_SHIPPED + a->scales.own_count;

    if (one->in.family[0] == '\0') {
        return true;
    }
    for (size_t i = count; i > 0; i--) {
        const struct app_instrument *other = nth(a, i - 1);
        if (is_asked(other) && strcmp(other->in.family, one->in.family) == 0 &&
            (other->in.length == scale || first->in.length != scale)) {
            first = other;
        }
    }
    return first == one;
}

static void add(struct room_offers *out, const struct app_instrument *one, const struct id *about,
                const char *words)
{
    if (out->count < OFFERS_MOST) {
        out->rows[out->count++] = (struct room_offer){one, *about, words};
    }
}

static void add_targets(struct app *a, struct arena *arena, const struct app_instrument *one,
                        struct room_offers *out)
{
    struct view_target_rows targets = {0};

    app_tell(a,
             view_targets(a->session.view, &a->session.school, &a->place.pupil, arena, &targets));
    for (size_t i = 0; i < targets.count; i++) {
        add(out, one, &targets.rows[i].id, targets.rows[i].title);
    }
}

/* The pupil's latest observation of today that says what they were doing. */
static void add_activity(struct app *a, struct arena *arena, const struct app_instrument *one,
                         struct room_offers *out)
{
    static const struct id none = {""};
    struct view_note_rows notes = {0};
    struct view_span span = {.from_ms = app_wall(a) - 12 * INT64_C(3600000),
                             .until_ms = INT64_MAX,
                             .limit = 1,
                             .kind = VIEW_OBSERVATIONS};
    struct merge_record r = {0};
    const char *doing = NULL;

    merge_init(&r);
    app_tell(
        a, view_notes(a->session.view, &a->session.school, &a->place.pupil, &span, arena, &notes));
    if (notes.count > 0 &&
        view_load(a->session.view, &a->session.school, &notes.rows[0].rec, &r) == STATUS_OK) {
        doing = json_text(model_field(&r, "doing"));
    }
    if (doing != NULL && doing[0] != '\0') {
        add(out, one, &notes.rows[0].rec, arena_text(arena, doing));
    } else {
        add(out, one, &none, "");
    }
    merge_finish(&r);
}

static bool is_there(const struct room_offers *out, const struct app_instrument *one)
{
    for (size_t i = 0; i < out->count; i++) {
        if (out->rows[i].one == one) {
            return true;
        }
    }
    return false;
}

void room_offered(struct app *a, struct arena *arena, struct room_offers *out)
{
    static const struct id none = {""};
    struct app_profile profile;

    profile_read(a, &a->place.pupil, &profile);
    *out = (struct room_offers){.rows = arena_alloc(arena, OFFERS_MOST * sizeof(*out->rows))};
    for (size_t i = 0; i < SCALE_SHIPPED + a->scales.own_count; i++) {
        const struct app_instrument *one = nth(a, i);
        if (!is_asked(one) || is_there(out, one) || !is_best_of_family(a, one, profile.is.scale)) {
            continue;
        }
        if (strcmp(one->in.asks_about, "target") == 0) {
            add_targets(a, arena, one, out);
        } else if (strcmp(one->in.asks_about, "activity") == 0) {
            add_activity(a, arena, one, out);
        } else {
            add(out, one, &none, "");
        }
    }
}

void room_fill_offers(struct app *a)
{
    struct room_offers offers = {0};
    struct screen_offer *rows = NULL;
    struct view_picture_rows own = {0};
    size_t count = 0;

    room_offered(a, &a->model, &offers);
    app_tell(a, album_schools(a, &a->model, &own));
    rows = arena_alloc(&a->model, (offers.count + 2) * sizeof(*rows));
    count = room_find_put_by(a, &rows[0]) ? 1 : 0;
    if (count > 0) {
        rows[0].picture = album_schools_name(&own, &a->model, rows[0].picture);
    }
    for (size_t i = 0; i < offers.count; i++) {
        const struct room_offer *offer = &offers.rows[i];
        struct screen_offer *row = &rows[count++];
        *row = (struct screen_offer){
            .key = arena_printf(&a->model, "%s-%s", offer->one->in.id, offer->about.text),
            .label = offer->one->in.label,
            .sub = offer->about_words,
            .picture = album_schools_name(&own, &a->model, offer->one->in.picture),
            .note = "",
            .about = offer->about,
            .number = (int)i};
        if (room_missing(&own, &a->model, &offer->one->in) > 0) {
            row->note = word_of(a, WORD_HAND_OVER_MISSING);
        }
    }
    a->view.offers = rows;
    a->view.offer_count = count;
}

/* ---- where a picture is asked with ----------------------------------------------------------- */

struct looking {
    const struct id *rec;
    const char *name; /* by which it stands among the choices, where it is the pupil's own */
    bool is_there;
};

static enum status look_at(void *ctx, const char *item, const char **name)
{
    struct looking *l = ctx;
    const char *schools = instrument_schools_picture(*name);

    (void)item;
    l->is_there = l->is_there || strcmp(*name, l->name) == 0 ||
                  (schools != NULL && strcmp(schools, l->rec->text) == 0);
    return STATUS_OK;
}

static bool is_asked_with(struct app *a, const struct app_instrument *one, const struct id *rec,
                          const char *name)
{
    struct arena arena = {0};
    struct app_instrument copy;
    struct looking l = {rec, name, false};

    if (scale_copy(a, one, &arena, &copy) == STATUS_OK) {
        if (!a->pictures.is_schools) {
            room_add_own(a, &a->place.pupil, &copy.in, &arena);
        }
        app_tell(a, instrument_each_picture(&copy.in, look_at, &l));
    }
    arena_wipe(&arena);
    return l.is_there;
}

/* Three faces or five have one name, and it is told once. */
static bool is_told(const char *const *told, size_t count, const char *label)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(told[i], label) == 0) {
            return true;
        }
    }
    return false;
}

const char *room_asked_with(struct app *a, const struct id *rec, const char *name)
{
    const char *out = "";
    const char **told = NULL;
    size_t count = 0;

    scale_refresh(a);
    told = arena_alloc(&a->model, (SCALE_SHIPPED + a->scales.own_count) * sizeof(*told));
    for (size_t i = 0; i < SCALE_SHIPPED + a->scales.own_count; i++) {
        const struct app_instrument *one = nth(a, i);
        if (is_asked(one) && !is_told(told, count, one->in.label) &&
            is_asked_with(a, one, rec, name)) {
            told[count++] = one->in.label;
            out = arena_printf(&a->model, "%s%s%s", out, out[0] != '\0' ? ", " : "", one->in.label);
        }
    }
    return out;
}
