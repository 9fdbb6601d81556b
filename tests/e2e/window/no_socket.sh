#!/usr/bin/env bash
# no_socket.sh PROGRAM [OTHER] — the client imports no call that opens or uses a socket. SDL's own
# libraries talk to the display by themselves. OTHER is a program that must show some: a check that
# finds nothing anywhere would look like a tidy client.
set -euo pipefail

calls='socket|socketpair|connect|bind|listen|accept4?|send|sendto|sendmsg|sendmmsg|recv|recvfrom'
calls+='|recvmsg|recvmmsg|shutdown|getpeername|getsockname|getsockopt|setsockopt|getaddrinfo'
calls+='|gethostbyname\w*|curl_\w+|SDLNet_\w+|gnutls_\w+|SSL_\w+'

imported() { # PROGRAM: the names of those calls that it imports
    nm -D --undefined-only "$1" | awk '{ print $NF }' | sed 's/@.*//' |
        { grep -xE "$calls" || true; }
}

found=$(imported "$1")
if [ -n "$found" ]; then
    printf '%s imports %s: the client opens no socket.\n' "$1" "$(tr '\n' ' ' <<<"$found")" >&2
    exit 1
fi
if [ $# -gt 1 ] && [ -z "$(imported "$2")" ]; then
    printf '%s shows no such call either, so this check sees nothing.\n' "$2" >&2
    exit 1
fi
