/* Asking for a passphrase: from the environment for scripts, else at the terminal, unseen and
 * twice.
 *
 * Never from an argument: arguments stand in every process list.
 */
#define _POSIX_C_SOURCE 200809L
#include "hub_admin.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#define PASSPHRASE_ROOM 1024

static enum status ask_once(const char *question, struct buf *out)
{
    enum status st = STATUS_OK;
    struct termios before;
    struct termios unseen;
    char line[PASSPHRASE_ROOM];
    bool is_terminal = tcgetattr(STDIN_FILENO, &before) == 0;

    if (is_terminal) {
        unseen = before;
        unseen.c_lflag &= ~(tcflag_t)ECHO;
        (void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &unseen);
        (void)fprintf(stderr, "%s: ", question);
    }
    if (fgets(line, sizeof line, stdin) == NULL) {
        st = FAIL(STATUS_BAD_INPUT, "A passphrase is needed: type it, or set CAIRN_PASSPHRASE.");
    } else {
        line[strcspn(line, "\r\n")] = '\0';
        buf_clear(out);
        buf_text(out, line);
    }
    if (is_terminal) {
        (void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
        (void)fprintf(stderr, "\n");
    }
    key_wipe(line, sizeof line);
    return st;
}

enum status admin_passphrase(struct buf *out)
{
    enum status st = STATUS_OK;
    struct buf again = {0};
    /* No thread is started before this is asked. NOLINTNEXTLINE(concurrency-mt-unsafe) */
    const char *given = getenv("CAIRN_PASSPHRASE");

    if (given != NULL) {
        buf_clear(out);
        buf_text(out, given);
        return STATUS_OK;
    }
    TRY(ask_once("Passphrase", out));
    if (isatty(STDIN_FILENO) != 0) {
        TRY(ask_once("The same again", &again));
        if (!text_equal(buf_cstr(out), buf_cstr(&again))) {
            TRY(FAIL(STATUS_BAD_INPUT, "The two passphrases differ."));
        }
    }

done:
    if (again.data != NULL) {
        key_wipe(again.data, again.size);
    }
    buf_finish(&again);
    return st;
}
