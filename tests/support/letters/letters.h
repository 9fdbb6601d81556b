/* letters — a font that is none, for tests of layout: each letter is half as wide as its size.
 *
 * Shape    A port, to be handed to ui_create.
 * Units    As the port: pixels.
 * Errors   None.
 * Owns     Nothing.
 * Needs    ui, base.
 */
#ifndef LETTERS_H
#define LETTERS_H

#include "ui.h"

struct text_port letters_port(void);

#endif
