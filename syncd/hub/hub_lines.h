/* hub_lines — the view's lines, read again from the log, on a server many at a time.
 *
 * Shape    struct hub_lines is opaque: what a connection has read ahead.
 * Units    None.
 * Errors   As sql.h.
 * Owns     hub_lines_make hands one over, hub_lines_close takes it back.
 * Needs    What hub_private.h needs.
 */
#ifndef HUB_LINES_H
#define HUB_LINES_H
#ifndef INSIDE_HUB
#error "hub_lines.h belongs to syncd/hub"
#endif

#include "hub_private.h"

struct hub_lines *hub_lines_make(void);
void hub_lines_close(struct hub_lines *lines); /* accepts NULL */
/* Opens db->view, which reads its lines from the log. */
MUST_USE enum status hub_lines_open(struct hub_db *db, bool *stale);
/* Those read ahead: another may change them now. */
void hub_lines_forget(struct hub_db *db);

#endif
