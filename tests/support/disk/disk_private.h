/* disk_private — what the sources of disk share. */
#ifndef INSIDE_DISK
#error "disk_private.h is for the sources of disk only"
#endif
#ifndef DISK_PRIVATE_H
#define DISK_PRIVATE_H

#include "disk.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define DISK_IS_WATCHED
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define DISK_IS_WATCHED
#endif

/* Before SQLite begins. */
void disk_heap_setup(void);

#endif
