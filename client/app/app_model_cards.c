/* The class as its screen shows it: who of those that are known is sought, and a card for each.
 *
 * It is filled anew at every letter that is sought, for thousands of pupils; so what a card says is
 * known before (app_cards.c), and only what hangs on the day, the drafts and the choice is put in.
 */
#include "app_private.h"

#include <stdio.h>
#include <string.h>

/* ---- who is sought --------------------------------------------------------------------------- */

static bool starts_with(const char *name, const char *sought)
{
    for (;;) {
        uint32_t letter = text_next_plain(&sought);
        if (letter == 0) {
            return true;
        }
        if (text_next_plain(&name) != letter) {
            return false;
        }
    }
}

/* Any word of the name begins like that; small and capital letters are one, and whoever types no
 * accents finds those who have some. */
static bool is_in_name(const char *name, const char *sought)
{
    for (const char *at = name; *at != '\0'; at++) {
        if ((at == name || at[-1] == ' ' || at[-1] == '-') && starts_with(at, sought)) {
            return true;
        }
    }
    return *sought == '\0';
}

/* The name as it is called, and as it is written. */
static bool is_sought(struct app *a, const struct view_pupil *p)
{
    const char *sought = a->form.search + strspn(a->form.search, " ");
    char whole[400] = "";

    if (*sought == '\0') {
        return true;
    }
    (void)snprintf(whole, sizeof(whole), "%s %s", p->shown, p->family);
    return is_in_name(whole, sought) || (p->given != p->shown && is_in_name(p->given, sought));
}

/* ---- the cards ------------------------------------------------------------------------------- */

static bool is_chosen(const struct app *a, const struct id *pupil)
{
    for (size_t i = 0; i < a->chosen_count; i++) {
        if (id_equal(&a->chosen[i], pupil)) {
            return true;
        }
    }
    return false;
}

/* Thousands were observed in the same few weeks: each of their words is made once. */
enum { SINCE_KEPT = 128 };
struct sinces {
    struct {
        int64_t day;
        const char *words;
    } kept[SINCE_KEPT];
};

static const char *since_of(struct app *a, struct sinces *s, int64_t at_ms)
{
    int64_t day = at_ms > 0 ? date_to_days(moment_uk(at_ms).date) : 0;
    size_t at = (size_t)day % SINCE_KEPT;

    if (s->kept[at].words == NULL || s->kept[at].day != day) {
        s->kept[at].day = day;
        s->kept[at].words = model_since(a, at_ms);
    }
    return s->kept[at].words;
}

static struct screen_card card_of(struct app *a, const struct app_card *row, struct sinces *sinces)
{
    const struct id *id = &row->pupil->id;
    const char *since = since_of(a, sinces, row->pupil->last_observed_ms);

    return (struct screen_card){
        .id = *id,
        .key = id->text,
        .name = row->name,
        .initials = row->initials,
        .picture = row->picture,
        .since =
            row->groups[0] != '\0' ? arena_printf(&a->model, "%s · %s", row->groups, since) : since,
        .has_draft = draft_of_pupil(a, id) != NULL,
        .chosen = is_chosen(a, id)};
}

/* Who is in each is counted when somebody wants to see it. */
static void fill_groups(struct app *a, struct screen_class *out)
{
    struct app_cards *c = &a->cards;
    struct screen_group *rows = NULL;

    if (c->rows == NULL) {
        out->group = "";
        return;
    }
    out->group = c->group_name[0] != '\0' ? c->group_name : word_of(a, WORD_CLASS_EVERYONE);
    out->is_everyone = id_is_none(&a->place.group);
    if (a->view.sheet != SHEET_GROUPS) {
        return;
    }
    if (!c->has_groups) {
        c->has_groups = true;
        app_tell(a, view_groups(a->session.view, &a->session.school, &c->arena, &c->groups));
    }
    rows = arena_alloc(&a->model, (c->groups.count + 1) * sizeof(*rows));
    for (size_t i = 0; i < c->groups.count; i++) {
        const struct view_group *group = &c->groups.rows[i];
        rows[i].id = group->id;
        rows[i].key = group->id.text;
        rows[i].name = group->name;
        rows[i].chosen = id_equal(&group->id, &a->place.group);
        rows[i].sub =
            words_count(&a->words, group->pupil_count == 1 ? WORD_CLASS_PUPIL : WORD_CLASS_PUPILS,
                        &a->model, group->pupil_count);
    }
    out->groups = rows;
    out->group_count = c->groups.count;
}

void model_fill_class(struct app *a)
{
    struct screen_class *out = &a->view.class;
    const struct app_cards *known = cards_known(a);
    struct sinces *sinces = arena_alloc(&a->model, sizeof(*sinces));
    struct screen_card *cards = NULL;

    *out = (struct screen_class){.order = a->place.by_name ? 1 : 0,
                                 .is_coming = known->rows == NULL,
                                 .is_selecting = a->is_selecting,
                                 .chosen_count = a->chosen_count};
    fill_groups(a, out);
    cards = arena_alloc(&a->model, (known->count + 1) * sizeof(*cards));
    for (size_t i = 0; i < known->count; i++) {
        if (is_sought(a, known->rows[i].pupil)) {
            cards[out->card_count++] = card_of(a, &known->rows[i], sinces);
        }
    }
    out->cards = cards;
}
