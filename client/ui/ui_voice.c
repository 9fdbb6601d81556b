/* What the voice would say: what the focus or the light of scanning has come to.
 *
 * SDL shows no tree to a screen reader, so the program says by itself where a person is. Only a
 * focus that is seen counts: whoever taps sees what is tapped. A group is told by its members,
 * and what stands in a secret field is never told.
 */
#include "ui_keyboard_private.h"

enum { MEMBERS_TOLD = 6 };

void ui_push_name(struct ui *ui, const char *name)
{
    ui_push_id(ui, name);
    if (ui->scope >= 0) {
        ui->scopes[ui->scope].is_name = true;
    }
}

static const char *name_around(const struct ui *ui, const struct ui_area *area)
{
    int scope = area->scope;

    while (scope >= 0 && !ui->scopes[scope].is_name) {
        scope = ui->scopes[scope].parent;
    }
    return scope < 0 || text_equal(ui->scopes[scope].key, area->label) ? NULL
                                                                       : ui->scopes[scope].key;
}

/* A letter of another script would be spelt out as a sign of some script; it has a name. */
static const char *label_of(const struct ui_area *area)
{
    return area->cap != NULL && area->cap->name != NULL ? area->cap->name : area->label;
}

static const char *members(struct ui *ui)
{
    const struct ui_scan *scan = &ui->scan;
    struct buf text = {0};
    int told = 0;
    const char *out = NULL;

    for (int i = 0; i < scan->count && told < MEMBERS_TOLD; i++) {
        const struct ui_area *a = ui_area_of(ui, scan->items[i].id);

        if (a != NULL && scan->items[i].group == scan->items[scan->at].group) {
            buf_printf(&text, "%s%s", told++ == 0 ? "" : ", ", label_of(a));
        }
    }
    out = arena_text(ui->arena, buf_cstr(&text));
    buf_wipe(&text);
    buf_finish(&text);
    return out;
}

static uint32_t where(const struct ui *ui, enum ui_scan_light *light)
{
    *light = ui->scan.light;
    if (*light != UI_SCAN_DARK) {
        return ui->scan.id;
    }
    return ui->focus_seen ? ui_ring_id(ui) : 0;
}

bool ui_spoken(struct ui *ui, struct ui_spoken *out)
{
    enum ui_scan_light light = UI_SCAN_DARK;
    uint32_t id = where(ui, &light);
    const struct ui_area *area = id != 0 ? ui_area_of(ui, id) : NULL;
    bool moved = id != ui->spoken || light != ui->spoken_light;

    *out = (struct ui_spoken){.label = ""};
    ui->spoken = id;
    ui->spoken_light = light;
    if (!moved || area == NULL) {
        return false;
    }
    *out =
        (struct ui_spoken){.name = name_around(ui, area),
                           .label = light == UI_SCAN_GROUP ? members(ui) : label_of(area),
                           .is_chosen = light != UI_SCAN_GROUP && (area->flags & FLAG_CHOSEN) != 0,
                           .is_disabled = (area->flags & FLAG_DISABLED) != 0,
                           .is_field = light != UI_SCAN_GROUP && (area->flags & FLAG_FIELD) != 0,
                           .leads_back = light == UI_SCAN_BACK};
    if (out->is_field && ui->focus == id && ui->typing.text != NULL && !ui->typing.secret) {
        out->text = ui->typing.text;
    }
    return true;
}
