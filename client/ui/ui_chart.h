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
 * Strips that stand together share their days, so that one column is one day in all of them. */
struct ui_sighting {
    float at; /* 0 to 1 of the time shown */
    int level;
    bool is_new; /* a dot above: in a context for the first time */
    bool breaks; /* a line before it: answered by another version than the one before */
};
struct ui_strip {
    const char *name, *icon;
    const char *latest; /* under the name, in its hue */
    enum ui_colour hue;
    const struct ui_sighting *seen; /* oldest first */
    int count;
    int levels;           /* above the lowest, which is drawn as a ring */
    const char *contexts; /* such as "Hall, Kitchen, with one adult" */
    const char *words;
};
void ui_strip(struct ui *ui, const struct ui_strip *strip);
/* What the marks of strips mean, once under all of them. */
struct ui_strip_key {
    const char *const *levels; /* the lowest first */
    int level_count;
    const char *is_new, *breaks; /* NULL: there are none */
};
void ui_strip_key(struct ui *ui, const struct ui_strip_key *key);

/* A row of measurements, as a line. at and value are 0 to 1; where the instrument or its version
 * changed, breaks is set and the line starts anew. */
struct ui_point {
    float at, value;
    bool breaks;
};
struct ui_line_chart {
    const char *title, *value;
    enum ui_colour hue;
    const struct ui_point *points;
    int count;
    float height;
    const char *words;
};
void ui_line_chart(struct ui *ui, const struct ui_line_chart *chart);

/* A sparkline: how often something was done in equal spans of time, as a small line under its
 * words. It shows how that went and no amounts, for those stand in title and value. The line's foot
 * is nought; where nothing could be done there is neither foot nor line. */
struct ui_sparkline {
    const char *title, *value; /* value: the last one, at its end; "" none */
    enum ui_colour hue;
    const int *counts; /* oldest first; below 0: it could not be */
    int count;
    bool is_open; /* the last span is not over yet: a ring at the end and no dot */
    const char *words;
};
void ui_sparkline(struct ui *ui, const struct ui_sparkline *line);

/* Where a skill has held, where it was tried, and where it was not. */
enum ui_cell_kind { UI_NOT_TRIED, UI_TRIED, UI_HELD };
struct ui_cell {
    enum ui_cell_kind kind;
    const char *words; /* such as "2 of 3"; "" where it was not tried */
    const char *sub;   /* a second line; "" none */
};
struct ui_matrix_row {
    const char *name;
    const struct ui_cell *cells; /* as many as there are columns */
};
struct ui_matrix {
    const char *const *columns;
    int column_count;
    const struct ui_matrix_row *rows;
    int row_count;
    bool stacked;             /* where columns have no room: a line a cell under the row's name */
    const char *const *kinds; /* of cells, by ui_cell_kind, for the voice; NULL: not said */
};
void ui_matrix(struct ui *ui, const struct ui_matrix *matrix);
/* What each kind of cell is called, once under all matrices that stand together. */
void ui_matrix_key(struct ui *ui, const char *const words[UI_HELD + 1]);

#endif
