/* record — what people write down: record types, their fields, and what may stand in them.
 *
 * Shape    Two plain const tables made from record.def and <type>.def; everything loops over them.
 *          struct instrument is a scale or a self-assessment read from its JSON.
 * Units    most is bytes of UTF-8 for texts, of JSON for lists and maps, the top value for INT.
 * Errors   STATUS_BAD_INPUT with a sentence that names the field and what to do.
 * Owns     Tables are constant; nothing is allocated but by arenas the caller hands in.
 * Needs    base, json. Pure: no clock, no disk, no chance.
 */
#ifndef RECORD_H
#define RECORD_H

#include "base.h"
#include "json.h"

enum field_kind {
    FIELD_TEXT,
    FIELD_ID,
    FIELD_INT,
    FIELD_BOOL,
    FIELD_DATE, /* text yyyy-mm-dd */
    FIELD_TIME, /* integer, ms since 1970 UTC */
    FIELD_LIST, /* list of texts */
    FIELD_MAP   /* object */
};
/* COLUMN: the view keeps it as a column to ask by. LINE: it is read from the change log. */
enum field_where { FIELD_COLUMN, FIELD_LINE };
enum field_need { FIELD_OPTIONAL, FIELD_NEEDED };
enum record_whose { RECORD_SCHOOL, RECORD_PUPIL };

struct record_field {
    enum field_kind kind;
    const char *name;
    int64_t most;
    enum field_where where;
    enum field_need need;
    const char *label; /* "" keeps it off the forms */
};
struct record_type {
    const char *name;
    enum record_whose whose;
    const char *label;
    const struct record_field *fields;
    size_t field_count;
};
extern const struct record_type record_types[];
extern const size_t record_type_count;

/* Every type has this field too: the reason why a record no longer counts (PROTOCOL 2). */
#define RECORD_VOID "void"

/* NULL for a type or field that this version does not know. RECORD_VOID is known everywhere. */
const struct record_type *record_type_find(const char *name);
const struct record_field *record_field_find(const struct record_type *type, const char *name);

/* The value has the field's kind of JSON, or is null. An id or a date is any text here. */
bool record_fits_kind(const struct record_field *field, const struct json_value *value);
/* Every known field has its kind or is null; unknown fields pass, and so does an unknown type
 * (NULL). What the hub holds as `shape`. */
MUST_USE enum status record_check_shape(const struct record_type *type,
                                        const struct json_value *set);
/* What this program itself may write: known fields only, shape, room, ranges, real dates and ids,
 * and, when is_new, every NEEDED field (which nobody may empty later either). */
MUST_USE enum status record_validate(const struct record_type *type, const struct json_value *set,
                                     bool is_new);

/* ---- codes (DOMAIN, "Codes and identifiers") ------------------------------------------------ */

/* A UPN with the right check letter (13 characters; a temporary one ends in a letter). */
bool record_upn_is_valid(const char *upn);
/* Six digits. */
bool record_urn_is_valid(const char *urn);
/* N, K, E; SPLD … NSA (AUT is accepted and means ASD). NULL when it is none. */
const char *record_provision_label(const char *code);
const char *record_need_label(const char *code);
const char *record_region_label(const char *code);

/* ---- interval observation -------------------------------------------------------------------- */

/* Between which shares the true one lies, with 95 of 100 such intervals being right: the score
 * interval of E. B. Wilson, Journal of the American Statistical Association 22 (1927), 209-212.
 * It stays within 0 and 1 and holds for few looks, which the usual formula does not. */
struct record_share {
    double share, low, high; /* 0 to 1 */
};
/* seen of count; count 0: nothing is known, 0 to 1. */
struct record_share record_wilson(int64_t seen, int64_t count);
/* The looks in samples: those made, and those at which it was seen. */
void record_count_samples(const char *samples, int64_t *seen, int64_t *count);

