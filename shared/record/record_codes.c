/* Codes that schools in England use, and the check letter of a unique pupil number.
 *
 * The labels are data (code.def), because the lists change by decree. Only the check letter is a
 * rule: a UPN typed with two digits swapped must be told from a right one, since it is how pupils
 * are matched when a school sends its roster.
 */
#include "record.h"

#include <string.h>

#define UPN_SIZE 13
/* The letters that a UPN uses; I, O and S are left out as too like digits. */
static const char upn_letters[] = "ABCDEFGHJKLMNPQRTUVWXYZ";

enum code_set { CODE_PROVISION, CODE_NEED, CODE_REGION };
struct code {
    enum code_set set;
    const char *code;
    const char *label;
};
static const struct code codes[] = {
#define CODE(set, code, label) {CODE_##set, code, label},
#include "code.def"
};

static const char *code_label(enum code_set set, const char *code)
{
    CHECK(code != NULL);
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) {
        if (codes[i].set == set && strcmp(codes[i].code, code) == 0) {
            return codes[i].label;
        }
    }
    return NULL;
}

const char *record_provision_label(const char *code)
{
    return code_label(CODE_PROVISION, code);
}

const char *record_need_label(const char *code)
{
    return code_label(CODE_NEED, code);
}

const char *record_region_label(const char *code)
{
    return code_label(CODE_REGION, code);
}

/* What a character of a UPN is worth, or -1; a letter may stand only in the last place. */
static int upn_worth(char c, bool is_last)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    const char *at = is_last && c != '\0' ? strchr(upn_letters, c) : NULL;

    return at != NULL ? (int)(at - upn_letters) : -1;
}

bool record_upn_is_valid(const char *upn)
{
    int sum = 0;

    CHECK(upn != NULL);
    if (strlen(upn) != UPN_SIZE) {
        return false;
    }
    for (int i = 1; i < UPN_SIZE; i++) {
        int worth = upn_worth(upn[i], i == UPN_SIZE - 1);
        if (worth < 0) {
            return false;
        }
        sum += worth * (i + 1);
    }
    return upn[0] == upn_letters[sum % (int)(sizeof upn_letters - 1)];
}

bool record_urn_is_valid(const char *urn)
{
    CHECK(urn != NULL);
    return strlen(urn) == 6 && strspn(urn, "0123456789") == 6;
}
