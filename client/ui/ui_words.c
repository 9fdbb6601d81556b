/* Widgets to look at: words, icons, pictures, pills, dots and the room between them. */
#include "ui_private.h"

#include <math.h>
#include <string.h>

/* Andika stands tall; 1.35 of the em keeps its marks apart without tearing a note to pieces. */
static const float line_ratio = 1.35f;
static const float tall_ratio = 1.95f; /* Nastaliq hangs from line to line */
static const float slow_growth = 0.4f;

enum { DOTS_APART = 6 }; /* more of them stand closer, and where large words want the room */

struct ui_type ui_type_of(enum ui_style style)
{
    static const struct ui_type types[] = {
#define TYPE(style, size, font, colour) {size, DRAW_##font, UI_##colour, false, false, false},
#include "types.def"
    };

    CHECK((size_t)style < sizeof(types) / sizeof(types[0]));
    return types[style];
}

int ui_type_px(const struct ui *ui, const struct ui_type *type)
{
    float text = type->slow ? 1 + (ui->frame.text - 1) * slow_growth : ui->frame.text;

    return (int)lroundf(type->size * text * ui->frame.scale);
}

float ui_type_line(const struct ui *ui, const struct ui_type *type)
{
    float ratio = type->tall ? tall_ratio : line_ratio;

    return roundf((float)ui_type_px(ui, type) * ratio) / ui->frame.scale;
}

struct ui_node *ui_words(struct ui *ui, struct ui_type type, const char *words, enum ui_align align)
{
    struct ui_node *node = ui_add(ui, (struct ui_box){0});

    node->content = CONTENT_TEXT;
    node->text = words;
    node->type = type;
    node->type.tall = !type.even && ui_holds_urdu(words);
    node->align = align;
    return node;
}

void ui_words_fit(struct ui_node *words)
{
    words->fit = words->type.size * 0.8f;
}

float ui_words_width(const struct ui *ui, struct ui_type type, const char *words)
{
    float word = 0;
    float line = 0;

    ui_wrap_bounds(ui, &type, words, &word, &line);
    return line / ui->frame.scale;
}

void ui_text(struct ui *ui, enum ui_style style, const char *words)
{
    (void)ui_words(ui, ui_type_of(style), words, UI_START);
}

void ui_text_colour(struct ui *ui, enum ui_style style, enum ui_colour colour, const char *words)
{
    struct ui_type type = ui_type_of(style);

    type.colour = colour;
    (void)ui_words(ui, type, words, UI_START);
}

void ui_text_centred(struct ui *ui, enum ui_style style, const char *words)
{
    (void)ui_words(ui, ui_type_of(style), words, UI_CENTRE);
}

void ui_question(struct ui *ui, const char *words, int from, int size)
{
    struct ui_type type = ui_type_of(UI_HUGE);
    struct ui_node *node = NULL;

    type.slow = true;
    node = ui_words(ui, type, words, UI_START);
    node->content = CONTENT_QUESTION;
    node->mark_from = from;
    node->mark_size = size;
}

void ui_text_fit(struct ui *ui, enum ui_style style, enum ui_align align, const char *words)
{
    ui_words_fit(ui_words(ui, ui_type_of(style), words, align));
}

void ui_text_title(struct ui *ui, enum ui_style style, const char *words)
{
    struct ui_node *node = ui_words(ui, ui_type_of(style), words, UI_START);

    ui_words_fit(node);
    node->fits_line = true;
}

static struct ui_node *add_square(struct ui *ui, enum ui_content content, float size)
{
    struct ui_node *node =
        ui_add(ui, (struct ui_box){.width = size, .height = size, .fixed = true});

    node->content = content;
    node->flags |= FLAG_HUG;
    return node;
}

void ui_icon(struct ui *ui, const char *icon, float size, enum ui_colour colour)
{
    struct ui_node *node = add_square(ui, CONTENT_ICON, size);

    node->text = icon;
    node->colour = colour;
}

void ui_icon_growing(struct ui *ui, const char *icon, float size, enum ui_colour colour)
{
    ui_icon(ui, icon, size, colour);
    ui->open[ui->depth - 1]->last->grows = size;
}

void ui_icon_tile(struct ui *ui, const char *icon, enum ui_colour hue)
{
    float size = 48 * fminf(ui->frame.text, UI_ICON_GROWTH);
    struct ui_node *node = ui_node_open(ui, (struct ui_box){.width = size,
                                                            .height = size,
                                                            .fixed = true,
                                                            .pad = size / 4,
                                                            .radius = 12,
                                                            .fill = ui_tint(hue)});

    node->flags |= FLAG_HUG;
    ui_icon(ui, icon, size / 2, hue);
    ui_close(ui);
}

void ui_picture(struct ui *ui, const char *picture, float size)
{
    add_square(ui, CONTENT_PICTURE, size)->text = picture;
}

void ui_picture_between(struct ui *ui, const char *picture, float least, float most)
{
    struct ui_node *node = add_square(ui, CONTENT_PICTURE, most);

    CHECK(least > 0 && least <= most);
    node->text = picture;
    node->least = least;
    node->most = most;
}

