/* ui_chart — pictures of figures: strips, lines and a matrix, drawn and not touched. Reached
 * through ui.h.
 *
 * Shape    Open values that a screen fills and hands in between ui_begin and ui_end. None of them
 *          adds areas up or joins what was never one row of measurements.
 * Units    Places and values are 0 to 1 of what is shown; heights are dp.
 * Errors   None; what lies outside 0 to 1 is drawn at the edge.
 * Owns     Points are copied; texts must live until ui_end. words says what is shown, for whoever
 *          cannot see it: scripts read it, and the voice.
 * Needs    ui_frame.
 */
#ifndef UI_CHART_H
#define UI_CHART_H

#include "ui_frame.h"

/* One area over time: each sighting is a bar as high as its level, at its day; nothing joins them.
 * A dot above says that it was seen in a context for the first time. */
struct ui_sighting {
    float at; /* 0 to 1 of the time shown */
    int level;
    bool is_new;
};
struct ui_strip {
    const char *name, *icon;
    enum ui_colour hue;
    const struct ui_sighting *seen; /* oldest first */
    int count;
    int levels;           /* above the lowest, which is drawn as a ring */
    const char *contexts; /* such as "Hall, Kitchen, with one adult" */
    const char *words;
};
void ui_strip(struct ui *ui, const struct ui_strip *strip);

/* A row of measurements, as a line. at and value are 0 to 1; where the instrument or its version
 * changed, breaks is set and the line starts anew. */
struct ui_point {
    float at, value;
    bool breaks;
};
struct ui_line_chart {
    const char *title, *value; /* NULL for a line alone, a sparkline */
    enum ui_colour hue;
    const struct ui_point *points;
    int count;
    float low, high; /* a band behind it, where high is above low */
    float height;    /* 0 for 32 */
    const char *words;
};
void ui_line_chart(struct ui *ui, const struct ui_line_chart *chart);

/* Where a skill has held, where it was tried, and where it was not. */
enum ui_cell { UI_NOT_TRIED, UI_TRIED, UI_HELD };
struct ui_matrix_row {
    const char *name;
    const enum ui_cell *cells; /* as many as there are columns */
};
struct ui_matrix {
    const char *const *columns;
    int column_count;
    const struct ui_matrix_row *rows;
    int row_count;
    const char *words[3]; /* what each kind of cell is called: shown below it */
};
void ui_matrix(struct ui *ui, const struct ui_matrix *matrix);

#endif
