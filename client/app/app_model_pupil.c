/* One pupil: the chips of an observation, learned from use, and the head of the page. */
#include "app_room.h"

#include <inttypes.h>
#include <string.h>

#define CHIPS_MAX 24

static const char *const context_fields[CONTEXT_COUNT] = {"doing", "place", "with", "prompt"};

/* ---- chips ----------------------------------------------------------------------------------- */

struct chips {
    struct screen_word *rows;
    size_t count;
};

static void add_chip(struct chips *chips, const char *value, const char *shown)
{
    for (size_t i = 0; i < chips->count; i++) {
        if (strcmp(chips->rows[i].value, value) == 0) {
            return;
        }
    }
    if (value[0] != '\0' && chips->count < CHIPS_MAX) {
        chips->rows[chips->count++] = (struct screen_word){value, shown};
    }
}

/* Words to begin with, until there are own ones: "Story|Music|…". */
static void add_defaults(struct app *a, struct chips *chips, enum word which)
{
    const char *at = word_of(a, which);

    while (*at != '\0') {
        size_t size = strcspn(at, "|");
        const char *one = arena_span(&a->model, at, size);
        add_chip(chips, one, one);
        at += size + (at[size] == '|' ? 1 : 0);
    }
}

static void add_prompts(const struct app *a, struct chips *chips)
{
    const struct instrument_item *item = scale_prompts(a)->items;

    for (size_t i = 0; i < item->choice_count; i++) {
        add_chip(chips, item->choices[i].id, item->choices[i].label);
    }
}

static void fill_chips(struct app *a, enum screen_context which, const struct id *pupil,
                       struct screen_chips *out)
{
    static const enum word defaults[CONTEXT_COUNT] = {WORD_DEFAULT_DOING, WORD_DEFAULT_PLACE,
                                                      WORD_DEFAULT_WITH, WORD_COUNT};
    struct chips chips = {arena_alloc(&a->model, CHIPS_MAX * sizeof(struct screen_word)), 0};
    const struct view_word_rows *words = NULL;
    const char *now = a->form.draft.context[which];

    if (which == CONTEXT_PROMPT) {
        add_prompts(a, &chips); /* in the order of the levels, from none to most */
    } else {
        words = known_words(a, pupil, which, context_fields[which]);
        for (size_t i = 0; i < words->count; i++) {
            add_chip(&chips, words->rows[i].text, words->rows[i].text);
        }
        add_defaults(a, &chips, defaults[which]);
    }
    if (now[0] != '\0') {
        add_chip(&chips, arena_text(&a->model, now), arena_text(&a->model, now));
    }
    *out = (struct screen_chips){chips.rows, chips.count};
}

/* ---- targets --------------------------------------------------------------------------------- */

size_t model_targets(struct app *a, const struct id *pupil, const struct screen_target **out)
{
    struct view_target_rows targets = {0};
    struct screen_target *rows = NULL;

    *out = NULL;
    if (id_is_none(pupil) || view_targets(a->session.view, &a->session.school, pupil, &a->model,
                                          &targets) != STATUS_OK) {
        return 0;
    }
    rows = arena_alloc(&a->model, (targets.count + 1) * sizeof(*rows));
    for (size_t i = 0; i < targets.count; i++) {
        rows[i].id = targets.rows[i].id;
        rows[i].key = arena_text(&a->model, targets.rows[i].id.text);
        rows[i].title = targets.rows[i].title;
    }
    *out = rows;
    return targets.count;
}

/* ---- observe --------------------------------------------------------------------------------- */

struct found_pupil {
    const char *first;
    const char *name; /* with the family name's letter */
    const char *initials;
    const char *groups;
    int64_t last_ms;
};

static struct found_pupil find_pupil(struct app *a, const struct id *pupil)
{
    const struct view_pupil *p = known_pupil(a, pupil);
    const char *name =
        arena_printf(&a->model, "%s%s%s", p->shown, p->family[0] != '\0' ? " " : "", p->family);

    return (struct found_pupil){p->shown, name, model_initials(a, name), p->groups,
                                p->last_observed_ms};
}

