/* In the pupil's own words: answers as the pictures that were touched, and how they were given.
 *
 * Answers to one version of a set of questions stand together, the latest first; another version is
 * another card, because fewer faces or other words are another question. What to bear in mind
 * beside an answer is worked out from this answer and the few before it, and changes nothing.
 */
#include "app_private.h"

#include <string.h>

enum { TOLD_MAX = 40, PICTURES_MAX = 12 };

/* One record of them, as it was read. */
struct told {
    struct merge_record r;
    const struct app_instrument *by; /* NULL: unknown here */
    const char *instrument, *version;
    int64_t when_ms;
    struct screen_reply *replies;
    struct screen_told shown;
};
struct all_told {
    struct told *rows; /* newest first */
    size_t count;
};

const char *model_care(struct app *a, unsigned care)
{
    static const struct {
        unsigned bit;
        enum word words;
    } rows[] = {
        {RECORD_CARE_FAST,     WORD_CARE_FAST    },
        {RECORD_CARE_SIDE,     WORD_CARE_SIDE    },
        {RECORD_CARE_EXTREME,  WORD_CARE_EXTREME },
        {RECORD_CARE_HELP,     WORD_CARE_HELP    },
        {RECORD_CARE_PRACTICE, WORD_CARE_PRACTICE}
    };
    const char *out = "";

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        if ((care & rows[i].bit) != 0) {
            out = arena_printf(&a->model, "%s%s%s", out, out[0] != '\0' ? ", " : "",
                               word_of(a, rows[i].words));
        }
    }
    return out[0] != '\0' ? words_fill(&a->words, WORD_CARE, &a->model, out, NULL) : "";
}

/* ---- answers --------------------------------------------------------------------------------- */

static const char *text_in(struct app *a, const struct json_value *object, const char *key)
{
    return arena_text(&a->model, json_member_text(object, key));
}

/* A page of the journal, that was not passed over by "not now". */
static bool is_page(const struct instrument_item *item, const struct json_value *answer)
{
    bool is_journal = item != NULL ? instrument_way_of(item) == INSTRUMENT_JOURNAL
                                   : json_member(answer, "words") != NULL;

    return is_journal && json_member(answer, "choice") == NULL;
}

/* Words and pictures of what was touched, one after another. */
struct touched {
    const char *words;
    const char **pictures;
    size_t count;
};

static struct touched touched_none(struct app *a)
{
    return (struct touched){"", arena_alloc(&a->model, PICTURES_MAX * sizeof(const char *)), 0};
}

static void touched_add(struct app *a, struct touched *t, const char *label, const char *picture)
{
    t->words = arena_printf(&a->model, "%s%s%s", t->words, t->words[0] != '\0' ? ", " : "", label);
    if (picture[0] != '\0' && t->count < PICTURES_MAX) {
        t->pictures[t->count++] = picture;
    }
}

static void touched_choice(struct app *a, const struct instrument_item *item, const char *id,
                           struct touched *out)
{
    const struct instrument_choice *choice = item != NULL ? instrument_choice_find(item, id) : NULL;

    touched_add(a, out, choice != NULL ? choice->label : arena_text(&a->model, id),
                choice != NULL ? choice->picture : "");
}

/* One of the choices, or several. */
static struct touched touched_choices(struct app *a, const struct instrument_item *item,
                                      const struct json_value *answer)
{
    struct touched out = touched_none(a);
    const struct json_value *list = json_member(answer, "choices");
    const char *one = json_text(json_member(answer, "choice"));

    if (one != NULL) {
        touched_choice(a, item, one, &out);
    }
    for (size_t i = 0; i < json_count(list) && one == NULL; i++) {
        const char *id = json_text(json_item(list, i));
        touched_choice(a, item, id != NULL ? id : "", &out);
    }
    return out;
}

/* A column of a sorting board, with the cards that were put there. */
static void fill_column(struct app *a, const struct instrument_item *item, size_t column,
                        const struct json_value *board, struct screen_reply *out)
{
    struct touched t = touched_none(a);

    for (size_t i = 0; i < item->card_count; i++) {
        const struct instrument_card *card = &item->cards[i];
        if (strcmp(json_member_text(board, card->id), item->choices[column].id) == 0) {
            touched_add(a, &t, card->label, card->picture);
        }
    }
    *out = (struct screen_reply){"", item->choices[column].label, t.pictures, t.count};
    if (t.words[0] != '\0') {
        out->words = arena_printf(&a->model, "%s: %s", item->choices[column].label, t.words);
    }
}

