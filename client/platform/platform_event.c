/* Events in, by one path: fingers.
 *
 * SDL is told to make fingers of a mouse and no mouse of fingers, so a tap of either kind comes
 * here once, as a finger event; the mouse's own events are passed over. Scripts push the same
 * events that a finger would, so what they try is the whole way. platform_wait is the only place
 * of the program that sleeps.
 */
#include "platform_private.h"

#include "platform_clip.h"

enum { BLANK_EVENTS = 64 };

static const int64_t script_touch = 77;

static const struct key_name {
    SDL_Keycode code;
    enum ui_key key;
} key_names[] = {
    {SDLK_TAB,       UI_KEY_TAB      },
    {SDLK_LEFT,      UI_KEY_LEFT     },
    {SDLK_RIGHT,     UI_KEY_RIGHT    },
    {SDLK_UP,        UI_KEY_UP       },
    {SDLK_DOWN,      UI_KEY_DOWN     },
    {SDLK_HOME,      UI_KEY_HOME     },
    {SDLK_END,       UI_KEY_END      },
    {SDLK_PAGEUP,    UI_KEY_PAGE_UP  },
    {SDLK_PAGEDOWN,  UI_KEY_PAGE_DOWN},
    {SDLK_RETURN,    UI_KEY_ENTER    },
    {SDLK_KP_ENTER,  UI_KEY_ENTER    },
    {SDLK_SPACE,     UI_KEY_SPACE    },
    {SDLK_ESCAPE,    UI_KEY_ESCAPE   },
    {SDLK_AC_BACK,   UI_KEY_ESCAPE   },
    {SDLK_BACKSPACE, UI_KEY_BACKSPACE},
    {SDLK_DELETE,    UI_KEY_DELETE   },
};
/* With Control or Command held. */
static const struct key_name command_names[] = {
    {SDLK_a, UI_KEY_ALL  },
    {SDLK_x, UI_KEY_CUT  },
    {SDLK_c, UI_KEY_COPY },
    {SDLK_v, UI_KEY_PASTE},
};
enum { COMMANDS = sizeof(command_names) / sizeof(command_names[0]) };
enum { KEY_NAMES = sizeof(key_names) / sizeof(key_names[0]) };

/* ---- from SDL ------------------------------------------------------------------------------- */

static bool take_finger(const struct platform *p, const SDL_Event *e, struct platform_event *out)
{
    enum ui_event_kind kind = UI_MOVE;

    if (e->type != SDL_FINGERMOTION) {
        kind = e->type == SDL_FINGERDOWN ? UI_DOWN : UI_UP;
    }
    out->kind = PLATFORM_INPUT;
    out->input = (struct ui_event){.kind = kind,
                                   .finger = e->tfinger.fingerId,
                                   .mouse = e->tfinger.touchId == SDL_MOUSE_TOUCHID,
                                   .shift = (SDL_GetModState() & KMOD_SHIFT) != 0,
                                   .x = e->tfinger.x * (float)p->canvas->w,
                                   .y = e->tfinger.y * (float)p->canvas->h};
    return true;
}

static bool take_key(const SDL_Event *e, struct platform_event *out)
{
    enum ui_key key = UI_KEY_NONE;
    bool command = (e->key.keysym.mod & (KMOD_CTRL | KMOD_GUI)) != 0;

    for (int i = 0; i < KEY_NAMES; i++) {
        if (key_names[i].code == e->key.keysym.sym) {
            key = key_names[i].key;
        }
    }
    for (int i = 0; i < COMMANDS && command; i++) {
        if (command_names[i].code == e->key.keysym.sym) {
            key = command_names[i].key;
        }
    }
    out->kind = PLATFORM_INPUT;
    out->input = (struct ui_event){.kind = e->type == SDL_KEYUP ? UI_KEY_LIFTED : UI_KEY,
                                   .key = key,
                                   .shift = (e->key.keysym.mod & KMOD_SHIFT) != 0,
                                   .word = (e->key.keysym.mod & (KMOD_CTRL | KMOD_ALT)) != 0};
    return key != UI_KEY_NONE;
}

