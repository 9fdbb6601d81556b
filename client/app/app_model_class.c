/* The people of the tablet: who may unlock it, whose names there are; and how it stands with the
 * hub. */
#include "app_private.h"

#include <stdlib.h>
#include <string.h>

static struct screen_person person_of_slot(struct app *a, const struct store_slot *slot)
{
    const char *name = arena_text(&a->model, slot->name);

    return (struct screen_person){.id = slot->staff,
                                  .slot = slot->number,
                                  .key =
                                      arena_printf(&a->model, "slot-%lld", (long long)slot->number),
                                  .name = name,
                                  .role = "",
                                  .initials = model_initials(a, name)};
}

/* By name: on a tablet of thirty nobody remembers who came when. */
static int by_name(const void *a, const void *b)
{
    const struct screen_person *left = a;
    const struct screen_person *right = b;
    int order = strcmp(left->name, right->name);

    return order != 0 ? order : (left->slot < right->slot ? -1 : 1);
}

static struct screen_people slot_people(struct app *a)
{
    struct store_slot_rows slots = {0};
    struct screen_person *rows = NULL;

    if (store_slots(a->store, &a->model, &slots) != STATUS_OK) {
        return (struct screen_people){NULL, 0};
    }
    rows = arena_alloc(&a->model, (slots.count + 1) * sizeof(*rows));
    for (size_t i = 0; i < slots.count; i++) {
        rows[i] = person_of_slot(a, &slots.rows[i]);
    }
    qsort(rows, slots.count, sizeof(*rows), by_name);
    return (struct screen_people){rows, slots.count};
}

static bool has_slot(const struct screen_people *slots, const struct id *staff)
{
    for (size_t i = 0; i < slots->count; i++) {
        if (id_equal(&slots->rows[i].id, staff)) {
            return true;
        }
    }
    return false;
}

/* The staff list, without those who can unlock already. */
static struct screen_people staff_people(struct app *a)
{
    struct view_staff_rows staff = {0};
    struct screen_people slots = slot_people(a);
    struct screen_person *rows = NULL;
    size_t count = 0;

    if (a->session.view == NULL ||
        view_staff_list(a->session.view, &a->session.school, &a->model, &staff) != STATUS_OK) {
        return (struct screen_people){NULL, 0};
    }
    rows = arena_alloc(&a->model, (staff.count + 1) * sizeof(*rows));
    for (size_t i = 0; i < staff.count; i++) {
        if (!staff.rows[i].has_left && !has_slot(&slots, &staff.rows[i].id)) {
            rows[count++] =
                (struct screen_person){.id = staff.rows[i].id,
                                       .key = arena_text(&a->model, staff.rows[i].id.text),
                                       .name = staff.rows[i].name,
                                       .role = staff.rows[i].role,
                                       .initials = model_initials(a, staff.rows[i].name)};
        }
    }
    return (struct screen_people){rows, count};
}

/* ---- unlock, start --------------------------------------------------------------------------- */

int model_folded_per_cent(struct app *a)
{
    struct store_counts counts = {0};
    int64_t all = 0;

    if (store_count(a->store, &counts) != STATUS_OK ||
        (session_is_open(a) && counts.last_place - a->session.place <= APP_FOLD_SLICE)) {
        return 0; /* what takes a blink is not worth a word */
    }
    all = counts.last_place - a->session.first_place;
    if (all <= 0 || a->session.place <= a->session.first_place) {
        return 0;
    }
    all = (a->session.place - a->session.first_place) * 100 / all;
    return all > 100 ? 100 : (int)all;
}

/* How the tablet is drawn and worked can be chosen before anybody is known. */
static void fill_look(struct app *a, struct screen_tablet *out)
{
    out->silent = a->look.silent;
    out->text_size = (int)(a->look.text * 100.0F + 0.5F);
    out->theme = a->look.theme;
    out->keyboard = a->look.keyboard;
    out->scripts = a->look.scripts;
    look_to_form(a);
}

