/* What a paragraph says of all of its words.
 *
 * A word of Urdu may have no letter of Urdu's own: alone it looks like Arabic. Were it measured
 * alone it would be measured in Naskh, and then be drawn in the Nastaliq of the line it stands
 * in. So hand and direction are found once, for all of a paragraph, and go with each piece of it
 * that is measured, drawn, or looked into for a caret.
 */
#include "ui_private.h"

static bool runs_from_right(uint32_t c)
{
    return (c >= 0x0590 && c <= 0x08ff && !(c >= 0x0660 && c <= 0x0669) &&
            !(c >= 0x06f0 && c <= 0x06f9)) ||
           c == 0x200f || (c >= 0xfb1d && c <= 0xfdff) || (c >= 0xfe70 && c <= 0xfeff);
}

/* Neither dashes and quotation marks nor arrows and pictures say which way a text runs. */
static bool runs_from_left(uint32_t c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= 0xc0 && c <= 0x24f) ||
           (c >= 0x0370 && c <= 0x058f) || (c >= 0x0900 && c <= 0x1fff) || c == 0x200e ||
           (c >= 0x2c00 && c <= 0x2dff) || (c >= 0x3040 && c <= 0xd7ff);
}

/* What Arabic does not write. */
static bool is_of_urdu(uint32_t c)
{
    static const uint32_t letters[] = {0x0679, 0x0688, 0x0691, 0x06ba, 0x06be,
                                       0x06c1, 0x06c2, 0x06c3, 0x06d2, 0x06d3};

    for (size_t i = 0; c >= letters[0] && i < sizeof(letters) / sizeof(letters[0]); i++) {
        if (letters[i] == c) {
            return true;
        }
    }
    return false;
}

/* Its words may be measured apart and added up: Latin, and the signs that stand in it. */
static bool is_plain(uint32_t c)
{
    return c < 0x0590 || (c >= 0x1e00 && c <= 0x206f);
}

struct ui_way ui_paragraph(const char *text, size_t at)
{
    struct ui_way way = {.plain = true};
    const char *from = text + at;
    bool is_known = false;
    uint32_t c = 0;

    while (from > text && from[-1] != '\n') {
        from--;
    }
    while ((c = text_next(&from)) != 0 && c != '\n') {
        if (!is_known && (runs_from_right(c) || runs_from_left(c))) {
            way.rtl = runs_from_right(c);
            is_known = true;
        }
        way.urdu = way.urdu || is_of_urdu(c);
        way.plain = way.plain && is_plain(c);
    }
    return way;
}

bool ui_holds_urdu(const char *text)
{
    uint32_t c = 0;

    while ((c = text_next(&text)) != 0) {
        if (is_of_urdu(c)) {
            return true;
        }
    }
    return false;
}
