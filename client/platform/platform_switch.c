/* Joysticks, as switch boxes are to a computer.
 *
 * Every even button is the first switch and every odd one the second, whatever the box calls them.
 * The subsystem is started only when somebody scans: an open joystick is asked again and again,
 * and a tablet at rest must not be woken for that.
 */
#include "platform_private.h"

static void let_go(struct platform *p)
{
    for (int i = 0; i < JOYSTICKS_MAX; i++) {
        if (p->joysticks[i] != NULL) {
            SDL_JoystickClose(p->joysticks[i]);
            p->joysticks[i] = NULL;
        }
    }
}

void platform_joysticks(struct platform *p, bool on)
{
    bool is_on = SDL_WasInit(SDL_INIT_JOYSTICK) != 0;

    if (on && !is_on) {
        (void)SDL_InitSubSystem(SDL_INIT_JOYSTICK); /* each that is there comes as an event */
    } else if (!on && is_on) {
        let_go(p);
        SDL_QuitSubSystem(SDL_INIT_JOYSTICK);
    }
}

static void added(struct platform *p, int index)
{
    for (int i = 0; i < JOYSTICKS_MAX; i++) {
        if (p->joysticks[i] == NULL) {
            p->joysticks[i] = SDL_JoystickOpen(index);
            return;
        }
    }
}

static void removed(struct platform *p, SDL_JoystickID id)
{
    for (int i = 0; i < JOYSTICKS_MAX; i++) {
        if (p->joysticks[i] != NULL && SDL_JoystickInstanceID(p->joysticks[i]) == id) {
            SDL_JoystickClose(p->joysticks[i]);
            p->joysticks[i] = NULL;
        }
    }
}

bool switch_take(struct platform *p, const SDL_Event *e, struct platform_event *out)
{
    if (e->type == SDL_JOYDEVICEADDED) {
        added(p, e->jdevice.which);
        return false;
    }
    if (e->type == SDL_JOYDEVICEREMOVED) {
        removed(p, e->jdevice.which);
        return false;
    }
    out->kind = PLATFORM_INPUT;
    out->input =
        (struct ui_event){.kind = e->type == SDL_JOYBUTTONDOWN ? UI_SWITCH_DOWN : UI_SWITCH_UP,
                          .which = 1 + e->jbutton.button % 2};
    return true;
}

void platform_push_switch(struct platform *p, int which, bool down)
{
    SDL_Event e = {.type = down ? SDL_JOYBUTTONDOWN : SDL_JOYBUTTONUP};

    (void)p;
    CHECK(which == 1 || which == 2);
    e.jbutton.button = (Uint8)(which - 1);
    e.jbutton.state = down ? SDL_PRESSED : SDL_RELEASED;
    (void)SDL_PushEvent(&e);
}
