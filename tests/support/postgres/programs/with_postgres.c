/* with_postgres PROGRAM ARGUMENT … — runs a program with `--store URL` behind its arguments: the
 * address of a fresh database on a private server that lives as long as the program.
 */
#include "postgres.h"
#include "support.h"

#include <stdio.h>
#include <stdlib.h>

#define RUN_WAIT_MS    600000
#define ARGUMENTS_ROOM 32

int main(int argc, char **argv)
{
    const char *list[ARGUMENTS_ROOM] = {NULL};
    struct buf said = {0};
    const char *url = NULL;
    int code = EXIT_FAILURE;
    int count = 0;

    if (argc < 2 || argc + 2 > ARGUMENTS_ROOM) {
        (void)fprintf(stderr, "with_postgres takes a program, by its path, and its arguments.\n");
        return 2;
    }
    for (int i = 1; i < argc; i++) {
        list[count++] = argv[i];
    }
    list[count++] = "--store";
    if (postgres_fresh(&url) != STATUS_OK) {
        (void)fprintf(stderr, "with_postgres: %s\n", status_message());
        return EXIT_FAILURE;
    }
    list[count] = url;
    if (support_run(list, RUN_WAIT_MS, &said, &code) != STATUS_OK) {
        (void)fprintf(stderr, "with_postgres: %s\n", status_message());
        code = EXIT_FAILURE;
    }
    (void)fwrite(buf_cstr(&said), 1, said.size, stdout);
    buf_finish(&said);
    return code;
}
