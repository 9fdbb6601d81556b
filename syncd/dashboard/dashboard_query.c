/* What the Today page asks of the view.
 *
 * The counts by group come from one query. The figures of the whole school cannot be their sum (a
 * pupil may be in two groups), so the day's records are gone through once: each observation counts
 * once, each pupil once. Only the latest are read in full, for their words lie in the log.
 */
#include "dashboard_private.h"

#include "json.h"
#include "merge.h"

#include <stdlib.h>
#include <string.h>

/* ---- words of one observation ------------------------------------------------------------- */

static int colour_of(const struct instrument_item *item)
{
    static const char prefix[] = "area-";
    const char *at = item->colour;

    if (strncmp(at, prefix, sizeof prefix - 1) != 0) {
        return 0;
    }
    at += sizeof prefix - 1;
    return at[0] >= '1' && at[0] <= '5' && at[1] == '\0' ? at[0] - '0' : 0;
}

/* A choice is an id, or an object that holds it under "choice". */
static const char *choice_id(const struct json_value *value)
{
    const char *text = json_text(value);

    return text != NULL ? text : json_member_text(value, "choice");
}

static struct page_mark mark_of(const struct instrument *in, const char *item_id,
                                const char *choice, struct arena *arena)
{
    const struct instrument_item *item = in == NULL ? NULL : instrument_item_find(in, item_id);
    const struct instrument_choice *c = item == NULL ? NULL : instrument_choice_find(item, choice);

    return (struct page_mark){
        .label = item == NULL ? arena_text(arena, item_id) : item->label,
        .choice = c == NULL ? arena_text(arena, choice) : c->label,
        .colour = item == NULL ? 0 : colour_of(item),
    };
}

/* In the order of the instrument; what it does not know comes last, in the order written. */
static void fill_marks(struct arena *arena, const struct instrument *in,
                       const struct json_value *areas, struct page_today_note *to)
{
    size_t room = json_count(areas);
    struct page_mark *marks = arena_alloc(arena, (room + 1) * sizeof marks[0]);
    struct json_walk walk = {0};
    size_t count = 0;

    for (size_t i = 0; in != NULL && i < in->item_count; i++) {
        const struct json_value *value = json_member(areas, in->items[i].id);
        if (value != NULL && choice_id(value)[0] != '\0') {
            marks[count++] = mark_of(in, in->items[i].id, choice_id(value), arena);
        }
    }
    while (json_next(areas, &walk)) {
        bool known = in != NULL && instrument_item_find(in, walk.key) != NULL;
        if (!known && choice_id(walk.value)[0] != '\0') {
            marks[count++] = mark_of(in, walk.key, choice_id(walk.value), arena);
        }
    }
    to->marks = marks;
    to->mark_count = count;
}

static const char *field_text(const struct merge_record *r, const char *name, struct arena *arena)
{
    const struct merge_field *f = merge_find(r, name);
    const struct merge_head *head = f == NULL ? NULL : merge_value(f);
    const char *text = head == NULL ? NULL : json_text(head->value);

    return text == NULL ? "" : arena_text(arena, text);
}

static const char *prompt_label(const struct dashboard_words *w, const char *id)
{
    const struct instrument *in = dashboard_words_find(w, "prompt-levels");
    const struct instrument_choice *c =
        in == NULL || in->item_count == 0 ? NULL : instrument_choice_find(&in->items[0], id);

    return c == NULL ? id : c->label;
}

static const char *context_of(const struct dashboard_words *w, const struct merge_record *r,
                              struct arena *arena)
{
    const char *prompt = field_text(r, "prompt", arena);
    const char *parts[] = {
        field_text(r, "doing", arena),
        field_text(r, "place", arena),
        field_text(r, "with", arena), /* in its own words: "With a friend", "On their own" */
        prompt[0] == '\0' ? "" : arena_printf(arena, "prompt: %s", prompt_label(w, prompt)),
    };
    const char *all = "";

    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        if (parts[i][0] != '\0') {
            all = all[0] == '\0' ? parts[i] : arena_printf(arena, "%s, %s", all, parts[i]);
        }
    }
    return all;
}

/* ---- one observation ---------------------------------------------------------------------- */

static const char *staff_name(const struct view_staff_rows *staff, const struct id *id)
{
    for (size_t i = 0; i < staff->count; i++) {
        if (id_equal(&staff->rows[i].id, id)) {
            return staff->rows[i].name;
        }
    }
    return "";
}

/* A first name alone does for a class of nine, not for a school. */
static const char *pupil_name(const struct view_pupil_rows *pupils, const struct view_note *n,
                              struct arena *arena)
{
    for (size_t i = 0; i < pupils->count; i++) {
        const struct view_pupil *p = &pupils->rows[i];
        if (id_equal(&p->id, &n->pupil)) {
            return p->family[0] == '\0' ? p->shown
                                        : arena_printf(arena, "%s %s", p->shown, p->family);
        }
    }
    return n->shown;
}

