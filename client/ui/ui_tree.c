/* How widgets become a tree: boxes, ids, and what is remembered under an id.
 *
 * An id is the hash of the pushed keys and the widget's own. Two widgets with the same words in
 * the same place would share one id, and a tap on either would reach the first; so the second of
 * a frame gets an id of its own, by its turn.
 */
#include "ui_private.h"

#include <stdio.h>

#define HASH_START 2166136261u
#define HASH_PRIME 16777619u

static uint32_t hash_key(uint32_t seed, const char *key)
{
    uint32_t h = seed == 0 ? HASH_START : seed;

    for (const char *c = key; *c != '\0'; c++) {
        h = (h ^ (uint8_t)*c) * HASH_PRIME;
    }
    h = (h ^ 0x1f) * HASH_PRIME;
    return h == 0 ? 1 : h;
}

uint32_t ui_id(const struct ui *ui, const char *key)
{
    return hash_key(ui->ids[ui->id_depth], key);
}

uint32_t ui_veil_id(uint32_t sheet)
{
    return hash_key(sheet, "veil");
}

void ui_push_id(struct ui *ui, const char *key)
{
    uint32_t id = ui_id(ui, key);

    CHECK(ui->id_depth + 1 < DEPTH_MAX);
    ui->scope_at[ui->id_depth] = ui->scope;
    ui->id_depth++;
    ui->ids[ui->id_depth] = id;
    if (ui->scope_count < SCOPES_MAX) {
        ui->scopes[ui->scope_count] =
            (struct ui_scope){.key = arena_text(ui->arena, key), .parent = ui->scope};
        ui->scope = ui->scope_count++;
    }
}

void ui_pop_id(struct ui *ui)
{
    CHECK(ui->id_depth > 0);
    ui->id_depth--;
    ui->scope = ui->scope_at[ui->id_depth];
}

/* What ui_next asked for goes over what the widget itself wants. */
static void take_next(struct ui *ui, struct ui_box *box)
{
    const struct ui_box *next = &ui->next;

    box->grow = next->grow > 0 ? next->grow : box->grow;
    box->width = next->width > 0 ? next->width : box->width;
    box->height = next->height > 0 ? next->height : box->height;
    box->max_width = next->max_width > 0 ? next->max_width : box->max_width;
    box->fixed = next->fixed || box->fixed;
    ui->next = (struct ui_box){0};
}

struct ui_node *ui_add(struct ui *ui, struct ui_box box)
{
    struct ui_node *node = arena_alloc(ui->arena, sizeof(*node));
    struct ui_node *parent = ui->depth > 0 ? ui->open[ui->depth - 1] : NULL;
    enum ui_align self = ui->next.across;

    take_next(ui, &box);
    node->box = box;
    node->flow = box.flow;
    node->self = self;
    node->scope = ui->scope;
    node->parent = parent;
    ui->head = box.head ? node : ui->head;
    ui->foot = box.foot ? node : ui->foot;
    if (parent == NULL) {
        return node;
    }
    if (parent->last == NULL) {
        parent->first = node;
    } else {
        parent->last->next = node;
    }
    parent->last = node;
    return node;
}

struct ui_node *ui_node_open(struct ui *ui, struct ui_box box)
{
    struct ui_node *node = ui_add(ui, box);

    CHECK(ui->depth < DEPTH_MAX);
    ui->open[ui->depth++] = node;
    return node;
}

void ui_open(struct ui *ui, struct ui_box box)
{
    (void)ui_node_open(ui, box);
}

void ui_open_row(struct ui *ui, float gap)
{
    ui_open(ui, (struct ui_box){.flow = UI_ROW, .gap = gap});
}

void ui_rove(struct ui *ui)
{
    if (ui->depth > 0) {
        ui->open[ui->depth - 1]->roves = true;
    }
}

void ui_open_column(struct ui *ui, float gap)
{
    ui_open(ui, (struct ui_box){.gap = gap});
}

void ui_open_scroll(struct ui *ui, const char *key, struct ui_box box)
{
    struct ui_node *node = ui_node_open(ui, box);

    node->id = ui_id(ui, key);
    node->flags |= FLAG_SCROLL;
    ui->fits = box.fits ? node : ui->fits;
    (void)ui_remember(ui, node->id);
}

bool ui_open_press(struct ui *ui, const char *label, struct ui_box box)
{
    struct ui_node *node = ui_node_open(ui, box);

    return ui_touch(ui, node, label, ui_id(ui, label));
}

void ui_close(struct ui *ui)
{
    CHECK(ui->depth > 1);
    ui->depth--;
    if (ui->sheet_depth != 0 && ui->depth == ui->sheet_depth + 1) {
        ui->depth = ui->sheet_depth; /* the sheet itself holds the box that scrolls */
        ui->sheet_depth = 0;
    }
}

