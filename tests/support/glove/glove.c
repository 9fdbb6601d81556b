/* A hand at the window.
 *
 * A test that feeds the ui by itself says nothing of what lies before it: which keys mean
 * something, what a window is told by its desktop, which button of a joystick is which switch. So
 * these acts are pushed into SDL's queue as its drivers push them, and what the platform makes of
 * them is done as client/main.c does it. The window is one of SDL's dummy driver, the clock the
 * hand's.
 */
#define _POSIX_C_SOURCE 200809L
#include "glove.h"

#include "app.h"

#include <SDL2/SDL.h>
#include <stdlib.h>
#include <string.h>

enum { TOUCH_DEVICE = 5 };

/* ---- the shell ------------------------------------------------------------------------------- */

static void take(struct glove *g, const struct platform_event *event)
{
    switch (event->kind) {
    case PLATFORM_INPUT:
        ui_feed(g->hand.ui, &event->input);
        app_touched(g->hand.app);
        break;
    case PLATFORM_REDRAW:
    case PLATFORM_PICTURE:
    case PLATFORM_SHOWN:
        ui_forget_drawn(g->hand.ui);
        break;
    case PLATFORM_HIDDEN:
        app_hidden(g->hand.app);
        break;
    case PLATFORM_CLOSE:
        g->has_ended = app_may_close(g->hand.app) || g->has_ended;
        break;
    case PLATFORM_QUIT:
        g->has_ended = true;
        break;
    case PLATFORM_WORK_DONE:
    case PLATFORM_SPEECH:
    case PLATFORM_WAKE:
        break;
    }
}

void glove_settle(struct glove *g)
{
    struct app_look look = app_look(g->hand.app);
    struct platform_event event = {0};

    platform_keep_keys(g->platform, app_is_handed_over(g->hand.app));
    platform_joysticks(g->platform, look.scan.way != UI_SCAN_OFF);
    while (platform_poll(g->platform, &event)) {
        take(g, &event);
    }
    platform_size(g->platform, &g->hand.width, &g->hand.height);
    hand_settle(&g->hand);
    if (app_has_forgotten(g->hand.app)) {
        ui_forget(g->hand.ui);
        platform_forget(g->platform);
        hand_settle(&g->hand);
    }
}

/* ---- life ------------------------------------------------------------------------------------ */

static void say(void *ctx, const char *text, const char *voice, int rate)
{
    struct glove *g = ctx;

    platform_say(g->platform, text, voice, rate);
}

void glove_say(struct glove *g, const struct app_words *words)
{
    struct platform_clip clips[GLOVE_CLIPS_MOST];

    CHECK(words->clip_count <= GLOVE_CLIPS_MOST);
    for (size_t i = 0; i < words->clip_count; i++) {
        const struct app_clip *clip = &words->clips[i];
        clips[i] =
            (struct platform_clip){clip->from, clip->size, clip->bytes->data, clip->bytes->size};
    }
    platform_say_with(g->platform, &(struct platform_words){words->text, words->voice, words->rate,
                                                            clips, words->clip_count});
}

static void say_with(void *ctx, const struct app_words *words)
{
    glove_say(ctx, words);
}

static void hush(void *ctx)
{
    struct glove *g = ctx;

    platform_hush(g->platform);
}

static bool mark(void *ctx, int *from, int *size)
{
    struct glove *g = ctx;

    return platform_speech_mark(g->platform, from, size);
}

void glove_listen(struct glove *g)
{
    g->hand.speaker = (struct hand_speaker){g, say, say_with, hush, mark};
}

static void open_window(struct glove *g, int width, int height)
{
    struct platform_options options = {.assets = ASSETS_FOLDER, .width = width, .height = height};

    CHECK(setenv("SDL_VIDEODRIVER", "dummy", 1) == 0);
    CHECK(setenv("SDL_AUDIODRIVER", "dummy", 0) == 0);
    CHECK(setenv("SDL_JOYSTICK_ALLOW_BACKGROUND_EVENTS", "1", 1) == 0); /* no desktop, no focus */
    if (platform_open(&options, &g->platform) != STATUS_OK) {
        check_failed(status_message(), "glove", 0);
    }
}

void glove_open(struct glove *g, int width, int height)
{
    *g = (struct glove){.joystick = -1};
    open_window(g, width, height);
    hand_open(&g->hand);
    g->hand.width = width;
    g->hand.height = height;
    g->hand.text = platform_text(g->platform);
    CHECK(classroom_enrolled(&g->hand.room, g->hand.file, HAND_PASSPHRASE, 2) == STATUS_OK);
    hand_start(&g->hand);
    hand_unlock(&g->hand, classroom_staff_name(0));
}

