# Every outside library, as one imported target each, and nowhere else. DEPS_PREFIX (a folder) may
# stand in for the system's when another platform is built.
if(DEFINED DEPS_PREFIX)
    list(PREPEND CMAKE_PREFIX_PATH "${DEPS_PREFIX}")
    set(ENV{PKG_CONFIG_PATH} "${DEPS_PREFIX}/lib/pkgconfig")
endif()
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
foreach(pair
        SQLITE:sqlite3 JANSSON:jansson SODIUM:libsodium SDL:sdl2 SDLTTF:SDL2_ttf SDLIMAGE:SDL2_image
        CAIRO:cairo FRIBIDI:fribidi HARFBUZZ:harfbuzz ESPEAK:espeak-ng OPUS:opus CURL:libcurl
        MHD:libmicrohttpd GNUTLS:gnutls OATH:liboath PQ:libpq QRENCODE:libqrencode
        OPUSFILE:opusfile CMOCKA:cmocka JPEG:libjpeg PNG:libpng)
    string(REPLACE ":" ";" pair "${pair}")
    list(GET pair 0 name)
    list(GET pair 1 package)
    pkg_check_modules(${name} REQUIRED IMPORTED_TARGET GLOBAL ${package})
endforeach()
