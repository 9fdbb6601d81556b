/* Plays every file of a corpus once, so that what a fuzzer found stays found.
 *
 * An empty corpus would pass for ever without testing anything, so it is a failure.
 */
#define _POSIX_C_SOURCE 200809L
#include "fuzz.h"
#include "base.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

static void play(const char *path)
{
    struct buf bytes = {0};
    char part[4096];
    size_t got = 0;
    FILE *file = fopen(path, "rb");

    CHECK(file != NULL);
    while ((got = fread(part, 1, sizeof part, file)) > 0) {
        buf_add(&bytes, part, got);
    }
    (void)fclose(file);
    (void)printf("%s\n", path);
    (void)fflush(stdout);
    (void)LLVMFuzzerTestOneInput((const uint8_t *)buf_cstr(&bytes), bytes.size);
    buf_finish(&bytes);
}

int main(int argc, char **argv)
{
    struct buf path = {0};
    int count = 0;

    for (int i = 1; i < argc; i++) {
        DIR *folder = opendir(argv[i]);
        const struct dirent *entry = NULL;
        CHECK(folder != NULL);
        while ((entry = readdir(folder)) != NULL) {
            if (entry->d_name[0] == '.') {
                continue;
            }
            buf_clear(&path);
            buf_printf(&path, "%s/%s", argv[i], entry->d_name);
            play(buf_cstr(&path));
            count++;
        }
        (void)closedir(folder);
    }
    buf_finish(&path);
    (void)printf("%d seeds played\n", count);
    return count > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