/* How two observers agree who looked at the same pupil at the same cues: kappa = (po - pe) /
 * (1 - pe), with po the share of looks at which both said the same, and pe the share at which they
 * would by chance, each keeping to how often they said it. J. Cohen, Educational and Psychological
 * Measurement 20 (1960), 37-46. 1: at all; 0: no more than chance; below 0: less. */
struct record_agreement {
    int64_t looks, same; /* at which both looked; at which they said the same */
    bool is_defined;     /* false: no such look, or chance alone agrees at all of them */
    double kappa;
};
/* The n-th look of two stands beside the (n - shift)-th of one. */
struct record_agreement record_kappa(const char *one, const char *two, int64_t shift);
/* The same of a scale, whose steps count from 0; below 0: not answered. Kappa is weighted: 1 - (sum
 * of w o) / (sum of w e), o and e the shares seen and expected by chance of each pair of answers, w
 * how many steps these lie apart. J. Cohen, Psychological Bulletin 70 (1968), 213-220; steps as
 * weights: D. V. Cicchetti, T. Allison, American Journal of EEG Technology 11 (1971), 101-109. */
struct record_agreement record_kappa_weighted(const int *one, const int *two, size_t count);

/* ---- half terms ------------------------------------------------------------------------------ */

/* Holidays count with the half term before them. The school's own dates (the field half_terms;
 * NULL: none) where they reach, else as most schools have them. */
struct record_half_term {
    int year;   /* academic, 2026 is 2026/27 */
    int number; /* 1 to 6 */
};
struct record_half_term record_half_term_of(const struct json_value *half_terms, struct date day);

/* ---- how a pupil answered -------------------------------------------------------------------- */

/* What to bear in mind beside an answer. It says nothing about whether the answer is true. */
enum record_care {
    RECORD_CARE_FAST = 1,      /* sooner than it can be taken in */
    RECORD_CARE_SIDE = 2,      /* always the picture at the same place, wherever it meant what */
    RECORD_CARE_EXTREME = 4,   /* always an end of the scale */
    RECORD_CARE_HELP = 8,      /* help was given */
    RECORD_CARE_PRACTICE = 16, /* what is known to be so was answered otherwise, twice */
    RECORD_CARE_LEFT = 32      /* it was left before the pupil had agreed to all of it */
};
enum { RECORD_CARE_FAST_MS = 1000, RECORD_CARE_ROW = 4 };
struct record_answer {
    int64_t ms;  /* from the question to the last touch; 0: not known */
    int place;   /* among the pictures as they were shown; -1: apart from them, such as unsure */
    int scale;   /* among the choices in their own order; -1: apart from them */
    int choices; /* how many stand in that order */
    bool is_helped, is_left; /* left: before the end */
    bool is_unpractised;     /* the practice before it was answered otherwise than is known */
    int64_t own_ms;          /* what each touch takes by itself, such as one that must be held */
    int touches;             /* that it takes at least: a card each on a board; 0 is 1 */
    bool is_scanned;         /* by switches: the light sets the time, and fast is not told */
};
/* Of the first of them, in the light of those before it: the answers to one item of one version,
 * the latest first. A row of fewer than RECORD_CARE_ROW is no habit. */
unsigned record_care(const struct record_answer *answers, size_t count);

/* ---- instruments ---------------------------------------------------------------------------- */

/* What a form has room for; a file that holds more is refused. */
enum {
    INSTRUMENT_ITEMS_MOST = 24,
    INSTRUMENT_CHOICES_MOST = 12,
    INSTRUMENT_TEXTS_MOST = 24,
    INSTRUMENT_ASKED_MOST = 12, /* questions of a self-assessment */
    INSTRUMENT_CARDS_MOST = 12
};

