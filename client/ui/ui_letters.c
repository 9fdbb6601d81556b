/* What stands on the keys of the own keyboard, script by script.
 *
 * All of it is data: scripts.def says where each letter stands, keys.def what the voice calls it
 * and what is offered while it is held. A sign that needs a letter to stand on (a vowel of Bengali,
 * a point of Arabic) would be drawn on nothing, or on a circle that only some fonts bring along; so
 * the tables show it on a carrier, which is taken off when it is typed.
 */
#include "ui_keyboard_private.h"

#include <string.h>

/* clang-format off */
const struct ui_letters ui_letters[UI_SCRIPT_COUNT] = {
#define SCRIPT(n, o, i, k, c, s, q, h, a, b, d, e, f, g) {o, i, k, c, s, q, h, {a, b, d, e, f, g}},
#include "scripts.def"
};
static const struct key {
    enum ui_script script;
    const char *text, *name, *more;
} keys[] = {
#define KEY(script, text, name, more) {UI_##script, text, name, more},
#include "keys.def"
};
/* clang-format on */

/* What a script does not name itself, such as a dash, is as in Latin. */
static const struct key *key_of(enum ui_script script, const char *text)
{
    const struct key *found = NULL;

    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
        const struct key *k = &keys[i];

        if ((k->script == script || (found == NULL && k->script == UI_LATIN)) &&
            text_equal(k->text, text)) {
            found = k;
        }
    }
    return found;
}

struct ui_keycap keyboard_letter(enum ui_script script, enum cap_act act, const char *shown)
{
    const char *carrier = ui_letters[script].carrier;
    size_t size = strlen(carrier);
    const struct key *key = NULL;
    struct ui_keycap cap = {.act = act, .more = ""};

    if (size > 0 && strncmp(shown, carrier, size) == 0 && shown[size] != '\0') {
        shown += size;
    }
    text_copy(cap.text, sizeof(cap.text), shown);
    key = key_of(script, cap.text);
    if (key != NULL) {
        cap.more = key->more;
        cap.name = key->name[0] != '\0' ? key->name : NULL;
    }
    return cap;
}

/* ---- which script a name is written in ------------------------------------------------------- */

/* What is on the first page is at home in the script: 2; behind Shift may stand a guest: 1. */
static int at_home(const struct ui_letters *script, const char *letter)
{
    for (int i = 0; i < 2 * LETTER_ROWS; i++) {
        if (strstr(script->rows[i], letter) != NULL) {
            return i < LETTER_ROWS ? 2 : 1;
        }
    }
    return 0;
}

/* How well each script's keys would write the name. */
static void count_letters(const char *name, int counts[UI_SCRIPT_COUNT])
{
    const char *at = name;

    while (*at != '\0') {
        const char *from = at;
        char letter[5] = "";
        uint32_t c = text_next(&at);

        if (c < 0x0590 || text_is_sign(c)) {
            continue;
        }
        memcpy(letter, from, (size_t)(at - from));
        for (int i = UI_LATIN + 1; i < UI_SCRIPT_COUNT; i++) {
            counts[i] += at_home(&ui_letters[i], letter);
        }
    }
}

/* A class has thousands of names, and most are written in Latin: U+0590 begins with this byte. */
static bool is_far_from_latin(const char *name)
{
    while (*name != '\0' && (unsigned char)*name < 0xd6) {
        name++;
    }
    return *name != '\0';
}

/* That in which it is most at home; of Arabic and Urdu, which share most letters, Arabic where
 * both are as good. */
unsigned ui_scripts_in(const char *name)
{
    int counts[UI_SCRIPT_COUNT] = {0};
    int best = UI_LATIN;

    if (!is_far_from_latin(name)) {
        return 0;
    }
    count_letters(name, counts);
    for (int i = UI_LATIN + 1; i < UI_SCRIPT_COUNT; i++) {
        best = counts[i] > counts[best] ? i : best;
    }
    return best == UI_LATIN ? 0 : 1U << best;
}
