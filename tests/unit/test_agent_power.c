/* When a tablet must save its battery, by what the kernel's folder says. */
#include "agent.h"
#include "cases.h"
#include "support.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define FILES_MAX 8

static struct row {
    const char *name;
    const char *files[FILES_MAX]; /* supply/file=what it says */
    bool want;
} rows[] = {
    {"an empty folder",              {NULL},                                                                false},
    {"a full battery",               {"BAT0/type=Battery\n", "BAT0/status=Full\n", "BAT0/capacity=100\n"},  false},
    {"30 per cent",
     {"BAT0/type=Battery\n", "BAT0/status=Discharging\n", "BAT0/capacity=30\n"},
     false                                                                                                       },
    {"29 per cent",
     {"BAT0/type=Battery\n", "BAT0/status=Discharging\n", "BAT0/capacity=29\n"},
     true                                                                                                        },
    {"29 per cent and charging",
     {"BAT0/type=Battery\n", "BAT0/status=Charging\n", "BAT0/capacity=29\n"},
     false                                                                                                       },
    {"29 per cent at the mains",
     {"BAT0/type=Battery\n", "BAT0/capacity=29\n", "AC/type=Mains\n", "AC/online=1\n"},
     false                                                                                                       },
    {"the mains are off",
     {"BAT0/type=Battery\n", "BAT0/capacity=29\n", "AC/type=Mains\n", "AC/online=0\n"},
     true                                                                                                        },
    {"29 per cent by USB",
     {"BAT0/type=Battery\n", "BAT0/capacity=2\n", "usb/type=USB\n", "usb/online=1\n"},
     false                                                                                                       },
    {"nothing",                      {"BAT0/type=Battery\n", "BAT0/status=Unknown\n", "BAT0/capacity=0\n"}, true },
    {"a pen's battery is not ours",
     {"pen/type=Battery\n", "pen/scope=Device\n", "pen/capacity=3\n"},
     false                                                                                                       },
    {"the fuller of two counts",
     {"BAT0/type=Battery\n", "BAT0/capacity=3\n", "BAT1/type=Battery\n", "BAT1/capacity=80\n"},
     false                                                                                                       },
    {"a battery that tells nothing", {"BAT0/type=Battery\n"},                                               false},
    {"a capacity that is no number", {"BAT0/type=Battery\n", "BAT0/capacity=few\n"},                        false},
    {"a capacity beyond all",        {"BAT0/type=Battery\n", "BAT0/capacity=-5\n"},                         false},
};

static void write_one(const struct support_folder *folder, const char *entry)
{
    const char *slash = strchr(entry, '/');
    const char *equal = strchr(entry, '=');
    struct buf name = {0};
    char *path = NULL;

    buf_add(&name, entry, (size_t)(slash - entry));
    path = support_folder_path(folder, buf_cstr(&name));
    (void)mkdir(path, S_IRWXU); /* it may be there by now */
    free(path);
    buf_clear(&name);
    buf_add(&name, entry, (size_t)(equal - entry));
    path = support_folder_path(folder, buf_cstr(&name));
    assert_int_equal(support_file_write(path, equal + 1, strlen(equal + 1)), STATUS_OK);
    free(path);
    buf_finish(&name);
}

static void check_row(void **state)
{
    const struct row *row = *state;
    struct support_folder folder = {{0}};

    assert_int_equal(support_folder_make(&folder), STATUS_OK);
    for (int i = 0; i < FILES_MAX && row->files[i] != NULL; i++) {
        write_one(&folder, row->files[i]);
    }
    assert_int_equal(power_is_low(folder.path), row->want);
    support_folder_remove(&folder);
    assert_false(power_is_low(folder.path)); /* without a folder there is no battery */
}

int main(void)
{
    cases_add_rows(check_row, rows, COUNT(rows), sizeof rows[0]);
    return cases_run("agent power", NULL, NULL);
}