void model_fill_unlock(struct app *a)
{
    struct screen_unlock *out = &a->view.unlock;
    struct store_slot slot = {0};

    *out = (struct screen_unlock){.chosen = -1, .fault = a->lock_fault, .demo = ""};
    fill_look(a, &a->view.tablet);
    out->people = slot_people(a);
    out->busy = a->job.kind != JOB_NONE || a->session.state == SESSION_OPENING;
    out->per_cent = a->session.state == SESSION_OPENING ? model_folded_per_cent(a) : 0;
    out->demo = a->demo != NULL ? a->demo : "";
    for (size_t i = 0; i < out->people.count; i++) {
        if (out->people.rows[i].slot == a->picked_slot) {
            out->chosen = (int)i;
        }
    }
    if (out->chosen >= 0 && session_find_slot(a, a->picked_slot, &slot) == STATUS_OK) {
        out->wait_s = session_wait_s(a, &slot);
        app_timer(a, TIMER_WAIT, out->wait_s > 0 && !out->busy ? 1000 : APP_NEVER);
    }
}

/* The hub has given all that it has for this tablet. */
static bool has_all(struct app *a, int64_t *contact)
{
    *contact = app_number(a, STORE_contact_ms);
    return app_number(a, STORE_up_to_date) == 1;
}

struct screen_code model_code(const struct app *a)
{
    return (struct screen_code){.can_read = a->host.code != NULL,
                                .is_reading = a->job.kind == JOB_CODE,
                                .picture = a->code_picture,
                                .fault = a->code_fault};
}

void model_fill_start(struct app *a)
{
    struct screen_start *out = &a->view.start;
    int64_t contact = 0;
    const char *step = model_setting(a, STORE_enrol_step);

    *out = (struct screen_start){.step = START_CODE, .fault = a->enrol_fault};
    out->busy = a->job.kind != JOB_NONE;
    out->code = model_code(a);
    fill_look(a, &a->view.tablet);
    if (step[0] == '\0' || a->session.state == SESSION_LOCKED) {
        return;
    }
    out->step = START_WAITING;
    out->is_asked = strcmp(step, "asked") == 0;
    out->done = strcmp(step, "asked") == 0 ? 1 : strcmp(step, "done") == 0 ? 3 : 2;
    if (strcmp(step, "refused") == 0) {
        out->step = START_REFUSED;
        out->fault = model_fault(a, STORE_enrol_fault);
    } else {
        out->fault = model_fault(a, STORE_sync_fault);
    }
    out->people = staff_people(a);
    if (out->people.count > 0) {
        out->step = START_NAME;
    } else if (out->done == 3 && session_is_open(a) && has_all(a, &contact)) {
        out->step = START_NOBODY;
        out->busy = a->sync_asked_ms > contact;
    }
}

/* ---- tablet ---------------------------------------------------------------------------------- */

static void fill_contact(struct app *a, struct screen_tablet *out)
{
    struct store_counts counts = {0};
    int64_t contact = app_number(a, STORE_contact_ms);

    out->label = model_setting(a, STORE_enrol_label);
    out->fault = model_fault(a, STORE_sync_fault);
    out->contact = model_when(a, model_contact_ms(a));
    out->is_asking = a->sync_asked_ms > contact;
    if (store_count(a->store, &counts) == STATUS_OK) {
        out->waiting = counts.waiting > 0 ? words_count(&a->words,
                                                        counts.waiting == 1 ? WORD_TABLET_WAITING_1
                                                                            : WORD_TABLET_WAITING,
                                                        &a->model, counts.waiting)
                                          : word_of(a, WORD_TABLET_ALL_SENT);
    }
    out->clock = model_clock_words(a);
}

void model_fill_tablet(struct app *a)
{
    struct screen_tablet *out = &a->view.tablet;
    struct screen_person *adding = NULL;

    *out =
        (struct screen_tablet){.label = "", .contact = "", .waiting = "", .fault = "", .clock = ""};
    out->version = a->host.version != NULL ? a->host.version : "";
    if (a->view.sheet == SHEET_LICENCES) {
        app_tell(a, model_fill_licences(a, out));
    }
    fill_contact(a, out);
    model_fill_rejoin(a, out);
    out->people = slot_people(a);
    out->colleagues = staff_people(a);
    for (size_t i = 0; i < out->colleagues.count; i++) {
        if (id_equal(&out->colleagues.rows[i].id, &a->colleague)) {
            adding = arena_alloc(&a->model, sizeof(*adding));
            *adding = out->colleagues.rows[i];
        }
    }
    out->adding = adding;
    out->is_changing = a->is_changing;
    out->add_fault = a->enrol_fault;
    out->busy = a->job.kind != JOB_NONE;
    fill_look(a, out);
}