static enum status fill_note(struct dashboard_visit *v, struct view *view, const struct id *school,
                             const struct view_note *from, struct page_today_note *to)
{
    enum status st = STATUS_OK;
    const struct instrument *in = dashboard_words_find(&v->d->words, from->instrument);
    struct json_value *areas = NULL;
    struct merge_record r;

    merge_init(&r);
    TRY(view_load(view, school, &from->rec, &r));
    if (from->engagement[0] != '\0') {
        TRY(json_parse(from->engagement, strlen(from->engagement), &areas));
    }
    to->when_ms = from->when_ms;
    to->instrument = in == NULL ? from->instrument : in->label;
    to->objective = field_text(&r, "objective", v->arena);
    to->activity = field_text(&r, "activity", v->arena);
    to->outcome = field_text(&r, "outcome", v->arena);
    to->context = context_of(&v->d->words, &r, v->arena);
    to->in_conflict = from->in_conflict;
    fill_marks(v->arena, in, areas, to);

done:
    json_free(areas);
    merge_finish(&r);
    return st;
}

/* ---- the day ------------------------------------------------------------------------------ */

static int compare_ids(const void *a, const void *b)
{
    const struct id *x = a;
    const struct id *y = b;

    return strcmp(x->text, y->text);
}

static int64_t count_different(struct id *ids, size_t count)
{
    int64_t different = 0;

    if (count > 0) {
        qsort(ids, count, sizeof ids[0], compare_ids);
    }
    for (size_t i = 0; i < count; i++) {
        different += i == 0 || !id_equal(&ids[i - 1], &ids[i]) ? 1 : 0;
    }
    return different;
}

static void count_notes(struct arena *arena, const struct view_note_rows *notes,
                        struct page_today *p)
{
    struct id *seen = arena_alloc(arena, (notes->count + 1) * sizeof seen[0]);
    size_t count = 0;

    for (size_t i = 0; i < notes->count; i++) {
        if (strcmp(notes->rows[i].type, "observation") == 0) {
            seen[count++] = notes->rows[i].pupil;
        } else if (strcmp(notes->rows[i].type, "self_assessment") == 0) {
            p->self_assessments++;
        }
    }
    p->observations = (int64_t)count;
    p->pupils_observed = count_different(seen, count);
}

static enum status fill_latest(struct dashboard_visit *v, struct view *view,
                               const struct view_note_rows *notes,
                               const struct view_pupil_rows *pupils, struct page_today *p)
{
    enum status st = STATUS_OK;
    struct page_today_note *rows =
        arena_alloc(v->arena, (size_t)DASHBOARD_NOTES_SHOWN * sizeof rows[0]);
    struct view_staff_rows staff = {0};
    size_t count = 0;

    TRY(view_staff_list(view, &p->school, v->arena, &staff));
    for (size_t i = 0; i < notes->count && count < DASHBOARD_NOTES_SHOWN; i++) {
        const struct view_note *n = &notes->rows[i];
        if (strcmp(n->type, "observation") == 0) {
            TRY(fill_note(v, view, &p->school, n, &rows[count]));
            rows[count].by = staff_name(&staff, &n->by);
            rows[count].pupil = pupil_name(pupils, n, v->arena);
            count++;
        }
    }
    p->notes = rows;
    p->note_count = count;

done:
    return st;
}

static enum status fill_groups(struct dashboard_visit *v, struct view *view,
                               const struct view_span *span, struct page_today *p)
{
    enum status st = STATUS_OK;
    struct view_count_rows counts = {0};
    struct page_today_group *rows = NULL;

    view_set_today(view, &p->day); /* who was in a group on the day that is shown */
    TRY(view_counts_by_group(view, &p->school, span, v->arena, &counts));
    rows = arena_alloc(v->arena, (counts.count + 1) * sizeof rows[0]);
    for (size_t i = 0; i < counts.count; i++) {
        rows[i] = (struct page_today_group){
            .name = counts.rows[i].name,
            .observations = counts.rows[i].observations,
            .pupils_observed = counts.rows[i].pupils_observed,
            .pupils = counts.rows[i].pupils,
        };
    }
    p->groups = rows;
    p->group_count = counts.count;

done:
    return st;
}

static enum status fill_all(struct dashboard_visit *v, struct view *view, struct page_today *p)
{
    enum status st = STATUS_OK;
    struct date next = date_from_days(date_to_days(p->day) + 1);
    struct view_span span = {.from_ms = moment_uk_start_ms(p->day),
                             .until_ms = moment_uk_start_ms(next),
                             .limit = DASHBOARD_NOTES_COUNTED + 1};
    struct id everyone = {""};
    struct view_note_rows notes = {0};
    struct view_pupil_rows pupils = {0};
    struct view_conflict_rows conflicts = {0};

    TRY(fill_groups(v, view, &span, p));
    TRY(view_notes(view, &p->school, &everyone, &span, v->arena, &notes));
    p->is_more = notes.count > DASHBOARD_NOTES_COUNTED;
    count_notes(v->arena, &notes, p);
    TRY(view_pupils(view, &p->school, &everyone, VIEW_NAMES_ONLY, v->arena, &pupils));
    p->pupils = (int64_t)pupils.count;
    TRY(fill_latest(v, view, &notes, &pupils, p));
    TRY(view_conflicts(view, &p->school, v->arena, &conflicts));
    p->conflicts = (int64_t)conflicts.count;

done:
    return st;
}

enum status dashboard_ask_today(struct dashboard_visit *v, struct page_today *p)
{
    enum status st = STATUS_OK;
    struct dashboard_loan loan = {0};

    TRY(v->d->views.borrow(v->d->views.ctx, &loan));
    st = fill_all(v, loan.view, p);
    v->d->views.give_back(v->d->views.ctx, &loan);

done:
    return st;
}
