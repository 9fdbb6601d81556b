/* What the columns of a roster are called, and what may stand in them.
 *
 * Every program that exports a roster has its own words for the same dozen columns; those we know
 * are in one table. Dates are the trap: 03/04/2015 is two days, and a single cell does not say
 * which. The column does: as soon as one of its cells can only be read one way, all of them are.
 */
#include "hub_import.h"

#include <string.h>

static const struct alias {
    enum roster_column column;
    const char *field;
    const char *names; /* lower case, letters and digits only, a blank between */
} aliases[] = {
    {ROSTER_UPN,         "upn",         " upn uniquepupilnumber "                                 },
    {ROSTER_NAME,        NULL,          " name pupilname fullname pupil studentname legalname "   },
    {ROSTER_GIVEN,       "given",
     " given givenname forename firstname legalforename legalfirstname first "                    },
    {ROSTER_FAMILY,      "family",
     " family familyname surname lastname legalsurname legallastname last "                       },
    {ROSTER_PREFERRED,   "preferred",
     " preferred preferredname preferredforename preferredfirstname knownas chosenname "          },
    {ROSTER_BORN,        "born",        " born dob dateofbirth birthdate birthday "               },
    {ROSTER_GENDER,      "gender",      " gender sex legalsex "                                   },
    {ROSTER_YEAR_GROUP,  "year_group",
     " yeargroup year ncyear ncyearactual nationalcurriculumyear yr yeartaughtin "                },
    {ROSTER_PROVISION,   "provision",   " provision senprovision senstatus sen senstage sencode " },
    {ROSTER_NEED,        "need",
     " need primaryneed sentype senneed primarysenneed primaryneedtype senneed1 "                 },
    {ROSTER_NEED_SECOND, "need_second",
     " needsecond secondaryneed secondneed secondarysenneed secondaryneedtype senneed2 "          },
    {ROSTER_ENTERED,     "entered",
     " entered entrydate dateofentry admissiondate onrollfrom startdate doa dateofadmission "     },
    {ROSTER_LEFT,        "left",        " left leavingdate dateofleaving onrolluntil enddate dol "},
    {ROSTER_GROUPS,      NULL,
     " group groups class classes reg registrationgroup reggroup tutorgroup form classname "      },
};

const char *roster_field(enum roster_column column)
{
    for (size_t i = 0; i < sizeof aliases / sizeof aliases[0]; i++) {
        if (aliases[i].column == column) {
            return aliases[i].field;
        }
    }
    return NULL;
}

/* ---- layout --------------------------------------------------------------------------------- */

static enum roster_column find_column(const char *header)
{
    char plain[64] = " ";
    size_t n = 1;

    for (const char *c = header; *c != '\0' && n + 2 < sizeof plain; c++) {
        char low = hub_lower(*c);
        if ((low >= 'a' && low <= 'z') || (low >= '0' && low <= '9')) {
            plain[n++] = low;
        }
    }
    plain[n++] = ' ';
    plain[n] = '\0';
    for (size_t i = 0; n > 2 && i < sizeof aliases / sizeof aliases[0]; i++) {
        if (strstr(aliases[i].names, plain) != NULL) {
            return aliases[i].column;
        }
    }
    return ROSTER_COLUMNS;
}

/* Digits, at most so many; NULL when there are none. */
static const char *read_number(const char *at, int digits_max, int *out)
{
    int digits = 0;

    *out = 0;
    while (digits < digits_max && *at >= '0' && *at <= '9') {
        *out = *out * 10 + (*at++ - '0');
        digits++;
    }
    return digits > 0 ? at : NULL;
}

/* Two numbers and a year, as in 3/4/2015, 03-04-2015 or 3.4.2015. */
static bool read_parts(const char *text, int parts[3])
{
    static const int digits[3] = {2, 2, 4};
    const char *at = text;
    char mark = '\0';

    for (int i = 0; i < 3; i++) {
        at = read_number(at, digits[i], &parts[i]);
        if (at == NULL) {
            return false;
        }
        if (i == 2) {
            break;
        }
        if (*at == '\0' || strchr("/-.", *at) == NULL || (i == 1 && *at != mark)) {
            return false;
        }
        mark = *at++;
    }
    return *at == '\0' && parts[2] >= 1900;
}

static enum roster_order column_order(const struct csv *csv, size_t column)
{
    int parts[3];
    bool first_is_day = false;
    bool second_is_day = false;

    for (size_t row = 1; row < csv->row_count; row++) {
        if (read_parts(csv_cell(csv, row, column), parts)) {
            first_is_day = first_is_day || parts[0] > 12;
            second_is_day = second_is_day || parts[1] > 12;
        }
    }
    return second_is_day && !first_is_day ? ORDER_MONTH_FIRST : ORDER_DAY_FIRST;
}

enum status roster_layout_read(const struct csv *csv, struct roster_layout *out)
{
    for (size_t i = 0; i < ROSTER_COLUMNS; i++) {
        out->at[i] = ROSTER_NOWHERE;
        out->order[i] = ORDER_DAY_FIRST;
    }
    for (size_t i = 0; i < csv->column_count; i++) {
        enum roster_column column = find_column(csv_cell(csv, 0, i));
        if (column == ROSTER_COLUMNS) {
            continue;
        }
        if (out->at[column] != ROSTER_NOWHERE) {
            return FAIL(STATUS_BAD_INPUT, "The columns “%s” and “%s” mean the same: keep one.",
                        csv_cell(csv, 0, out->at[column]), csv_cell(csv, 0, i));
        }
        out->at[column] = i;
        out->order[column] = column_order(csv, i);
    }
    if (out->at[ROSTER_NAME] == ROSTER_NOWHERE &&
        (out->at[ROSTER_GIVEN] == ROSTER_NOWHERE || out->at[ROSTER_FAMILY] == ROSTER_NOWHERE)) {
        return FAIL(STATUS_BAD_INPUT,
                    "The header names no columns for forename and surname: add it to the file.");
    }
    return STATUS_OK;
}

