#include "hub_admin.h"
enum status admin_demo(struct admin *a)
{
    (void)a;
    return FAIL(STATUS_UNSUPPORTED, "A demo is not possible yet.");
}
