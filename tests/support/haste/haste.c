/* haste — put before the daemon by LD_PRELOAD, it shortens the time that libcurl waits for a silent
 * hub from a minute to a second, so that a test of a black hole need not wait a minute. The daemon
 * itself has no such switch.
 */
#define _GNU_SOURCE /* RTLD_NEXT */

#include <dlfcn.h>
#include <stdarg.h>
#include <string.h>

#include <curl/curl.h>

#undef curl_easy_setopt

#define HASTY_SECONDS 1L
#define HASTY_BYTES   20000L /* a second: less is a stand-still */

/* Every kind of argument is one register wide on the machines that tests run on. */
CURLcode curl_easy_setopt(CURL *curl, CURLoption option, ...)
{
    CURLcode (*real)(CURL *, CURLoption, ...) = NULL;
    void *found = dlsym(RTLD_NEXT, "curl_easy_setopt");
    void *value = NULL;
    va_list rest;

    memcpy(&real, &found, sizeof real);
    if (option == CURLOPT_CONNECTTIMEOUT || option == CURLOPT_LOW_SPEED_TIME) {
        return real(curl, option, HASTY_SECONDS);
    }
    if (option == CURLOPT_LOW_SPEED_LIMIT) {
        return real(curl, option, HASTY_BYTES);
    }
    va_start(rest, option);
    value = va_arg(rest, void *);
    va_end(rest);
    return real(curl, option, value);
}
