/* html — HTML written element by element; text is escaped unless it is a constant of the program.
 *
 * Shape    struct html is an open value: {0} is an empty page. Calls come in document order.
 * Units    Text is UTF-8; what is broken or unprintable in it comes out as U+FFFD.
 * Errors   None from data: any text at all may be handed in. A misnested element, a script, a style
 *          or an address outside this server is a bug of the page and stops in a CHECK.
 * Owns     html_finish empties it; html_take hands its bytes to the caller's buffer.
 * Needs    base. Pure.
 */
#ifndef HTML_H
#define HTML_H

#include "base.h"

#define HTML_DEPTH_MAX 32

struct html {
    struct buf out;
    const char *open[HTML_DEPTH_MAX]; /* names of the open elements: constants */
    int depth;
    bool in_tag;  /* the tag last begun still takes attributes */
    bool is_void; /* … and has no end tag */
};

void html_finish(struct html *h); /* accepts empty */
/* Moves the whole page to an empty out; every element must be closed. */
void html_take(struct html *h, struct buf *out);

/* Begins an element; name is a constant such as "section". Never "script" or "style". */
void html_open(struct html *h, const char *name);
/* Ends the innermost element, which must be this one. */
void html_close(struct html *h, const char *name);
/* Begins an element that has no end, such as "input". */
void html_void(struct html *h, const char *name);

/* Attributes, straight after html_open or html_void. Handlers ("onclick") and "style" are refused;
 * addresses go through html_path. */
void html_attribute(struct html *h, const char *name, const char *value);
void html_attribute_int(struct html *h, const char *name, int64_t value);
/* Per mille as a percentage: 435 writes 43.5%. */
void html_attribute_percent(struct html *h, const char *name, int64_t per_mille);
void html_flag(struct html *h, const char *name); /* "required" */
/* href, src or action: a path of this server or a fragment ("/today", "#main"). */
void html_path(struct html *h, const char *name, const char *path);

void html_text(struct html *h, const char *text);
void html_textf(struct html *h, const char *fmt, ...) PRINTF_LIKE(2, 3);
/* A name that people chose: kept in its own direction, so that it cannot turn its neighbours. */
void html_name(struct html *h, const char *name);

/* Element, class (NULL for none) and text in one. */
void html_element(struct html *h, const char *name, const char *class_name, const char *text);
/* Opens an element of a class. */
void html_open_class(struct html *h, const char *name, const char *class_name);

/* Bytes as they stand: takes nothing but a string constant. */
#define HTML_CONSTANT(h, literal) html_add_constant((h), "" literal "")
void html_add_constant(struct html *h, const char *constant);

#endif
