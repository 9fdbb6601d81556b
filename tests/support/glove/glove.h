/* glove — a hand at the window: its acts are events in SDL's queue, as those of a finger, a key or
 * a switch are, and the platform takes them out.
 *
 * Shape    struct glove is the platform and the hand; open to read. An act is a line of text:
 *            finger N down|move|up X Y     X and Y in hundredths of the window
 *            key NAME                      down and up; Alt+F4 and the like
 *            down NAME · up NAME           of a key
 *            button N down|up              of the joystick, from 0
 *            joystick in|out
 *            window close|minimise|restore|hide|show|away|back|turn
 *            text WORDS · drop WORDS
 *            wait MS
 * Units    Milliseconds of the hand's clock.
 * Errors   None: what cannot be done stops the test with one sentence.
 * Owns     glove_open/glove_close.
 * Needs    hand, platform.
 */
#ifndef GLOVE_H
#define GLOVE_H

#include "hand.h"
#include "platform.h"

struct glove {
    struct hand hand;
    struct platform *platform;
    int joystick;   /* how it is known to SDL; -1: none */
    bool has_ended; /* what befell the window has ended the program */
};

/* An enrolled tablet in a window of this size, unlocked by the first of the staff. */
void glove_open(struct glove *g, int width, int height);
void glove_close(struct glove *g); /* accepts a closed one */
/* From now on what is said is said by the platform, on the driver that SDL_AUDIODRIVER names. */
void glove_listen(struct glove *g);
/* Said so by the platform, with at most so many recordings among it. */
enum { GLOVE_CLIPS_MOST = 100 };
void glove_say(struct glove *g, const struct app_words *words);
void glove_do(struct glove *g, const char *act);
/* Takes out what lies in the queue, and frames until the screen is at rest. */
void glove_settle(struct glove *g);
/* What is in reach under this label, which may be "group/label"; else the test stops. */
const struct ui_place *glove_find(struct glove *g, const char *label);
void glove_touch(struct glove *g, const char *label);
/* The same window, after its battery went; unlocked again. */
void glove_crash(struct glove *g);
/* The access profile of the first pupil, as another tablet wrote it: a JSON object. */
void glove_profile(struct glove *g, const char *set);

#endif
