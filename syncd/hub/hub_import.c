#include "hub_admin.h"
enum status admin_import_roster(struct admin *a)
{
    (void)a;
    return FAIL(STATUS_UNSUPPORTED, "Importing a roster is not possible yet.");
}