struct instrument_choice {
    const char *id, *label;
    const char *about;
    const char *picture; /* "" when it has none */
    bool has_value;      /* only in an instrument with a total */
    int64_t value;
    bool apart; /* unsure, not now: drawn apart, never mirrored, no point on the scale */
    bool right; /* practice, where several may be chosen: this one is to be */
};
/* A picture that is sorted on a board, into one of the item's choices. */
struct instrument_card {
    const char *id;
    const char *label;
    const char *picture;
    const char *right; /* practice: the choice that it is known to belong to */
};
/* A text that goes with an answer. */
struct instrument_text {
    const char *id;
    const char *label;
    const char *about;
};
struct instrument_item {
    const char *id;
    const char *label;
    const char *about;
    const char *icon;
    const char *picture;
    const char *colour;     /* a key of the theme: area-1 … */
    const char *kind;       /* choice, text (has one text, called text), or as asked_kinds.def */
    const char *label_with; /* the label once it is known what it is about: {about} stands for it */
    bool practice;
    bool own;          /* the pupil's own pictures stand among its choices, or its cards */
    const char *right; /* practice: the choice that is known to be so */
    struct instrument_choice *choices;
    size_t choice_count;
    struct instrument_card *cards; /* of a board */
    size_t card_count;
    struct instrument_text *texts;
    size_t text_count;
    size_t first_text; /* how many texts the items before it have */
    const char **phrases;
    size_t phrase_count;
};
struct instrument_band {
    int64_t from;
    int64_t to; /* itself included */
    const char *label;
};
/* A scale, a checklist or a self-assessment: data, in immutable versions. */
struct instrument {
    const char *id;
    const char *label;
    const char *kind; /* engagement, note, levels, self-assessment */
    const char *about;
    const char *left_alone; /* what it means that an item has no answer */
    const char *family;     /* those that ask the same with another number of faces */
    int64_t length;         /* faces; 0 when it has none */
    const char *picture;    /* self-assessment: by which it is known */
    const char *asks_about; /* "", "activity" (an observation) or "target" (one of the pupil's) */
    struct instrument_item *items;
    size_t item_count;
    size_t text_count;
    struct instrument_band *bands; /* of the total; none: answers are never added up */
    size_t band_count;
};
/* Reads the JSON of assets/instruments (SHAPE.md there) into the arena; a missing text is "".
 * STATUS_BAD_INPUT says what is wrong and where; *out is empty then. */
MUST_USE enum status instrument_read(const char *text, size_t size, struct arena *arena,
                                     struct instrument *out);
/* How the items of a self-assessment are answered. */
enum instrument_way {
    INSTRUMENT_NOT_ASKED, /* it is for staff */
    INSTRUMENT_ONE,       /* one of the choices */
    INSTRUMENT_SEVERAL,   /* any number of them */
    INSTRUMENT_BOARD,     /* each card in one of the choices, which are its columns */
    INSTRUMENT_JOURNAL    /* any number of the choices, and words */
};
enum instrument_way instrument_way_of(const struct instrument_item *item);
const struct instrument_item *instrument_item_find(const struct instrument *in, const char *id);
const struct instrument_choice *instrument_choice_find(const struct instrument_item *item,
                                                       const char *id);
/* A name of a picture is one of those that ship, "" or, after these letters, a picture of the
 * school's own: by its record's id or, in a file that a person wrote, by its words. */
#define INSTRUMENT_SCHOOLS "school:"
const char *instrument_schools_picture(const char *name); /* what stands after it; NULL: none */
/* Each place that names a picture; item is "" for the instrument's own. Ends where each fails. */
typedef enum status (*instrument_picture_fn)(void *ctx, const char *item, const char **name);
MUST_USE enum status instrument_each_picture(struct instrument *in, instrument_picture_fn each,
                                             void *ctx);
/* The sum of what was chosen (indices, -1 none; one an item), and its band. False where there is no
 * total, or an item with choices has no answer: part of a sum says nothing. */
bool instrument_total(const struct instrument *in, const int *chosen, int64_t *sum,
                      const struct instrument_band **band);
#endif
