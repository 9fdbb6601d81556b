/* The helpers that other tests lean on: were they wrong, those would pass for no reason. */
#define _POSIX_C_SOURCE 200809L

#include "support.h"

#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define WAIT_MS 20000

static void a_folder_comes_and_goes(void **state)
{
    struct support_folder f = {""};
    struct support_folder outside = {""};
    struct buf read = {0};
    struct stat info;

    (void)state;
    assert_int_equal(support_folder_make(&f), STATUS_OK);
    assert_int_equal(support_folder_make(&outside), STATUS_OK);
    assert_string_not_equal(f.path, outside.path);
    char *deep = support_folder_path(&f, "deep");
    char *inner = support_folder_path(&f, "deep/inner");
    char *link = support_folder_path(&f, "link");
    char *kept = support_folder_path(&outside, "kept");
    assert_int_equal(mkdir(deep, 0700), 0);
    assert_int_equal(support_file_write(inner, "a\0word", 6), STATUS_OK);
    assert_int_equal(support_file_write(kept, "other", 5), STATUS_OK);
    assert_int_equal(symlink(outside.path, link), 0);

    assert_int_equal(support_file_read(inner, &read), STATUS_OK);
    assert_int_equal(read.size, 6);
    assert_memory_equal(read.data, "a\0word", 6);
    assert_true(support_folder_holds(&f, "\0wor", 4));
    assert_false(support_folder_holds(&f, "words", 5));
    /* What lies behind a link is not in the folder, and stays. */
    assert_false(support_folder_holds(&f, "other", 5));
    char path[sizeof f.path];
    text_copy(path, sizeof path, f.path);
    support_folder_remove(&f);
    assert_int_not_equal(stat(path, &info), 0);
    assert_int_equal(stat(kept, &info), 0);
    assert_int_equal(support_file_read(inner, &read), STATUS_NOT_FOUND);

    support_folder_remove(&outside);
    assert_int_not_equal(stat(kept, &info), 0);
    support_folder_remove(&outside);
    buf_finish(&read);
    free(deep);
    free(inner);
    free(link);
    free(kept);
}

static void a_clock_moves_by_hand(void **state)
{
    struct support_clock clock = {1000};
    struct clock_port port = support_clock_port(&clock);

    (void)state;
    assert_int_equal(port.now_ms(port.ctx), 1000);
    assert_int_equal(port.now_ms(port.ctx), 1000);
    clock.now_ms += 5;
    assert_int_equal(port.now_ms(port.ctx), 1005);
}

static void a_child_is_heard_line_by_line(void **state)
{
    const char *const argv[] = {"/bin/sh", "-c", "printf 'one\\ntwo\\nrest'", NULL};
    struct support_child child = {0};
    struct buf line = {0};

    (void)state;
    assert_int_equal(support_child_start(argv, &child), STATUS_OK);
    assert_int_equal(support_child_line(&child, WAIT_MS, &line), STATUS_OK);
    assert_string_equal(buf_cstr(&line), "one");
    assert_int_equal(support_child_line(&child, WAIT_MS, &line), STATUS_OK);
    assert_string_equal(buf_cstr(&line), "two");
    assert_int_equal(support_child_line(&child, WAIT_MS, &line), STATUS_OK);
    assert_string_equal(buf_cstr(&line), "rest");
    assert_int_equal(support_child_line(&child, WAIT_MS, &line), STATUS_END);
    (void)support_child_end(&child, WAIT_MS);
    assert_int_equal(support_child_end(&child, WAIT_MS), 0);
    buf_finish(&line);
}

static void a_child_ends_when_asked(void **state)
{
    const char *const willing[] = {"/proc/self/exe", "willing", NULL};
    const char *const deaf[] = {"/proc/self/exe", "deaf", NULL};
    struct support_child child = {0};
    struct buf line = {0};

    (void)state;
    assert_int_equal(support_child_start(willing, &child), STATUS_OK);
    assert_int_equal(support_child_line(&child, WAIT_MS, &line), STATUS_OK);
    assert_string_equal(buf_cstr(&line), "ready");
    assert_int_equal(support_child_end(&child, WAIT_MS), 7);
    assert_int_equal(child.pid, 0);

    /* One that does not listen is killed when its time is over. */
    assert_int_equal(support_child_start(deaf, &child), STATUS_OK);
    assert_int_equal(support_child_line(&child, WAIT_MS, &line), STATUS_OK);
    assert_int_equal(support_child_line(&child, 10, &line), STATUS_BUSY);
    assert_int_equal(support_child_end(&child, 10), 128 + SIGKILL);

    assert_int_equal(support_child_start(deaf, &child), STATUS_OK);
    pid_t pid = child.pid;
    assert_int_equal(kill(pid, 0), 0);
    support_child_kill(&child);
    assert_int_not_equal(kill(pid, 0), 0);
    buf_finish(&line);
}

static void a_program_runs_to_its_end(void **state)
{
    const char *const speaks[] = {"/bin/sh", "-c", "echo said; exit 3", NULL};
    const char *const missing[] = {"/no/such/program", NULL};
    const char *const endless[] = {"/proc/self/exe", "deaf", NULL};
    struct buf out = {0};
    int exit_code = -1;

    (void)state;
    assert_int_equal(support_run(speaks, WAIT_MS, &out, &exit_code), STATUS_OK);
    assert_string_equal(buf_cstr(&out), "said\n");
    assert_int_equal(exit_code, 3);
    assert_int_equal(support_run(missing, WAIT_MS, &out, &exit_code), STATUS_NOT_FOUND);
    assert_int_equal(support_run(endless, 200, &out, &exit_code), STATUS_BUSY);
    buf_finish(&out);
}

static void answer_term(int number)
{
    (void)number;
    _exit(7);
}

/* What this program does when it stands in for another: it waits to be ended. */
static int play_part(const char *part)
{
    struct sigaction answer = {.sa_handler = answer_term};

    if (strcmp(part, "deaf") == 0) {
        answer.sa_handler = SIG_IGN;
    }
    (void)sigaction(SIGTERM, &answer, NULL);
    (void)printf("ready\n");
    (void)fflush(stdout);
    return pause();
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_folder_comes_and_goes),       cmocka_unit_test(a_clock_moves_by_hand),
        cmocka_unit_test(a_child_is_heard_line_by_line), cmocka_unit_test(a_child_ends_when_asked),
        cmocka_unit_test(a_program_runs_to_its_end),
    };

    if (argc > 1) {
        return play_part(argv[1]);
    }
    return cmocka_run_group_tests_name("support", tests, NULL, NULL);
}