static bool take_wheel(const SDL_Event *e, struct platform_event *out)
{
    out->kind = PLATFORM_INPUT;
    out->input = (struct ui_event){.kind = UI_WHEEL,
                                   .x = (float)e->wheel.mouseX,
                                   .y = (float)e->wheel.mouseY,
                                   .lines = e->wheel.preciseY};
    return true;
}

static bool take_text(const SDL_Event *e, struct platform_event *out)
{
    out->kind = PLATFORM_INPUT;
    out->input = (struct ui_event){.kind = UI_TEXT};
    text_copy(out->input.text, sizeof(out->input.text), e->text.text);
    return true;
}

static bool take_window(struct platform *p, const SDL_Event *e, struct platform_event *out)
{
    switch (e->window.event) {
    case SDL_WINDOWEVENT_SIZE_CHANGED:
    case SDL_WINDOWEVENT_EXPOSED:
        p->lost = true;
        return false;
    case SDL_WINDOWEVENT_HIDDEN:
    case SDL_WINDOWEVENT_MINIMIZED:
        out->kind = PLATFORM_HIDDEN;
        return true;
    case SDL_WINDOWEVENT_SHOWN:
    case SDL_WINDOWEVENT_RESTORED:
        p->lost = true;
        out->kind = PLATFORM_SHOWN;
        return true;
    case SDL_WINDOWEVENT_CLOSE:
        out->kind = PLATFORM_CLOSE;
        return true;
    default:
        return false;
    }
}

static bool take_user(struct platform *p, const SDL_Event *e, struct platform_event *out)
{
    out->ctx = e->user.data1;
    switch ((enum user_code)e->user.code) {
    case USER_WORK_DONE:
        out->kind = PLATFORM_WORK_DONE;
        return true;
    case USER_SPEECH_MADE:
        speech_take(p, e->user.data1);
        return false;
    case USER_PICTURE_MADE:
        out->kind = PLATFORM_PICTURE;
        return own_take(p, e->user.data1);
    case USER_WAKE:
        out->kind = PLATFORM_WAKE;
        return true;
    }
    return false;
}

static bool take(struct platform *p, const SDL_Event *e, struct platform_event *out)
{
    if (e->type == p->user_event) {
        return take_user(p, e, out);
    }
    switch (e->type) {
    case SDL_FINGERDOWN:
    case SDL_FINGERMOTION:
    case SDL_FINGERUP:
        return take_finger(p, e, out);
    case SDL_KEYDOWN:
    case SDL_KEYUP:
        return take_key(e, out);
    case SDL_JOYBUTTONDOWN:
    case SDL_JOYBUTTONUP:
    case SDL_JOYDEVICEADDED:
    case SDL_JOYDEVICEREMOVED:
        return switch_take(p, e, out);
    case SDL_TEXTINPUT:
        return take_text(e, out);
    case SDL_MOUSEWHEEL:
        return take_wheel(e, out);
    case SDL_WINDOWEVENT:
        return take_window(p, e, out);
    case SDL_APP_WILLENTERBACKGROUND:
        out->kind = PLATFORM_HIDDEN;
        return true;
    case SDL_APP_DIDENTERFOREGROUND:
        p->lost = true;
        out->kind = PLATFORM_SHOWN;
        return true;
    case SDL_QUIT:
        out->kind = PLATFORM_QUIT;
        return true;
    default:
        return false;
    }
}

bool platform_poll(struct platform *p, struct platform_event *out)
{
    SDL_Event e;

    *out = (struct platform_event){0};
    while (SDL_PollEvent(&e) == 1) {
        if (take(p, &e, out)) {
            return true;
        }
    }
    if (p->lost) {
        p->lost = false;
        if (window_take_surface(p)) {
            out->kind = PLATFORM_REDRAW;
            return true;
        }
    }
    if (speech_moved(p)) {
        out->kind = PLATFORM_SPEECH;
        return true;
    }
    return false;
}

