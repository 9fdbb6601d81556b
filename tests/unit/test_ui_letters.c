/* The scripts of the own keyboard: what is offered, typed and taken back, what is held, said and
 * suggested, and that no key is narrower than a finger on any page.
 *
 * Seen to catch: a carrier that is typed with its sign, a row of twelve keys, Backspace that takes
 * a whole conjunct, a suggestion that leaves what was begun, and a passphrase begun in Urdu. */
#include "cases.h"
#include "letters.h"
#include "ui.h"

#include <stdio.h>
#include <string.h>

enum { ROOM = 200, FINGER = 63 /* dp: 10 mm */ };

struct stage {
    struct ui *ui;
    struct ui_frame frame;
    const struct draw_list *list;
    char text[ROOM], secret[ROOM];
};

static const char *const school[] = {"আমার পালা", "সুন্দর", "باری کا انتظار"};
static const struct ui_lexicon lexicon = {school, COUNT(school)};

static void settle(struct stage *s)
{
    for (int i = 0; i < 64; i++) {
        ui_begin(s->ui, &s->frame);
        (void)ui_field(s->ui, &(struct ui_field){.label = "Note",
                                                 .text = s->text,
                                                 .room = sizeof(s->text),
                                                 .lines = 3,
                                                 .lexicon = &lexicon});
        (void)ui_field(s->ui, &(struct ui_field){.label = "Passphrase",
                                                 .text = s->secret,
                                                 .room = sizeof(s->secret),
                                                 .secret = true});
        s->list = ui_end(s->ui);
        if (ui_wake_ms(s->ui) > s->frame.now_ms) {
            return;
        }
    }
    fail_msg("the ui never rests");
}

static struct stage stage;

static int open_stage(void **state)
{
    stage = (struct stage){
        .frame = {.width = 800, .height = 1280, .scale = 1, .text = 1, .now_ms = 1000}
    };
    stage.frame.keyboard = true;
    stage.frame.scripts = 1U << UI_ARABIC | 1U << UI_URDU | 1U << UI_BENGALI | 1U << UI_GURMUKHI;
    stage.ui = ui_create(letters_port());
    settle(&stage);
    ui_focus(stage.ui, ui_find(stage.ui, "Note")->id);
    settle(&stage);
    *state = &stage;
    return 0;
}

static int close_stage(void **state)
{
    ui_destroy(((struct stage *)*state)->ui);
    return 0;
}

static void finger(struct stage *s, enum ui_event_kind kind, const char *label)
{
    const struct ui_place *p = ui_find(s->ui, label);

    if (p == NULL) {
        fail_msg("there is no \"%s\"", label);
        return;
    }
    ui_feed(s->ui, &(struct ui_event){.kind = kind,
                                      .x = (float)p->at.x + (float)p->at.w / 2,
                                      .y = (float)p->at.y + (float)p->at.h / 2});
    settle(s);
}

static void tap(struct stage *s, const char *label)
{
    finger(s, UI_DOWN, label);
    finger(s, UI_UP, label);
    s->frame.now_ms += 1000;
}

/* Keys, with spaces between. */
static void tap_keys(struct stage *s, const char *keys)
{
    while (*keys != '\0') {
        char key[16] = "";
        size_t size = strcspn(keys, " ");

        assert_true(size < sizeof(key));
        memcpy(key, keys, size);
        tap(s, key);
        keys += size + (keys[size] == ' ' ? 1 : 0);
    }
}

static void choose(struct stage *s, const char *script)
{
    tap(s, "other letters");
    tap(s, script);
}

static void clear(struct stage *s)
{
    s->text[0] = '\0';
    settle(s);
}

/* ---- what is offered ------------------------------------------------------------------------- */

static void nobody_who_needs_none_sees_other_letters(void **state)
{
    struct stage *s = *state;

    s->frame.scripts = 0;
    settle(s);
    assert_null(ui_find(s->ui, "other letters"));
    s->frame.scripts = 1U << UI_URDU;
    settle(s);
    tap(s, "other letters");
    assert_non_null(ui_find(s->ui, "Urdu"));
    assert_null(ui_find(s->ui, "Bengali"));
    tap(s, "Urdu");
    tap(s, "گ");
    s->frame.scripts = 0; /* the letters are gone again, and so is the page */
    settle(s);
    settle(s);
    assert_non_null(ui_find(s->ui, "q"));
    assert_string_equal(s->text, "گ");
}

static void a_passphrase_begins_in_latin(void **state)
{
    struct stage *s = *state;

    choose(s, "Urdu");
    tap(s, "Passphrase");
    tap(s, "q");
    assert_string_equal(s->secret, "q");
    choose(s, "Bengali"); /* who has one in Bengali may */
    tap(s, "ক");
    assert_string_equal(s->secret, "qক");
}

static void the_page_of_signs_leads_back_to_the_script(void **state)
{
    struct stage *s = *state;

    choose(s, "Punjabi");
    tap_keys(s, "ਕ 123 7");
    tap(s, "ਕ ਖ"); /* where "abc" stands in Latin */
    tap_keys(s, "shift ਭ ਮ");
    assert_string_equal(s->text, "ਕ7ਭਮ");
}

