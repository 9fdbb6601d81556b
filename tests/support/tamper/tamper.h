/* tamper — a store's file spoiled by somebody who has it in hand, as bytes say.
 *
 * Shape    One call; the bytes are a list of acts of five bytes each, and what each carries:
 *          table, column, row (counted on round the end), act, size, then so many bytes.
 * Units    size counts bytes.
 * Errors   None: what the database refuses is left out.
 * Owns     Nothing; the file must not be open.
 * Needs    base, sql, support.
 */
#ifndef TAMPER_H
#define TAMPER_H

#include "base.h"

/* Acts: nothing, a small number, a great one, a text, bytes, cut short, the row goes, another row's
 * value, the table goes, a byte of the file itself. */
enum tamper_act {
    TAMPER_NULL,
    TAMPER_SMALL,
    TAMPER_GREAT,
    TAMPER_TEXT,
    TAMPER_BYTES,
    TAMPER_CUT,
    TAMPER_DELETE,
    TAMPER_COPY,
    TAMPER_DROP,
    TAMPER_FILE,
    TAMPER_ACTS
};

void tamper_file(const char *path, const uint8_t *data, size_t size);

#endif