void glove_close(struct glove *g)
{
    if (g->platform == NULL) {
        return;
    }
    if (g->joystick >= 0) {
        glove_do(g, "joystick out");
    }
    hand_close(&g->hand);
    platform_close(g->platform);
    *g = (struct glove){.joystick = -1};
}

void glove_crash(struct glove *g)
{
    hand_crash(&g->hand);
    hand_unlock(&g->hand, classroom_staff_name(0));
    glove_settle(g);
}

void glove_profile(struct glove *g, const char *set)
{
    struct hand *h = &g->hand;
    struct buf name = {0};
    struct classroom_change profile = {
        .from_hub = true, .pupil = h->room.pupils[0], .type = "access_profile", .set = set};

    buf_printf(&name, "access_profile|%s", h->room.pupils[0].text);
    profile.rec = id_derived(buf_cstr(&name));
    buf_finish(&name);
    CHECK(classroom_bring(&h->room, h->file, &profile, 1) == STATUS_OK);
    glove_crash(g);
}

/* ---- the queue ------------------------------------------------------------------------------- */

static _Noreturn void no_act(const char *act)
{
    status_fail(STATUS_BAD_INPUT, "“%s” is no act", act);
    check_failed(status_message(), "glove", 0);
}

static void push(SDL_Event *e)
{
    CHECK(SDL_PushEvent(e) == 1);
}

/* The words of an act; none is longer. */
enum { WORDS_MOST = 6, WORD_ROOM = 40 };
struct words {
    char at[WORDS_MOST][WORD_ROOM];
    size_t count;
};

static bool is(const struct words *w, size_t i, const char *word)
{
    return i < w->count && strcmp(w->at[i], word) == 0;
}

static long number(const struct words *w, size_t i)
{
    return i < w->count ? strtol(w->at[i], NULL, 10) : 0;
}

static void put_finger(struct glove *g, const struct words *w, const char *act)
{
    SDL_Event e = {.type = SDL_FINGERMOTION};

    (void)g;
    if (!is(w, 2, "move")) {
        e.type = is(w, 2, "down") ? SDL_FINGERDOWN : SDL_FINGERUP;
    }
    if (w->count != 5) {
        no_act(act);
    }
    e.tfinger.touchId = TOUCH_DEVICE;
    e.tfinger.fingerId = number(w, 1);
    e.tfinger.x = (float)number(w, 3) / 100;
    e.tfinger.y = (float)number(w, 4) / 100;
    push(&e);
}

/* "Alt+F4"; the name of the last is SDL's own. */
static void push_key(uint32_t type, const char *name)
{
    static const struct {
        const char *name;
        Uint16 mod;
    } mods[] = {
        {"Ctrl+",  KMOD_LCTRL }, /* in this order in a name, too */
        {"Alt+",   KMOD_LALT  },
        {"Shift+", KMOD_LSHIFT},
        {"GUI+",   KMOD_LGUI  },
    };
    SDL_Event e = {.type = type};

    for (size_t i = 0; i < sizeof mods / sizeof mods[0]; i++) {
        if (strncmp(name, mods[i].name, strlen(mods[i].name)) == 0) {
            e.key.keysym.mod = (Uint16)(e.key.keysym.mod | mods[i].mod);
            name += strlen(mods[i].name);
        }
    }
    e.key.keysym.sym = SDL_GetKeyFromName(name);
    e.key.keysym.scancode = SDL_GetScancodeFromKey(e.key.keysym.sym);
    if (e.key.keysym.sym == SDLK_UNKNOWN) {
        no_act(name);
    }
    push(&e);
}

static void press_key(struct glove *g, const struct words *w, const char *act)
{
    const char *name = strchr(act, ' ') != NULL ? strchr(act, ' ') + 1 : "";

    (void)g;
    if (is(w, 0, "key") || is(w, 0, "down")) {
        push_key(SDL_KEYDOWN, name);
    }
    if (is(w, 0, "key") || is(w, 0, "up")) {
        push_key(SDL_KEYUP, name);
    }
}

static void use_joystick(struct glove *g, const struct words *w, const char *act)
{
    if (is(w, 1, "in") && SDL_WasInit(SDL_INIT_JOYSTICK) != 0) {
        g->joystick = SDL_JoystickAttachVirtual(SDL_JOYSTICK_TYPE_GAMECONTROLLER, 0, 4, 0);
        CHECK(g->joystick >= 0);
    } else if (is(w, 1, "out")) {
        CHECK(SDL_WasInit(SDL_INIT_JOYSTICK) == 0 || SDL_JoystickDetachVirtual(g->joystick) == 0);
        g->joystick = -1;
    } else {
        no_act(act);
    }
}