/* ---- what is typed --------------------------------------------------------------------------- */

/* keys are tapped one by one; then backspace as often as there are rows of left. */
static struct typed_row {
    const char *name, *script, *keys, *text;
    const char *left[4];
} typed_rows[] = {
    {"Arabic, with a point",
     "Arabic",                             "ع shift ـَ ل ي",
     "ع\xd9\x8eلي",                                                               {"ع\xd9\x8eل", "ع\xd9\x8e", "ع", ""}},
    {"lam and alef by one key", "Arabic",  "shift لا",             "لا",         {"ل", "", NULL, NULL}                  },
    {"Urdu",                    "Urdu",    "shift ٹ ی م",         "ٹیم",       {"ٹی", "ٹ", "", NULL}                },
    {"a conjunct of Bengali",   "Bengali", "ক ◌্ ত ◌ি",  "ক্তি", {"ক্ত", "ক্", "ক", ""}      },
    {"a letter with a dot",
     "Bengali",                            "ব shift \xe0\xa7\x9c",
     "ব\xe0\xa7\x9c",                                                              {"ব", "", NULL, NULL}                 },
    {"Punjabi",                 "Punjabi", "ਪ ◌੍ ਰ ◌ੀ",  "ਪ੍ਰੀ", {"ਪ੍ਰ", "ਪ੍", "ਪ", ""}      },
};

static void check_typed(void **state)
{
    const struct typed_row *row = *state;
    void *place = NULL;
    struct stage *s = NULL;

    (void)open_stage(&place);
    s = place;
    choose(s, row->script);
    tap_keys(s, row->keys);
    assert_string_equal(s->text, row->text);
    for (size_t i = 0; i < COUNT(row->left) && row->left[i] != NULL; i++) {
        tap(s, "backspace");
        assert_string_equal(s->text, row->left[i]);
    }
    (void)close_stage(&place);
}

static void what_came_in_one_goes_in_one(void **state)
{
    static const char *const ones[] = {"ŷ", "y\xcc\x82", "👍🏽", "👩‍👩‍👧"};
    struct stage *s = *state;

    for (size_t i = 0; i < COUNT(ones); i++) {
        text_copy(s->text, sizeof(s->text), ones[i]);
        settle(s);
        tap(s, "backspace");
        assert_string_equal(s->text, "");
    }
}

static void rarer_letters_come_by_holding(void **state)
{
    struct stage *s = *state;

    choose(s, "Urdu");
    finger(s, UI_DOWN, "د");
    s->frame.now_ms += 520;
    settle(s);
    finger(s, UI_MOVE, "ڈ");
    finger(s, UI_UP, "ڈ");
    choose(s, "Punjabi");
    finger(s, UI_DOWN, "ਰ");
    s->frame.now_ms += 520;
    settle(s);
    finger(s, UI_MOVE, "◌੍ਰ"); /* the foot of a letter, not its circle */
    finger(s, UI_UP, "◌੍ਰ");
    assert_string_equal(s->text, "ڈ੍ਰ");
    clear(s);
    choose(s, "Bengali");
    finger(s, UI_DOWN, "ক");
    s->frame.now_ms += 520;
    settle(s);
    tap(s, "ক্ষ");
    assert_string_equal(s->text, "ক্ষ");
}

static void only_latin_has_capitals(void **state)
{
    struct stage *s = *state;

    assert_non_null(ui_find(s->ui, "Q"));
    choose(s, "Bengali");
    assert_non_null(ui_find(s->ui, "ক"));
    assert_null(ui_find(s->ui, "খ"));
    tap_keys(s, "ক ।");
    tap(s, "space");
    choose(s, "abc");
    assert_non_null(ui_find(s->ui, "Q")); /* a sentence of Bengali has ended */
}

/* ---- what is suggested ----------------------------------------------------------------------- */

static void words_of_the_script_are_offered(void **state)
{
    struct stage *s = *state;

    choose(s, "Bengali");
    tap_keys(s, "shift আ ম");
    tap(s, "আমার পালা");
    assert_string_equal(s->text, "আমার পালা ");
    tap(s, "।");
    assert_string_equal(s->text, "আমার পালা।");
    clear(s);
    choose(s, "Arabic"); /* its yeh is another than Urdu's, and finds the same words */
    tap_keys(s, "ب ا ر ي");
    tap(s, "باری کا انتظار");
    assert_string_equal(s->text, "باری کا انتظار ");
}

/* ---- what is said ---------------------------------------------------------------------------- */

static void a_letter_is_called_by_its_name(void **state)
{
    struct stage *s = *state;
    struct ui_spoken spoken = {0};

    choose(s, "Urdu");
    ui_focus(s->ui, ui_find(s->ui, "د")->id);
    ui_feed(s->ui, &(struct ui_event){.kind = UI_KEY, .key = UI_KEY_LEFT});
    settle(s);
    ui_feed(s->ui, &(struct ui_event){.kind = UI_KEY, .key = UI_KEY_RIGHT});
    settle(s);
    assert_true(ui_spoken(s->ui, &spoken));
    assert_string_equal(spoken.label, "dal");
}