struct ui_node *ui_layer_open(struct ui *ui, enum layer_kind kind, struct ui_box box)
{
    struct ui_node *node = NULL;

    CHECK(ui->layer_count < LAYERS_MAX && ui->depth < DEPTH_MAX);
    node = arena_alloc(ui->arena, sizeof(*node));
    node->box = box;
    node->flow = box.flow;
    node->scope = ui->scope;
    ui->layers[ui->layer_count++] = (struct ui_layer){.kind = kind, .root = node};
    ui->open[ui->depth++] = node;
    return node;
}

bool ui_open_sheet(struct ui *ui, const char *title, float width)
{
    float room = ui_width(ui) - 48;
    bool dismissed = false;
    int depth = ui->depth;
    struct ui_node *root = NULL;

    CHECK(ui->sheet_depth == 0);
    root = ui_layer_open(ui, LAYER_SHEET,
                         (struct ui_box){.fill = UI_SURFACE,
                                         .radius = 24,
                                         .shadow = 2,
                                         .pad = 24,
                                         .gap = 16,
                                         .width = width < room ? width : room,
                                         .fixed = true});
    root->flags |= FLAG_SOLID;
    root->id = ui_id(ui, title);
    ui_open_row(ui, 16);
    ui_next_grow(ui, 1);
    ui_text(ui, UI_HEADING, title);
    dismissed = ui_icon_button(ui, "x", ui_names(ui)->close);
    ui_close(ui);
    if (ui->activated == ui_veil_id(root->id)) {
        dismissed = true;
    }
    /* Not by the name of the sheet itself: what is brought into view would go under its head. */
    ui_open_scroll(ui, ui_format(ui, "in %s", title), (struct ui_box){.gap = 16, .grow = 1});
    ui->sheet_depth = depth;
    return dismissed;
}

void ui_next(struct ui *ui, struct ui_box size)
{
    ui->next = size;
}

void ui_next_grow(struct ui *ui, float grow)
{
    ui->next.grow = grow;
}

void ui_next_disabled(struct ui *ui, bool disabled)
{
    ui->next_disabled = disabled;
}

/* An id of its own for the second widget with the same words. */
static uint32_t own_id(struct ui *ui, uint32_t id)
{
    for (int i = 0; i < ui->touched_count; i++) {
        if (ui->touched[i] == id) {
            id = hash_key(id, "again");
            i = -1;
        }
    }
    if (ui->touched_count < AREAS_MAX) {
        ui->touched[ui->touched_count++] = id;
    }
    return id;
}

bool ui_touch(struct ui *ui, struct ui_node *node, const char *label, uint32_t id)
{
    node->id = own_id(ui, id);
    node->label = arena_text(ui->arena, label);
    node->flags |= FLAG_PRESS;
    if (ui->next_disabled) {
        node->flags |= FLAG_DISABLED;
        ui->next_disabled = false;
    }
    return ui->activated == node->id && (node->flags & FLAG_DISABLED) == 0;
}

void ui_read(struct ui *ui, struct ui_node *node, const char *key, const char *words)
{
    if (ui->frame.voiced) {
        node->id = own_id(ui, ui_id(ui, key));
        node->label = arena_text(ui->arena, words);
        node->flags |= FLAG_READ;
    }
}

bool ui_is_pressed(const struct ui *ui, uint32_t id)
{
    return ui->press.down && ui->press.id == id && ui->press.inside;
}

struct ui_memory *ui_recall(struct ui *ui, uint32_t id)
{
    for (int i = 0; i < MEMORY_MAX; i++) {
        if (ui->memory[i].id == id && id != 0) {
            return &ui->memory[i];
        }
    }
    return NULL;
}

struct ui_memory *ui_remember(struct ui *ui, uint32_t id)
{
    struct ui_memory *m = ui_recall(ui, id);
    struct ui_memory *oldest = &ui->memory[0];

    if (m == NULL) {
        for (int i = 1; i < MEMORY_MAX; i++) {
            if (ui->memory[i].seen < oldest->seen) {
                oldest = &ui->memory[i];
            }
        }
        m = oldest;
        *m = (struct ui_memory){.id = id};
    }
    m->seen = ui->frame_number;
    return m;
}

const char *ui_format(struct ui *ui, const char *fmt, ...)
{
    va_list args;
    int size = 0;
    char *text = NULL;

    va_start(args, fmt);
    size = vsnprintf(NULL, 0, fmt, args);
    va_end(args);
    CHECK(size >= 0);
    text = arena_alloc(ui->arena, (size_t)size + 1);
    va_start(args, fmt);
    (void)vsnprintf(text, (size_t)size + 1, fmt, args);
    va_end(args);
    return text;
}

void *ui_room(struct ui *ui, size_t bytes)
{
    return arena_alloc(ui->arena, bytes);
}
