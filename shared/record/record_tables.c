/* The tables of record types and fields, expanded once from their .def files.
 *
 * Whatever must know the fields (the view's tables, forms, validation, export) loops over these
 * arrays, so that a new field is one row and never a hunt through the code. The rows of one type
 * lie in a file of its own; a type in record.def whose file is not included here does not compile.
 */
#include "record.h"

#include <string.h>

#define FIELD(kind, name, most, where, need, label) \
    {FIELD_##kind, #name, most, FIELD_##where, FIELD_##need, label},

static const struct record_field school_fields[] = {
#include "school.def"
};
static const struct record_field group_fields[] = {
#include "group.def"
};
static const struct record_field instrument_fields[] = {
#include "instrument.def"
};
static const struct record_field staff_fields[] = {
#include "staff.def"
};
static const struct record_field pupil_fields[] = {
#include "pupil.def"
};
static const struct record_field membership_fields[] = {
#include "membership.def"
};
static const struct record_field picture_fields[] = {
#include "picture.def"
};
static const struct record_field clip_fields[] = {
#include "clip.def"
};
static const struct record_field plan_fields[] = {
#include "plan.def"
};
static const struct record_field outcome_fields[] = {
#include "outcome.def"
};
static const struct record_field target_fields[] = {
#include "target.def"
};
static const struct record_field target_review_fields[] = {
#include "target_review.def"
};
static const struct record_field target_judgement_fields[] = {
#include "target_judgement.def"
};
static const struct record_field observation_fields[] = {
#include "observation.def"
};
static const struct record_field interval_observation_fields[] = {
#include "interval_observation.def"
};
static const struct record_field self_assessment_fields[] = {
#include "self_assessment.def"
};
static const struct record_field access_profile_fields[] = {
#include "access_profile.def"
};
#undef FIELD

const struct record_type record_types[] = {
#define RECORD(name, whose, label) \
    {#name, RECORD_##whose, label, name##_fields, sizeof name##_fields / sizeof name##_fields[0]},
#include "record.def"
};
const size_t record_type_count = sizeof record_types / sizeof record_types[0];

/* Stands beside the rows of every type (PROTOCOL section 2). */
static const struct record_field void_field = {FIELD_TEXT,   RECORD_VOID,    2000,
                                               FIELD_COLUMN, FIELD_OPTIONAL, "Entered in error"};

const struct record_type *record_type_find(const char *name)
{
    CHECK(name != NULL);
    for (size_t i = 0; i < record_type_count; i++) {
        if (strcmp(record_types[i].name, name) == 0) {
            return &record_types[i];
        }
    }
    return NULL;
}

const struct record_field *record_field_find(const struct record_type *type, const char *name)
{
    CHECK(type != NULL && name != NULL);
    for (size_t i = 0; i < type->field_count; i++) {
        if (strcmp(type->fields[i].name, name) == 0) {
            return &type->fields[i];
        }
    }
    return strcmp(name, RECORD_VOID) == 0 ? &void_field : NULL;
}