static const char *all_names(struct app *a)
{
    const struct screen_draft *d = &a->form.draft;
    const char *shown[SCREEN_PUPILS_MAX] = {NULL};
    const char *family[SCREEN_PUPILS_MAX] = {NULL};
    const char *names = "";

    for (size_t i = 0; i < d->pupil_count; i++) {
        family[i] = "";
        shown[i] = model_pupil_name(a, &d->pupils[i], &family[i]);
        shown[i] = shown[i][0] != '\0' ? shown[i] : word_of(a, WORD_OBSERVE_OF_LEFT);
    }
    for (size_t i = 0; i < d->pupil_count; i++) {
        bool is_alone = true; /* of two of one first name the whole names are said */
        for (size_t k = 0; k < d->pupil_count; k++) {
            is_alone = is_alone && (k == i || strcmp(shown[k], shown[i]) != 0);
        }
        names = arena_printf(&a->model, "%s%s%s%s%s", names,
                             i == 0                    ? ""
                             : i + 1 == d->pupil_count ? word_of(a, WORD_AND)
                                                       : ", ",
                             shown[i], is_alone || family[i][0] == '\0' ? "" : " ",
                             is_alone ? "" : family[i]);
    }
    return names;
}

static void fill_who(struct app *a, struct screen_observe *out)
{
    const struct screen_draft *d = &a->form.draft;
    struct found_pupil p = {"", "", "", "", 0};

    if (d->pupil_count == 1 && model_pupil_name(a, &d->pupils[0], NULL)[0] == '\0') {
        out->who = word_of(a, WORD_OBSERVE_LEFT);
        out->sub = word_of(a, WORD_OBSERVE_LEFT_WHY);
    } else if (d->pupil_count == 1) {
        p = find_pupil(a, &d->pupils[0]);
        out->pupil = d->pupils[0];
        out->who = p.name;
        out->first = p.first;
        out->initials = p.initials;
        out->picture = model_portrait(a, &out->pupil);
        out->sub = arena_printf(&a->model, "%s%s%s", p.groups, p.groups[0] != '\0' ? " · " : "",
                                model_since(a, p.last_ms));
    } else {
        out->who = all_names(a);
        out->initials = arena_printf(&a->model, "%zu", d->pupil_count);
        out->sub =
            words_count(&a->words, WORD_OBSERVE_TOGETHER, &a->model, (int64_t)d->pupil_count);
    }
}

const char *model_total(struct app *a, const struct instrument *in, const int *choices)
{
    const struct instrument_band *band = NULL;
    int64_t sum = 0;
    int64_t left = 0;

    if (in == NULL || in->band_count == 0) {
        return "";
    }
    if (instrument_total(in, choices, &sum, &band)) {
        return words_fill(&a->words, WORD_OBSERVE_TOTAL, &a->model,
                          arena_printf(&a->model, "%" PRId64, sum),
                          arena_printf(&a->model, "%" PRId64 ": %s",
                                       in->bands[in->band_count - 1].to, band->label));
    }
    for (size_t i = 0; i < in->item_count; i++) {
        left += in->items[i].choice_count > 0 && choices[i] < 0 ? 1 : 0;
    }
    return words_count(&a->words, WORD_OBSERVE_NO_TOTAL, &a->model, left);
}

static void fill_phrases(struct app *a, struct screen_chips out[NOTE_COUNT])
{
    const struct instrument *in = scale_note(a);

    for (size_t i = 0; i < in->item_count; i++) {
        const struct instrument_item *item = &in->items[i];
        int part = scale_note_part(item->id);
        struct screen_word *rows =
            arena_alloc(&a->model, (item->phrase_count + 1) * sizeof(struct screen_word));
        for (size_t p = 0; p < item->phrase_count; p++) {
            rows[p] = (struct screen_word){item->phrases[p], item->phrases[p]};
        }
        if (part >= 0) {
            out[part] = (struct screen_chips){rows, item->phrase_count};
        }
    }
}