static void fill_reply(struct app *a, const struct instrument_item *item, const char *key,
                       const struct json_value *answer, struct told *t)
{
    const struct json_value *board = json_member(answer, "board");
    size_t first = t->shown.reply_count;

    if (item != NULL && board != NULL) {
        for (size_t i = 0; i < item->choice_count; i++) {
            if (!item->choices[i].apart) {
                fill_column(a, item, i, board, &t->replies[t->shown.reply_count++]);
            }
        }
    } else {
        struct touched touched = touched_choices(a, item, answer);
        t->replies[t->shown.reply_count++] =
            (struct screen_reply){"", touched.words, touched.pictures, touched.count};
    }
    if (t->shown.reply_count > first) {
        t->replies[first].question = item != NULL ? item->label : arena_text(&a->model, key);
    }
}

static int scale_place(const struct instrument_item *item, const char *id, int *choices)
{
    int at = -1;

    *choices = 0;
    for (size_t i = 0; i < item->choice_count; i++) {
        if (item->choices[i].apart) {
            continue;
        }
        at = strcmp(item->choices[i].id, id) == 0 ? *choices : at;
        (*choices)++;
    }
    return at;
}

static struct record_answer answer_of(const struct instrument_item *item, const struct told *t,
                                      const struct json_value *answer)
{
    const char *id = json_member_text(answer, "choice");
    const struct json_value *shown = json_member(answer, "shown");
    const char *help = json_text(model_field(&t->r, "help"));
    struct record_answer out = {
        json_int(json_member(answer, "ms"), 0),
        -1,
        -1,
        0,
        help != NULL && help[0] != '\0' && strcmp(help, "none") != 0,
        text_equal(json_text(model_field(&t->r, "practised")), "otherwise")};

    out.scale = scale_place(item, id, &out.choices);
    for (size_t i = 0; i < json_count(shown); i++) {
        const char *one = json_text(json_item(shown, i));
        out.place = one != NULL && strcmp(one, id) == 0 ? (int)i : out.place;
    }
    return out;
}

/* Of one record, in the light of those before it that the same version asked. */
static unsigned care_of(const struct all_told *all, size_t at)
{
    const struct told *t = &all->rows[at];
    unsigned care = 0;

    for (size_t i = 0; t->by != NULL && i < t->by->in.item_count; i++) {
        const struct instrument_item *item = &t->by->in.items[i];
        struct record_answer answers[RECORD_CARE_ROW];
        size_t count = 0;
        for (size_t n = at; n < all->count && count < RECORD_CARE_ROW; n++) {
            const struct told *one = &all->rows[n];
            const struct json_value *answer =
                json_member(model_field(&one->r, "answers"), item->id);
            if (answer == NULL ? n == at : one->by != t->by) {
                break;
            }
            if (answer != NULL) {
                answers[count++] = answer_of(item, one, answer);
            }
        }
        care |= record_care(answers, count);
    }
    return care;
}

static void fill_told(struct app *a, struct told *t)
{
    const struct json_value *answers = model_field(&t->r, "answers");
    size_t most = json_count(answers) * INSTRUMENT_CHOICES_MOST + 1;
    struct json_walk walk = {0};

    t->replies = arena_alloc(&a->model, most * sizeof(*t->replies));
    t->shown.care = "";
    t->shown.replies = t->replies;
    while (json_next(answers, &walk)) {
        const struct instrument_item *item =
            t->by != NULL ? instrument_item_find(&t->by->in, walk.key) : NULL;
        if (!is_page(item, walk.value)) {
            fill_reply(a, item, walk.key, walk.value, t);
        }
    }
}

static enum status read_told(struct app *a, const struct id *rec, struct told *t)
{
    enum status st = STATUS_OK;
    const char *text = NULL;

    merge_init(&t->r);
    TRY(view_load(a->session.view, &a->session.school, rec, &t->r));
    text = json_text(model_field(&t->r, "instrument"));
    t->instrument = arena_text(&a->model, text != NULL ? text : "");
    text = json_text(model_field(&t->r, "version"));
    t->version = arena_text(&a->model, text != NULL ? text : "");
    t->when_ms = json_int(model_field(&t->r, "when"), 0);
    t->by = scale_of(a, t->instrument, t->version);
    t->shown = (struct screen_told){.rec = *rec};
    t->shown.key = arena_text(&a->model, rec->text);
    t->shown.when = model_when(a, t->when_ms);
    fill_told(a, t);
done:
    return st;
}

/* So many of the pupil's, from that moment back. */
static void read_all(struct app *a, int64_t until_ms, int64_t limit, const struct id *pupil,
                     struct all_told *out)
{
    struct view_span span = {
        .from_ms = INT64_MIN, .until_ms = until_ms, .limit = limit, .kind = VIEW_SELF};
    struct view_note_rows notes = {0};

    app_tell(a, view_notes(a->session.view, &a->session.school, pupil, &span, &a->model, &notes));
    out->rows = arena_alloc(&a->model, (notes.count + 1) * sizeof(*out->rows));
    out->count = 0;
    for (size_t i = 0; i < notes.count; i++) {
        if (read_told(a, &notes.rows[i].rec, &out->rows[out->count]) == STATUS_OK) {
            out->count++;
        } else {
            merge_finish(&out->rows[out->count].r);
        }
    }
}