/* ---- every page ------------------------------------------------------------------------------ */

static void check_targets(struct stage *s, const char *page)
{
    int count = 0;
    const struct ui_place *places = ui_places(s->ui, &count);
    int keys = 0;

    for (int i = 0; i < count; i++) {
        if (places[i].at.y < 900 || places[i].field) {
            continue;
        }
        keys++;
        if (places[i].at.w < FINGER || places[i].at.h < FINGER) {
            fail_msg("\"%s\" of %s is %d dp wide and %d high", places[i].label, page,
                     places[i].at.w, places[i].at.h);
        }
    }
    assert_true(keys > 10);
}

static void every_key_is_as_wide_as_a_finger(void **state)
{
    static const char *const scripts[] = {"abc", "Arabic", "Urdu", "Bengali", "Punjabi"};
    struct stage *s = *state;

    for (size_t i = 0; i < COUNT(scripts); i++) {
        choose(s, scripts[i]);
        check_targets(s, scripts[i]);
        tap(s, "shift");
        check_targets(s, scripts[i]);
        tap(s, "shift");
        tap(s, "123");
        check_targets(s, scripts[i]);
    }
}

/* ---- as it looks ----------------------------------------------------------------------------- */

static void check_look(struct stage *s, const char *name)
{
    struct buf out = {0};
    char file[64];

    (void)snprintf(file, sizeof(file), "tests/golden/ui/letters-%s.txt", name);
    draw_list_print(s->list, &out);
    cases_golden(file, &out);
    buf_finish(&out);
}

/* script: as it is chosen, and by what name its goldens go. */
static struct look_row {
    const char *name, *script;
    enum ui_theme theme;
} look_rows[] = {
    {"arabic",  "Arabic",  UI_LIGHT   },
    {"urdu",    "Urdu",    UI_DARK    },
    {"bengali", "Bengali", UI_LIGHT   },
    {"punjabi", "Punjabi", UI_CONTRAST},
};

static void check_page(void **state)
{
    const struct look_row *row = *state;
    void *place = NULL;
    struct stage *s = NULL;
    char shifted[32];

    (void)open_stage(&place);
    s = place;
    s->frame.theme = row->theme;
    choose(s, row->script);
    check_look(s, row->name);
    tap(s, "shift");
    (void)snprintf(shifted, sizeof(shifted), "%s-shift", row->name);
    check_look(s, shifted);
    (void)close_stage(&place);
}

static void the_scripts_to_choose_from(void **state)
{
    struct stage *s = *state;

    choose(s, "Urdu");
    tap(s, "other letters");
    check_look(s, "scripts");
    tap(s, "Urdu");
    finger(s, UI_DOWN, "ہ");
    s->frame.now_ms += 520;
    settle(s);
    check_look(s, "held");
}

/* ---- names ----------------------------------------------------------------------------------- */

static struct name_row {
    const char *name;
    unsigned scripts;
} name_rows[] = {
    {"Zofia Żółć",                     0                },
    {"",                                   0                },
    {"Олена",                         0                },
    {"علي حسن",                      1U << UI_ARABIC  },
    {"أحمد",                           1U << UI_ARABIC  },
    {"سارہ خان",                    1U << UI_URDU    },
    {"گل",                               1U << UI_URDU    },
    {"Gul گل",                           1U << UI_URDU    },
    {"তানিয়া বেগম", 1U << UI_BENGALI },
    {"ਗੁਰਪ੍ਰੀਤ",           1U << UI_GURMUKHI},
};

static void check_name(void **state)
{
    const struct name_row *row = *state;

    assert_int_equal(ui_scripts_in(row->name), row->scripts);
}

int main(void)
{
#define LETTERS(name, test) cases_add_placed(name, test, open_stage, close_stage)
    cases_add_rows(check_typed, typed_rows, COUNT(typed_rows), sizeof typed_rows[0]);
    cases_add_rows(check_name, name_rows, COUNT(name_rows), sizeof name_rows[0]);
    cases_add_rows(check_page, look_rows, COUNT(look_rows), sizeof look_rows[0]);
    LETTERS("the scripts to choose from", the_scripts_to_choose_from);
    LETTERS("nobody who needs none sees other letters", nobody_who_needs_none_sees_other_letters);
    LETTERS("a passphrase begins in Latin", a_passphrase_begins_in_latin);
    LETTERS("signs lead back to the script", the_page_of_signs_leads_back_to_the_script);
    LETTERS("what came in one goes in one", what_came_in_one_goes_in_one);
    LETTERS("rarer letters come by holding", rarer_letters_come_by_holding);
    LETTERS("only Latin has capitals", only_latin_has_capitals);
    LETTERS("words of the script are offered", words_of_the_script_are_offered);
    LETTERS("a letter is called by its name", a_letter_is_called_by_its_name);
    LETTERS("every key is as wide as a finger", every_key_is_as_wide_as_a_finger);
    return cases_run("letters of scripts", NULL, NULL);
}
