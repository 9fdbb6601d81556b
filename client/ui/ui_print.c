/* A drawing as text, for golden tests: one command a line, only what the command uses. */
#include "ui_private.h"

static const char *const kinds[] = {"clear", "fill", "edge", "shadow",
                                    "text",  "icon", "line", "picture"};
static const char *const fonts[] = {"regular", "bold"};

static bool is_cut(const struct draw_command *c)
{
    struct draw_rect seen = draw_rect_meet(c->at, c->clip);

    return seen.w != c->at.w || seen.h != c->at.h;
}

static void print_command(const struct draw_command *c, struct buf *out)
{
    buf_printf(out, "%s %d,%d %dx%d #%08x", kinds[c->kind], c->at.x, c->at.y, c->at.w, c->at.h,
               (unsigned)c->colour);
    if (c->kind == DRAW_TEXT) {
        buf_printf(out, " %s %d at %d%s%s", fonts[c->font], c->size, c->baseline,
                   c->rtl ? " rtl" : "", c->urdu ? " urdu" : "");
    }
    if (c->radius > 0) {
        buf_printf(out, " radius %.1f", (double)c->radius);
    }
    if (c->line > 0) {
        buf_printf(out, " line %.1f", (double)c->line);
    }
    if (c->kind == DRAW_SHADOW) {
        buf_printf(out, " blur %.1f drop %.1f", (double)c->blur, (double)c->drop);
    }
    if (c->rises) {
        buf_text(out, " rises");
    }
    if (is_cut(c)) {
        buf_printf(out, " clip %d,%d %dx%d", c->clip.x, c->clip.y, c->clip.w, c->clip.h);
    }
    if (c->text[0] != '\0') {
        buf_printf(out, " \"%s\"", c->text);
    }
    buf_byte(out, '\n');
}

void draw_list_print(const struct draw_list *list, struct buf *out)
{
    for (int i = 0; i < list->count; i++) {
        print_command(&list->commands[i], out);
    }
}