/* ---- values --------------------------------------------------------------------------------- */

static const char *date_value(const char *text, enum roster_order order, struct arena *arena)
{
    struct date day;
    char iso[16];
    int parts[3];
    const char *space = strchr(text, ' '); /* a time of day may follow, and says nothing */
    const char *plain = space == NULL ? text : arena_span(arena, text, (size_t)(space - text));

    if (date_parse(plain, &day)) {
        return plain;
    }
    if (!read_parts(plain, parts)) {
        return NULL;
    }
    day = (struct date){parts[2], parts[order == ORDER_DAY_FIRST ? 1 : 0],
                        parts[order == ORDER_DAY_FIRST ? 0 : 1]};
    if (day.month < 1 || day.month > 12 || day.day < 1 || day.day > 31) {
        return NULL;
    }
    date_text(day, iso);
    return date_parse(iso, &day) ? arena_text(arena, iso) : NULL;
}

static const char *year_value(const char *text, struct arena *arena)
{
    int64_t year = 0;

    if (strcmp(text, "R") == 0 || strcmp(text, "r") == 0 || strncmp(text, "Rec", 3) == 0) {
        return "0";
    }
    while (*text != '\0' && !(*text >= '0' && *text <= '9')) {
        text++;
    }
    if (text_to_int64(text, &year) != STATUS_OK || year < 0 || year > 20) {
        return NULL;
    }
    return arena_printf(arena, "%d", (int)year);
}

static const char *upper(const char *text, struct arena *arena)
{
    char *copy = arena_text(arena, text);

    for (char *c = copy; *c != '\0'; c++) {
        *c = hub_upper(*c);
    }
    return copy;
}

static const char *provision_value(const char *text, struct arena *arena)
{
    const char *code = upper(text, arena);

    if (strncmp(code, "EHC", 3) == 0) {
        return "E";
    }
    if (strncmp(code, "SEN S", 5) == 0) {
        return "K";
    }
    return record_provision_label(code) != NULL ? code : NULL;
}

static const char *need_value(const char *text, struct arena *arena)
{
    const char *code = upper(text, arena);

    if (strcmp(code, "AUT") == 0) {
        return "ASD";
    }
    return record_need_label(code) != NULL ? code : NULL;
}

static const char *gender_value(const char *text)
{
    if (strcmp(text, "M") == 0 || strcmp(text, "m") == 0) {
        return "Male";
    }
    if (strcmp(text, "F") == 0 || strcmp(text, "f") == 0) {
        return "Female";
    }
    return text;
}

/* “Slater, Robin” or “Robin Slater”: the last word is the family name where no comma says so. */
static const char *part_of_name(const char *whole, bool given, struct arena *arena)
{
    const char *comma = strchr(whole, ',');
    const char *blank = strrchr(whole, ' ');
    const char *from = NULL;

    if (comma != NULL) {
        from = comma + 1;
        while (*from == ' ') {
            from++;
        }
        return given ? from : arena_span(arena, whole, (size_t)(comma - whole));
    }
    if (blank == NULL) {
        return given ? whole : "";
    }
    return given ? arena_span(arena, whole, (size_t)(blank - whole)) : blank + 1;
}

static const char *raw_value(const struct csv *csv, const struct roster_layout *layout, size_t row,
                             enum roster_column column, struct arena *arena)
{
    if (layout->at[column] != ROSTER_NOWHERE) {
        return csv_cell(csv, row, layout->at[column]);
    }
    if ((column == ROSTER_GIVEN || column == ROSTER_FAMILY) &&
        layout->at[ROSTER_NAME] != ROSTER_NOWHERE) {
        return part_of_name(csv_cell(csv, row, layout->at[ROSTER_NAME]), column == ROSTER_GIVEN,
                            arena);
    }
    return "";
}

const char *roster_value(const struct csv *csv, const struct roster_layout *layout, size_t row,
                         enum roster_column column, struct arena *arena, const char **bad)
{
    const char *text = raw_value(csv, layout, row, column, arena);
    const char *value = text;

    if (text[0] == '\0') {
        return text;
    }
    switch (column) {
    case ROSTER_UPN:
        value = upper(text, arena);
        value = record_upn_is_valid(value) ? value : NULL;
        break;
    case ROSTER_BORN:
    case ROSTER_ENTERED:
    case ROSTER_LEFT:
        value = date_value(text, layout->order[column], arena);
        break;
    case ROSTER_YEAR_GROUP:
        value = year_value(text, arena);
        break;
    case ROSTER_PROVISION:
        value = provision_value(text, arena);
        break;
    case ROSTER_NEED:
    case ROSTER_NEED_SECOND:
        value = need_value(text, arena);
        break;
    case ROSTER_GENDER:
        value = gender_value(text);
        break;
    case ROSTER_NAME:
    case ROSTER_GIVEN:
    case ROSTER_FAMILY:
    case ROSTER_PREFERRED:
    case ROSTER_GROUPS:
    case ROSTER_COLUMNS:
        break;
    }
    if (value == NULL) {
        *bad = arena_printf(arena, "%s%s%s “%s” cannot be read and is left out",
                            *bad == NULL ? "" : *bad, *bad == NULL ? "" : "; ",
                            csv_cell(csv, 0, layout->at[column]), text);
        value = "";
    }
    return value;
}