/* The platform has it open, so that what is set here is what it hears. */
static void press_button(struct glove *g, const struct words *w, const char *act)
{
    SDL_Joystick *joystick =
        SDL_JoystickFromInstanceID(SDL_JoystickGetDeviceInstanceID(g->joystick));
    Uint8 how = is(w, 2, "down") ? SDL_PRESSED : SDL_RELEASED;

    if (joystick == NULL || SDL_JoystickSetVirtualButton(joystick, (int)number(w, 1), how) != 0) {
        no_act(act);
    }
    SDL_JoystickUpdate();
}

static void befall_window(struct glove *g, const struct words *w, const char *act)
{
    static const struct {
        const char *name;
        SDL_WindowEventID what;
    } rows[] = {
        {"close",    SDL_WINDOWEVENT_CLOSE       },
        {"minimise", SDL_WINDOWEVENT_MINIMIZED   },
        {"restore",  SDL_WINDOWEVENT_RESTORED    },
        {"hide",     SDL_WINDOWEVENT_HIDDEN      },
        {"show",     SDL_WINDOWEVENT_SHOWN       },
        {"away",     SDL_WINDOWEVENT_FOCUS_LOST  },
        {"back",     SDL_WINDOWEVENT_FOCUS_GAINED},
        {"leave",    SDL_WINDOWEVENT_LEAVE       },
    };
    SDL_Event e = {.type = SDL_WINDOWEVENT};

    if (is(w, 1, "turn")) {
        platform_resize(g->platform, g->hand.height, g->hand.width);
        return;
    }
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (is(w, 1, rows[i].name)) {
            e.window.event = (Uint8)rows[i].what;
            push(&e);
            return;
        }
    }
    no_act(act);
}

static void push_words(struct glove *g, const struct words *w, const char *act)
{
    if (is(w, 0, "text")) {
        platform_push_text(g->platform, act + strlen("text "));
    } else {
        SDL_Event e = {.type = SDL_DROPFILE};
        if (SDL_EventState(SDL_DROPFILE, SDL_QUERY) == SDL_ENABLE) {
            e.drop.file = SDL_strdup(act + strlen("drop "));
            push(&e);
        }
    }
}

static void pass(struct glove *g, const struct words *w, const char *act)
{
    (void)act;
    g->hand.ticks_ms += number(w, 1);
    g->hand.clock.now_ms += number(w, 1);
}

void glove_do(struct glove *g, const char *act)
{
    static const struct {
        const char *word;
        void (*run)(struct glove *g, const struct words *w, const char *act);
    } acts[] = {
        {"finger",   put_finger   },
        {"key",      press_key    },
        {"down",     press_key    },
        {"up",       press_key    },
        {"button",   press_button },
        {"joystick", use_joystick },
        {"window",   befall_window},
        {"text",     push_words   },
        {"drop",     push_words   },
        {"wait",     pass         },
    };
    struct words w = {.count = 0};

    for (const char *at = act; *at != '\0' && w.count < WORDS_MOST; w.count++) {
        size_t size = strcspn(at, " ");
        text_copy(w.at[w.count], size + 1 < WORD_ROOM ? size + 1 : WORD_ROOM, at);
        at += size + strspn(at + size, " ");
    }
    for (size_t i = 0; i < sizeof acts / sizeof acts[0]; i++) {
        if (is(&w, 0, acts[i].word)) {
            acts[i].run(g, &w, act);
            glove_settle(g);
            return;
        }
    }
    no_act(act);
}

/* ---- touching -------------------------------------------------------------------------------- */

const struct ui_place *glove_find(struct glove *g, const char *label)
{
    const struct ui_place *place = ui_find(g->hand.ui, label);
    struct buf all = {0};

    if (place != NULL && !place->disabled && !place->covered) {
        return place;
    }
    ui_print_texts(g->hand.ui, &all);
    status_fail(STATUS_NOT_FOUND, "no finger reaches “%s” on a screen that says:\n%s", label,
                buf_cstr(&all));
    buf_finish(&all);
    check_failed(status_message(), "glove", 0);
}

void glove_touch(struct glove *g, const char *label)
{
    const struct ui_place *place = glove_find(g, label);
    float x = (float)place->at.x + (float)place->at.w / 2;
    float y = (float)place->at.y + (float)place->at.h / 2;

    platform_push_finger(g->platform, UI_DOWN, x, y);
    platform_push_finger(g->platform, UI_UP, x, y);
    glove_settle(g);
}