void ui_avatar(struct ui *ui, const struct ui_person *person, float size)
{
    enum ui_colour hue = person->key == NULL ? UI_BLUE : ui_hue_of(person->key);
    struct ui_type type = {.size = size * 0.4f / ui->frame.text, .font = DRAW_BOLD, .colour = hue};
    struct ui_node *node = NULL;

    if (person->picture != NULL && person->picture[0] != '\0') {
        node = add_square(ui, CONTENT_PICTURE, size);
        node->text = person->picture;
        node->round = size / 2;
        return;
    }
    node = ui_node_open(ui, (struct ui_box){.width = size,
                                            .height = size,
                                            .fixed = true,
                                            .radius = size / 2,
                                            .fill = ui_tint(hue),
                                            .along = UI_CENTRE});
    node->flags |= FLAG_HUG;
    (void)ui_words(ui, type, person->initials, UI_CENTRE);
    ui_close(ui);
}

/* A mood as paper and ink. */
static void mood_colours(enum ui_mood mood, enum ui_colour *fill, enum ui_colour *ink)
{
    static const enum ui_colour fills[] = {UI_SUNK, UI_GREEN_TINT, UI_AMBER_TINT, UI_ROSE_TINT};
    static const enum ui_colour inks[] = {UI_INK_SOFT, UI_GREEN, UI_AMBER, UI_ROSE};

    CHECK((size_t)mood < sizeof(fills) / sizeof(fills[0]));
    *fill = fills[mood];
    *ink = inks[mood];
}

static void paper(struct ui *ui, enum ui_mood mood, const char *icon, const char *words,
                  float height)
{
    struct ui_type type = ui_type_of(UI_SMALL);
    enum ui_colour fill = UI_NO_COLOUR;
    struct ui_node *node = NULL;

    mood_colours(mood, &fill, &type.colour);
    node = ui_node_open(ui, (struct ui_box){.flow = UI_ROW,
                                            .gap = 8,
                                            .pad_x = height / 2,
                                            .pad_y = 2,
                                            .height = height,
                                            .radius = 24,
                                            .fill = fill,
                                            .along = UI_CENTRE});
    node->flags |= FLAG_HUG;
    if (icon != NULL) {
        ui_icon_growing(ui, icon, 22, type.colour);
    }
    if (words[0] != '\0') {
        (void)ui_words(ui, type, words, UI_START);
    }
    ui_close(ui);
}

void ui_pill(struct ui *ui, enum ui_mood mood, const char *icon, const char *words)
{
    paper(ui, mood, icon, words, 44);
}

void ui_badge(struct ui *ui, enum ui_mood mood, const char *words)
{
    paper(ui, mood, NULL, words, 28);
}

bool ui_banner(struct ui *ui, enum ui_mood mood, const char *words, const char *action)
{
    static const char *const icons[] = {"info", "circle-check", "clock", "triangle-alert"};
    struct ui_type type = ui_type_of(UI_BODY);
    enum ui_colour fill = UI_NO_COLOUR;
    enum ui_colour ink = UI_NO_COLOUR;
    bool said = false;

    mood_colours(mood, &fill, &ink);
    ui_open(ui, (struct ui_box){.flow = UI_ROW,
                                .gap = 16,
                                .pad_x = 20,
                                .pad_y = 8,
                                .height = 64,
                                .radius = 16,
                                .fill = fill});
    ui_icon_growing(ui, icons[mood], 26, ink);
    ui_next_grow(ui, 1);
    (void)ui_words(ui, type, words, UI_START);
    if (action != NULL) {
        said = ui_button(ui, UI_QUIET, NULL, action);
    }
    ui_close(ui);
    return said;
}

void ui_dots(struct ui *ui, int current, int count)
{
    bool is_close = count > DOTS_APART || ui->frame.text > 1.2F;
    float apart = is_close ? 10 : 36;
    float wide = is_close ? 28 : 40;
    struct ui_node *node = ui_add(
        ui, (struct ui_box){
                .width = (16 + apart) * (float)(count - 1) + wide, .height = 16, .fixed = true});

    node->content = CONTENT_DOTS;
    node->round = apart;
    node->fit = wide;
    node->flags |= FLAG_HUG;
    node->mark_from = current;
    node->mark_size = count;
    node->text = ui_format(ui, "%d / %d", current + 1, count);
}

void ui_spacer(struct ui *ui)
{
    const struct ui_node *node = ui_add(ui, (struct ui_box){.grow = 1});

    if (node->parent != NULL && node->parent == ui->foot) {
        ui->foot_gap = node;
    }
}

static bool is_in_row(const struct ui *ui)
{
    enum ui_flow flow = ui->open[ui->depth - 1]->flow;

    return flow == UI_ROW || flow == UI_WRAP;
}

void ui_gap(struct ui *ui, float size)
{
    (void)ui_add(ui,
                 is_in_row(ui) ? (struct ui_box){.width = size} : (struct ui_box){.height = size});
}

void ui_divider(struct ui *ui)
{
    struct ui_box box = {.fill = UI_LINE};
    struct ui_node *node = NULL;

    box.width = is_in_row(ui) ? 1 : 0;
    box.height = is_in_row(ui) ? 0 : 1;
    node = ui_add(ui, box);
    node->self = UI_STRETCH;
}
