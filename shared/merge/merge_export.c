/* One line of `export records`.
 *
 * Exports are compared byte by byte between devices and between a hub and its rebuild, so nothing
 * in a line may depend on the order of arrival: fields and conflicts stand in order of name, and
 * values are printed with their keys sorted.
 */
#include "merge.h"

void merge_export(const struct merge_record *r, const char *school, struct buf *line)
{
    struct json_writer w;

    CHECK(r != NULL && r->type != NULL && line != NULL);
    json_begin(&w, line);
    json_open_object(&w, NULL);
    json_put_id(&w, "rec", &r->rec);
    json_put_text(&w, "type", r->type);
    json_put_id(&w, "pupil", &r->pupil);
    json_put_text(&w, "school", school);
    json_open_object(&w, "fields");
    for (size_t i = 0; i < r->field_count; i++) {
        const struct merge_head *head = merge_value(&r->fields[i]);
        if (head != NULL) {
            json_put_value(&w, r->fields[i].name, head->value);
        }
    }
    json_close_object(&w);
    json_open_list(&w, "conflicts");
    for (size_t i = 0; i < r->field_count; i++) {
        if (merge_in_conflict(&r->fields[i])) {
            json_put_text(&w, NULL, r->fields[i].name);
        }
    }
    json_close_list(&w);
    json_close_object(&w);
}
