/* In the pupil's own words: answers as the pictures that were touched, and how they were given.
 *
 * An answer is what was touched, wherever it stood: the mirrored order of the pictures is undone by
 * reading, and columns stand as in the instrument. Answers to one version of a set of questions
 * stand together, the latest first; another version is another card, because fewer faces or other
 * words are another question. What to bear in mind beside an answer is worked out from this answer
 * and the few before it, and changes nothing.
 */
#include "app_private.h"

#include <string.h>

enum { PAGE_TOLD = 20, PICTURES_MAX = 12 };

/* The own pictures that are here still: one that was taken out is told by its words alone. */
struct here {
    struct view_picture_rows theirs, schools;
};
/* One record of them, as it was read. */
struct told {
    const struct here *here;
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

/* How much of it was marked; of a later program's word only that there was some. */
static enum word help_words(const struct merge_record *r)
{
    const char *help = json_text(model_field(r, "help"));

    if (text_equal(help, "a little")) {
        return WORD_CARE_HELP_LITTLE;
    }
    return text_equal(help, "a lot") ? WORD_CARE_HELP_LOT : WORD_CARE_HELP;
}

const char *model_care(struct app *a, unsigned care, const struct merge_record *r)
{
    static const struct {
        unsigned bit;
        enum word words;
    } rows[] = {
        {RECORD_CARE_FAST,     WORD_CARE_FAST    },
        {RECORD_CARE_SIDE,     WORD_CARE_SIDE    },
        {RECORD_CARE_EXTREME,  WORD_CARE_EXTREME },
        {RECORD_CARE_HELP,     WORD_CARE_HELP    },
        {RECORD_CARE_PRACTICE, WORD_CARE_PRACTICE},
        {RECORD_CARE_LEFT,     WORD_CARE_LEFT    }
    };
    const char *out = "";

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        if ((care & rows[i].bit) != 0) {
            enum word words = rows[i].bit == RECORD_CARE_HELP ? help_words(r) : rows[i].words;
            out = arena_printf(&a->model, "%s%s%s", out, out[0] != '\0' ? ", " : "",
                               word_of(a, words));
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

/* Words and pictures of what was touched, one after another, as the pupil saw them: in the set they
 * were shown in, and of own pictures the image of that day. */
struct touched {
    bool is_plain;
    const struct json_value *images; /* of own pictures */
    const struct here *here;
    const char *words;
    const char **pictures;
    size_t count;
};

static struct touched touched_none(struct app *a, const struct instrument_item *item,
                                   const struct told *t, const struct json_value *answer)
{
    bool is_plain = text_equal(json_text(model_field(&t->r, "pictures")), "plain") &&
                    !json_is_true(json_member(answer, "coloured")) && item != NULL &&
                    pictures_are_plain(a, item);

    return (struct touched){.is_plain = is_plain,
                            .images = json_member(answer, "own"),
                            .here = t->here,
                            .words = "",
                            .pictures =
                                arena_alloc(&a->model, PICTURES_MAX * sizeof(const char *))};
}

static void touched_add(struct app *a, struct touched *t, const char *label, const char *picture)
{
    t->words = arena_printf(&a->model, "%s%s%s", t->words, t->words[0] != '\0' ? ", " : "", label);
    if (picture[0] != '\0' && t->count < PICTURES_MAX) {
        t->pictures[t->count++] = pictures_name(a, t->is_plain, picture);
    }
}

static bool has_record(const struct view_picture_rows *rows, const char *image)
{
    for (size_t i = 0; i < rows->count; i++) {
        if (strncmp(rows->rows[i].rec.text, image, ID_ROOM - 1) == 0) {
            return true;
        }
    }
    return false;
}

/* By what a choice or a card was seen; picture: by which its instrument knows it. */
static const char *picture_seen(struct app *a, const struct touched *t, const char *id,
                                const char *picture)
{
    const char *image = json_member_text(t->images, id);

    if (image[0] == '\0') {
        return album_schools_name(&t->here->schools, &a->model, picture);
    }
    return has_record(&t->here->theirs, image) || has_record(&t->here->schools, image)
               ? picture_of_image(&a->model, image)
               : "";
}

static void touched_choice(struct app *a, const struct instrument_item *item, const char *id,
                           struct touched *out)
{
    const struct instrument_choice *choice = item != NULL ? instrument_choice_find(item, id) : NULL;
    struct album_picture own;

    if (choice == NULL && album_find(a, &a->place.pupil, id, &own)) {
        touched_add(a, out, own.label, picture_seen(a, out, id, own.picture));
    } else if (choice == NULL) {
        touched_add(a, out, arena_text(&a->model, id), "");
    } else {
        touched_add(a, out, choice->label, picture_seen(a, out, id, choice->picture));
    }
}

/* One of the choices, or several. */
static struct touched touched_choices(struct app *a, const struct instrument_item *item,
                                      const struct told *told, const struct json_value *answer)
{
    struct touched out = touched_none(a, item, told, answer);
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
                        const struct json_value *answer, struct told *told)
{
    const struct json_value *board = json_member(answer, "board");
    struct screen_reply *out = &told->replies[told->shown.reply_count++];
    struct touched t = touched_none(a, item, told, answer);
    struct json_walk walk = {0};
    struct album_picture own;

    for (size_t i = 0; i < item->card_count; i++) {
        const struct instrument_card *card = &item->cards[i];
        if (strcmp(json_member_text(board, card->id), item->choices[column].id) == 0) {
            touched_add(a, &t, card->label, picture_seen(a, &t, card->id, card->picture));
        }
    }
    while (json_next(board, &walk)) {
        if (text_equal(json_text(walk.value), item->choices[column].id) &&
            album_find(a, &a->place.pupil, walk.key, &own)) {
            touched_add(a, &t, own.label, picture_seen(a, &t, walk.key, own.picture));
        }
    }
    *out = (struct screen_reply){"", item->choices[column].label, t.pictures, t.count, 0};
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
                fill_column(a, item, i, answer, t);
            }
        }
    } else {
        struct touched touched = touched_choices(a, item, t, answer);
        t->replies[t->shown.reply_count++] =
            (struct screen_reply){"", touched.words, touched.pictures, touched.count, 0};
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

/* What the record says of all its answers alike. */
static struct record_answer any_answer_of(const struct merge_record *r)
{
    const char *help = json_text(model_field(r, "help"));

    return (struct record_answer){
        .place = -1,
        .scale = -1,
        .is_helped = help != NULL && help[0] != '\0' && strcmp(help, "none") != 0,
        .is_left = json_is_true(model_field(r, "unfinished")),
        .is_unpractised = text_equal(json_text(model_field(r, "practised")), "otherwise")};
}

static struct record_answer answer_of(const struct instrument_item *item, const struct told *t,
                                      const struct json_value *answer)
{
    const char *id = json_member_text(answer, "choice");
    const struct json_value *shown = json_member(answer, "shown");
    struct record_answer out = any_answer_of(&t->r);

    out.ms = json_int(json_member(answer, "ms"), 0);
    out.touches = (int)json_count(json_member(answer, "board"));
    model_way_of(&t->r, answer, &out);
    out.scale = scale_place(item, id, &out.choices);
    for (size_t i = 0; i < json_count(shown); i++) {
        const char *one = json_text(json_item(shown, i));
        out.place = one != NULL && strcmp(one, id) == 0 ? (int)i : out.place;
    }
    return out;
}

/* Whatever was asked: it holds of a page, and where the tablet does not know the questions. */
static unsigned care_of_any(const struct told *t)
{
    struct record_answer any = any_answer_of(&t->r);

    return record_care(&any, 1);
}

/* Of one record, in the light of those before it that the same version asked. */
static unsigned care_of(const struct all_told *all, size_t at)
{
    const struct told *t = &all->rows[at];
    unsigned care = care_of_any(t);

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

/* A question of a set, and neither practice nor a page of the journal. */
static bool is_asked(const struct instrument_item *item)
{
    return !item->practice && instrument_way_of(item) != INSTRUMENT_JOURNAL;
}

static void fill_told(struct app *a, struct told *t)
{
    const struct json_value *answers = model_field(&t->r, "answers");
    size_t most = json_count(answers) * INSTRUMENT_CHOICES_MOST + 1;
    struct json_walk walk = {0};
    int column = 0;

    t->replies = arena_alloc(&a->model, most * sizeof(*t->replies));
    t->shown.care = "";
    t->shown.ways = model_ways(a, &t->r);
    t->shown.replies = t->replies;
    t->shown.about = "";
    t->shown.agreed = "";
    for (size_t i = 0; t->by != NULL && i < t->by->in.item_count; i++) {
        const struct instrument_item *item = &t->by->in.items[i];
        const struct json_value *answer = json_member(answers, item->id);
        size_t first = t->shown.reply_count;
        if (answer != NULL && is_asked(item) && !is_page(item, answer)) {
            fill_reply(a, item, item->id, answer, t);
        }
        for (size_t n = first; n < t->shown.reply_count; n++) {
            t->replies[n].column = column;
        }
        column += is_asked(item) ? 1 : 0;
    }
    while (json_next(answers, &walk)) { /* what this tablet does not know is shown all the same */
        bool is_known = t->by != NULL && instrument_item_find(&t->by->in, walk.key) != NULL;
        if (!is_known && !is_page(NULL, walk.value)) {
            fill_reply(a, NULL, walk.key, walk.value, t);
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

static void read_all(struct app *a, const struct view_span *span, const struct id *pupil,
                     struct all_told *out)
{
    struct view_note_rows notes = {0};
    struct here *here = arena_alloc(&a->model, sizeof(*here));

    app_tell(a, view_notes(a->session.view, &a->session.school, pupil, span, &a->model, &notes));
    app_tell(a,
             view_pictures(a->session.view, &a->session.school, pupil, &a->model, &here->theirs));
    app_tell(a, album_schools(a, &a->model, &here->schools));
    out->rows = arena_alloc(&a->model, (notes.count + 1) * sizeof(*out->rows));
    out->count = 0;
    for (size_t i = 0; i < notes.count; i++) {
        out->rows[out->count].here = here;
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
    struct view_span span = {.from_ms = INT64_MIN,
                             .until_ms = json_int(model_field(r, "when"), 0) + 1,
                             .limit = RECORD_CARE_ROW + 2,
                             .kind = VIEW_SELF};

    *out = (struct screen_told){.care = "", .ways = ""};
    read_all(a, &span, &r->pupil, &all);
    for (size_t i = 0; i < all.count; i++) {
        if (id_equal(&all.rows[i].shown.rec, &r->rec)) {
            *out = all.rows[i].shown;
            out->care = model_care(a, care_of(&all, i), r);
        }
    }
    finish_all(&all);
}

/* ---- version by version ---------------------------------------------------------------------- */

static bool is_same_version(const struct told *a, const struct told *b)
{
    return strcmp(a->instrument, b->instrument) == 0 && strcmp(a->version, b->version) == 0;
}

static void fill_questions(struct app *a, const struct instrument *in, struct screen_asked *out)
{
    const char **questions = arena_alloc(&a->model, (in->item_count + 1) * sizeof(*questions));

    for (size_t i = 0; i < in->item_count; i++) {
        if (is_asked(&in->items[i])) {
            questions[out->question_count++] = in->items[i].label;
        }
    }
    out->questions = questions;
    if (strcmp(in->asks_about, "target") == 0) {
        out->adults = word_of(a, WORD_PUPIL_ADULTS_AGREED);
    } else if (in->asks_about[0] != '\0') {
        out->adults = word_of(a, WORD_PUPIL_ADULTS);
    }
}

static void fill_group(struct app *a, struct all_told *all, size_t first, size_t count,
                       struct screen_asked *out)
{
    struct told *head = &all->rows[first];
    const struct app_instrument *latest = scale_of(a, head->instrument, "");
    struct screen_told *rows = arena_alloc(&a->model, (count + 1) * sizeof(*rows));
    const char *from = "";
    const char *until = model_span_day(a, head->when_ms);

    *out = (struct screen_asked){.key = head->shown.key, .adults = ""};
    out->name = head->by != NULL ? head->by->in.label : head->instrument;
    if (head->by != NULL) {
        fill_questions(a, &head->by->in, out);
    }
    for (size_t i = first; i < count; i++) {
        struct told *t = &all->rows[i];
        if (t->shown.reply_count == 0 || !is_same_version(t, head)) {
            continue;
        }
        from = model_span_day(a, t->when_ms);
        t->shown.care = model_care(a, care_of(all, i), &t->r);
        model_fill_beside(a, &t->r, &t->shown);
        rows[out->count++] = t->shown;
    }
    out->rows = rows;
    out->span = strcmp(from, until) == 0
                    ? from
                    : words_fill(&a->words, WORD_PUPIL_SPAN, &a->model, from, until);
    for (size_t i = 0; i < first; i++) {
        out->is_earlier = out->is_earlier || strcmp(all->rows[i].instrument, head->instrument) == 0;
    }
    out->is_earlier =
        out->is_earlier || (a->pupil_page > 0 && latest != NULL && latest != head->by);
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
    struct touched touched = touched_choices(a, item, t, answer);

    *out = (struct screen_page){.key = t->shown.key, .when = t->shown.when};
    out->care = model_care(a, care_of_any(t), &t->r);
    out->text = text_in(a, answer, "words");
    out->labels = touched.words;
    out->pictures = touched.pictures;
    out->picture_count = touched.count;
}

static void fill_pages(struct app *a, const struct all_told *all, size_t count,
                       struct screen_pupil *out)
{
    struct screen_page *pages = arena_alloc(&a->model, (PAGE_TOLD + 1) * sizeof(*pages));

    for (size_t i = 0; i < count; i++) {
        struct json_walk walk = {0};
        while (json_next(model_field(&all->rows[i].r, "answers"), &walk)) {
            const struct told *t = &all->rows[i];
            const struct instrument_item *item =
                t->by != NULL ? instrument_item_find(&t->by->in, walk.key) : NULL;
            if (is_page(item, walk.value) && out->page_count < PAGE_TOLD) {
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
    /* Those before the page, too: how an answer is to be read hangs on them. */
    struct view_span span = {.from_ms = INT64_MIN,
                             .until_ms = INT64_MAX,
                             .limit = PAGE_TOLD + 4 * RECORD_CARE_ROW,
                             .skip = (int64_t)a->pupil_page * PAGE_TOLD,
                             .kind = VIEW_SELF};
    size_t count = 0;

    read_all(a, &span, &a->place.pupil, &all);
    count = all.count < PAGE_TOLD ? all.count : PAGE_TOLD;
    groups = arena_alloc(&a->model, (count + 1) * sizeof(*groups));
    for (size_t i = 0; i < count; i++) {
        if (is_first_of_version(&all, i)) {
            fill_group(a, &all, i, count, &groups[out->asked_count++]);
        }
    }
    out->asked = groups;
    out->page = a->pupil_page;
    out->has_earlier = all.count > count;
    fill_pages(a, &all, count, out);
    finish_all(&all);
}