void platform_wait(struct platform *p, int64_t until_ms)
{
    int64_t speech_ms = speech_next_ms(p);
    int64_t left = 0;

    until_ms = until_ms < speech_ms ? until_ms : speech_ms;
    if (until_ms == INT64_MAX) {
        (void)SDL_WaitEvent(NULL);
        return;
    }
    left = until_ms - platform_ticks_ms();
    if (left > 0) {
        (void)SDL_WaitEventTimeout(NULL, left > 3600000 ? 3600000 : (int)left);
    }
}

/* ---- to SDL --------------------------------------------------------------------------------- */

void platform_push_user(struct platform *p, enum user_code code, void *ctx)
{
    SDL_Event e = {.type = p->user_event};

    e.user.code = (int)code;
    e.user.data1 = ctx;
    (void)SDL_PushEvent(&e);
}

void platform_wake(struct platform *p)
{
    platform_push_user(p, USER_WAKE, NULL);
}

void platform_push_finger(struct platform *p, enum ui_event_kind kind, float x, float y)
{
    SDL_Event e = {.type = SDL_FINGERMOTION};

    CHECK(kind == UI_DOWN || kind == UI_MOVE || kind == UI_UP);
    if (kind != UI_MOVE) {
        e.type = kind == UI_DOWN ? SDL_FINGERDOWN : SDL_FINGERUP;
    }
    e.tfinger.touchId = script_touch;
    e.tfinger.x = x / (float)p->canvas->w;
    e.tfinger.y = y / (float)p->canvas->h;
    (void)SDL_PushEvent(&e);
}

void platform_push_text(struct platform *p, const char *text)
{
    size_t at = 0;
    size_t size = SDL_strlen(text);

    (void)p;
    while (at < size) {
        SDL_Event e = {.type = SDL_TEXTINPUT};

        text_copy(e.text.text, sizeof(e.text.text), text + at);
        if (e.text.text[0] == '\0') {
            return;
        }
        at += SDL_strlen(e.text.text);
        (void)SDL_PushEvent(&e);
    }
}

void platform_push_key(struct platform *p, enum ui_key key, bool shift)
{
    SDL_Event e = {.type = SDL_KEYDOWN};

    (void)p;
    for (int i = 0; i < KEY_NAMES; i++) {
        if (key_names[i].key == key) {
            e.key.keysym.sym = key_names[i].code;
            break;
        }
    }
    for (int i = 0; i < COMMANDS; i++) {
        if (command_names[i].key == key) {
            e.key.keysym.sym = command_names[i].code;
            e.key.keysym.mod = KMOD_CTRL;
        }
    }
    e.key.keysym.mod = (Uint16)(e.key.keysym.mod | (shift ? KMOD_LSHIFT : KMOD_NONE));
    (void)SDL_PushEvent(&e);
}

/* ---- forgetting ------------------------------------------------------------------------------ */

/* SDL keeps the room of events that were taken, with what was typed in them, for the next ones. */
static void overwrite_events(void)
{
    SDL_Event blank[BLANK_EVENTS];

    SDL_FlushEvents(SDL_KEYDOWN, SDL_TEXTINPUT);
    SDL_zeroa(blank);
    for (int i = 0; i < BLANK_EVENTS; i++) {
        blank[i].type = SDL_TEXTINPUT;
    }
    (void)SDL_PeepEvents(blank, BLANK_EVENTS, SDL_ADDEVENT, SDL_TEXTINPUT, SDL_TEXTINPUT);
    SDL_FlushEvents(SDL_TEXTINPUT, SDL_TEXTINPUT);
}

void platform_forget_drawn(struct platform *p)
{
    cache_clear(&p->fonts.lines);
    own_forget(p);
}

void platform_forget(struct platform *p)
{
    platform_forget_drawn(p);
    platform_record_end(p, NULL);
    overwrite_events();
}