static void fill_scale(struct app *a, struct screen_observe *out)
{
    const struct screen_draft *d = &a->form.draft;
    const struct app_instrument *offered[SCALE_OFFERED_MAX] = {NULL};

    out->scale = scale_of_draft(a, d);
    out->is_note = out->scale != NULL && scale_is_note(out->scale);
    out->is_scale_fixed = a->is_scale_fixed;
    out->scale_count = scale_offered(a, offered);
    for (size_t i = 0; i < out->scale_count; i++) {
        out->scales[i] = &offered[i]->in;
    }
    out->total = model_total(a, out->scale, d->choices);
    fill_phrases(a, out->phrases);
}

/* Of a group observation that is changed: for whom the change is. */
static void fill_sisters(struct app *a, struct screen_observe *out)
{
    struct merge_record r = {0};
    struct view_sister_rows sisters = {0};

    out->only = "";
    out->all = "";
    out->sisters = "";
    merge_init(&r);
    if (out->is_edit &&
        view_load(a->session.view, &a->session.school, &a->form.draft.rec, &r) == STATUS_OK &&
        edit_sisters(a, &r, &a->model, &sisters) > 1) {
        out->only = words_fill(&a->words, WORD_OBSERVE_FOR_ONE, &a->model, out->first, NULL);
        out->all = words_fill(&a->words, WORD_OBSERVE_FOR_ALL, &a->model,
                              arena_printf(&a->model, "%zu", sisters.count), NULL);
        out->sisters = model_sisters(a, &r, true);
    }
    merge_finish(&r);
}

void model_fill_observe(struct app *a)
{
    struct screen_observe *out = &a->view.observe;
    const struct screen_draft *d = &a->form.draft;

    *out = (struct screen_observe){
        .who = "", .first = "", .initials = "", .picture = "", .sub = "", .draft = ""};
    fill_who(a, out);
    fill_scale(a, out);
    for (int i = 0; i < CONTEXT_COUNT; i++) {
        fill_chips(a, (enum screen_context)i, &out->pupil, &out->context[i]);
    }
    out->target_count = model_targets(a, &out->pupil, &out->targets);
    suggest_fill(a, out);
    out->is_edit = !id_is_none(&d->rec);
    fill_sisters(a, out);
    out->can_save = draft_has_some(a, d);
    if (!id_is_none(&d->id)) {
        bool is_kept = !a->draft_dirty && store_unkept_drafts(a->store) == 0;
        out->draft =
            word_of(a, a->draft_dirty ? WORD_OBSERVE_WRITING
                                      : (is_kept ? WORD_OBSERVE_KEPT : WORD_OBSERVE_UNKEPT));
    }
}

/* ---- the page -------------------------------------------------------------------------------- */

void model_fill_pupil(struct app *a)
{
    struct screen_pupil *out = &a->view.pupil;
    struct found_pupil p = find_pupil(a, &a->place.pupil);

    *out = (struct screen_pupil){.id = a->place.pupil,
                                 .name = p.name,
                                 .first = p.first,
                                 .initials = p.initials,
                                 .picture = model_portrait(a, &a->place.pupil),
                                 .sub = p.groups,
                                 .has_draft = draft_of_pupil(a, &a->place.pupil) != NULL};
    out->tab = a->pupil_tab;
    model_fill_aims(a);
    if (out->tab == PUPIL_PATH) {
        model_fill_entries(a);
        model_fill_weeks(a);
        model_fill_replaced(a);
    } else if (out->tab == PUPIL_AREAS || out->tab == PUPIL_HELD) {
        model_fill_path(a);
    } else if (out->tab == PUPIL_VOICE) {
        model_fill_voice(a);
    }
    if (a->view.sheet == SHEET_HISTORY) {
        model_fill_history(a);
    } else if (a->view.sheet == SHEET_HAND_OVER) {
        room_fill_offers(a);
    } else if (a->view.sheet == SHEET_PROFILE) {
        profile_fill(a);
    } else if (a->view.sheet == SHEET_REVIEW) {
        model_fill_review(a);
    }
}