static void finish_all(struct all_told *all)
{
    for (size_t i = 0; i < all->count; i++) {
        merge_finish(&all->rows[i].r);
    }
}

void model_fill_replies(struct app *a, const struct merge_record *r, struct screen_told *out)
{
    struct all_told all = {NULL, 0};
    int64_t when = json_int(model_field(r, "when"), 0);

    *out = (struct screen_told){.care = ""};
    read_all(a, when + 1, RECORD_CARE_ROW + 2, &r->pupil, &all);
    for (size_t i = 0; i < all.count; i++) {
        if (id_equal(&all.rows[i].shown.rec, &r->rec)) {
            *out = all.rows[i].shown;
            out->care = model_care(a, care_of(&all, i));
        }
    }
    finish_all(&all);
}

/* ---- version by version ---------------------------------------------------------------------- */

static bool is_same_version(const struct told *a, const struct told *b)
{
    return strcmp(a->instrument, b->instrument) == 0 && strcmp(a->version, b->version) == 0;
}

/* The question stands with each answer only where there is more than one. */
static void drop_question(struct told *t)
{
    if (t->shown.reply_count == 1) {
        t->replies[0].question = "";
    }
}

static void fill_group(struct app *a, struct all_told *all, size_t first, struct screen_asked *out)
{
    struct told *head = &all->rows[first];
    struct screen_told *rows = arena_alloc(&a->model, (all->count + 1) * sizeof(*rows));
    const char *from = "";
    const char *until = model_day(a, head->when_ms);
    const char *question = head->shown.reply_count == 1 ? head->shown.replies[0].question : "";

    *out = (struct screen_asked){.key = head->shown.key};
    out->name = head->by != NULL ? head->by->in.label : head->instrument;
    for (size_t i = first; i < all->count; i++) {
        struct told *t = &all->rows[i];
        if (t->shown.reply_count == 0 || !is_same_version(t, head)) {
            continue;
        }
        from = model_day(a, t->when_ms);
        t->shown.care = model_care(a, care_of(all, i));
        drop_question(t);
        rows[out->count++] = t->shown;
    }
    out->rows = rows;
    out->span = strcmp(from, until) == 0
                    ? from
                    : words_fill(&a->words, WORD_PUPIL_SPAN, &a->model, from, until);
    out->span =
        arena_printf(&a->model, "%s%s%s", question, question[0] != '\0' ? " · " : "", out->span);
    for (size_t i = 0; i < first; i++) {
        out->is_earlier = out->is_earlier || strcmp(all->rows[i].instrument, head->instrument) == 0;
    }
}

static bool is_first_of_version(const struct all_told *all, size_t at)
{
    for (size_t i = 0; i < at; i++) {
        if (all->rows[i].shown.reply_count > 0 && is_same_version(&all->rows[i], &all->rows[at])) {
            return false;
        }
    }
    return all->rows[at].shown.reply_count > 0;
}

/* ---- the picture journal --------------------------------------------------------------------- */

static void fill_page(struct app *a, const struct told *t, const struct instrument_item *item,
                      const struct json_value *answer, struct screen_page *out)
{
    struct touched touched = touched_choices(a, item, answer);

    *out = (struct screen_page){.key = t->shown.key, .when = t->shown.when};
    out->text = text_in(a, answer, "words");
    out->labels = touched.words;
    out->pictures = touched.pictures;
    out->picture_count = touched.count;
}

static void fill_pages(struct app *a, const struct all_told *all, struct screen_pupil *out)
{
    struct screen_page *pages = arena_alloc(&a->model, (TOLD_MAX + 1) * sizeof(*pages));

    for (size_t i = 0; i < all->count; i++) {
        struct json_walk walk = {0};
        while (json_next(model_field(&all->rows[i].r, "answers"), &walk)) {
            const struct told *t = &all->rows[i];
            const struct instrument_item *item =
                t->by != NULL ? instrument_item_find(&t->by->in, walk.key) : NULL;
            if (is_page(item, walk.value) && out->page_count < TOLD_MAX) {
                fill_page(a, t, item, walk.value, &pages[out->page_count++]);
            }
        }
    }
    out->pages = pages;
}

void model_fill_voice(struct app *a)
{
    struct screen_pupil *out = &a->view.pupil;
    struct all_told all = {NULL, 0};
    struct screen_asked *groups = NULL;

    read_all(a, INT64_MAX, TOLD_MAX, &a->place.pupil, &all);
    groups = arena_alloc(&a->model, (all.count + 1) * sizeof(*groups));
    for (size_t i = 0; i < all.count; i++) {
        if (is_first_of_version(&all, i)) {
            fill_group(a, &all, i, &groups[out->asked_count++]);
        }
    }
    out->asked = groups;
    out->has_more_told = all.count == TOLD_MAX;
    fill_pages(a, &all, out);
    finish_all(&all);
}
