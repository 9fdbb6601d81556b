/* What a script or a scan finds in the last frame. */
#include "ui_private.h"

#include <math.h>
#include <string.h>

static bool is_covered(const struct ui *ui, const struct ui_area *a)
{
    float x = a->at.x + a->at.w / 2;
    float y = a->at.y + a->at.h / 2;

    if (a->layer < ui_top_layer(ui) || x < a->clip.x || x >= a->clip.x + a->clip.w ||
        y < a->clip.y || y >= a->clip.y + a->clip.h) {
        return true;
    }
    for (int i = 0; i < ui->area_count; i++) {
        const struct ui_area *over = &ui->areas[i];

        if (over->layer > a->layer && (over->flags & (FLAG_PRESS | FLAG_SOLID)) != 0 &&
            x >= over->at.x && x < over->at.x + over->at.w && y >= over->at.y &&
            y < over->at.y + over->at.h) {
            return true;
        }
    }
    return false;
}

static struct ui_place place_of(const struct ui *ui, const struct ui_area *a)
{
    return (struct ui_place){
        .id = a->id,
        .label = a->label,
        .at = {(int)lroundf(a->at.x), (int)lroundf(a->at.y), (int)lroundf(a->at.w),
               (int)lroundf(a->at.h)},
        .disabled = (a->flags & FLAG_DISABLED) != 0,
        .chosen = (a->flags & FLAG_CHOSEN) != 0,
        .field = (a->flags & FLAG_FIELD) != 0,
        .covered = is_covered(ui, a),
    };
}

static bool is_place(const struct ui_area *a)
{
    return (a->flags & (FLAG_PRESS | FLAG_FIELD)) != 0;
}

void ui_note_places(struct ui *ui)
{
    ui->places = arena_alloc(ui->arena, sizeof(*ui->places) * AREAS_MAX);
    ui->place_scopes = arena_alloc(ui->arena, sizeof(*ui->place_scopes) * AREAS_MAX);
    ui->place_count = 0;
    for (int i = 0; i < ui->area_count; i++) {
        if (is_place(&ui->areas[i])) {
            ui->place_scopes[ui->place_count] = ui->areas[i].scope;
            ui->places[ui->place_count++] = place_of(ui, &ui->areas[i]);
        }
    }
}

const struct ui_place *ui_places(const struct ui *ui, int *count)
{
    *count = ui->place_count;
    return ui->places;
}

static bool lies_in(const struct ui *ui, int scope, const char *key, size_t size)
{
    while (scope >= 0) {
        const struct ui_scope *s = &ui->scopes[scope];

        if (strlen(s->key) == size && memcmp(s->key, key, size) == 0) {
            return true;
        }
        scope = s->parent;
    }
    return false;
}

const struct ui_place *ui_find(const struct ui *ui, const char *label)
{
    const char *slash = strchr(label, '/');

    for (int i = 0; i < ui->place_count; i++) {
        if (text_equal(ui->places[i].label, label)) {
            return &ui->places[i];
        }
    }
    for (int i = 0; slash != NULL && i < ui->place_count; i++) {
        if (text_equal(ui->places[i].label, slash + 1) &&
            lies_in(ui, ui->place_scopes[i], label, (size_t)(slash - label))) {
            return &ui->places[i];
        }
    }
    return NULL;
}

bool ui_is_moving(const struct ui *ui)
{
    return ui->moving;
}

bool ui_is_ringed(const struct ui *ui, const struct ui_place *place)
{
    return ui->focus_seen && ui_ring_id(ui) == place->id;
}

bool ui_is_in_reach(const struct ui *ui, const struct ui_place *place)
{
    const struct ui_area *ring = ui->focus_seen ? ui_area_of(ui, ui_ring_id(ui)) : NULL;
    const struct ui_area *area = ui_area_of(ui, place->id);

    return ring != NULL && area != NULL && area->group != 0 && area->group == ring->group;
}

bool ui_is_lit(const struct ui *ui, const struct ui_place *place)
{
    const struct ui_scan *scan = &ui->scan;

    if (scan->light == UI_SCAN_ITEM) {
        return scan->id == place->id;
    }
    for (int i = 0; i < scan->count && scan->light == UI_SCAN_GROUP; i++) {
        if (scan->items[i].id == place->id) {
            return scan->items[i].group == scan->items[scan->at].group;
        }
    }
    return false;
}

void ui_print_rows(const struct ui *ui, const struct ui_place *place, struct buf *out)
{
    int scope = ui->place_scopes[place - ui->places];

    for (const char *between = ""; scope >= 0; scope = ui->scopes[scope].parent) {
        buf_printf(out, "%s%s", between, ui->scopes[scope].key);
        between = "/";
    }
}

void ui_print_texts(const struct ui *ui, struct buf *out)
{
    buf_text(out, buf_cstr(&ui->words));
}
