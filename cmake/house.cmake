# The rules of the house as build targets: one flag set, and module() with its arrows.
#
# module(name API … USES … LIBS …) makes the static library of the folder it stands in. API are the
# modules that its header mentions (they travel on to its users), USES those that only its .c files
# mention, LIBS outside libraries. A folder is shown by -iquote, so a header of a module that is not
# listed does not compile.

# A program loads only the libraries that it calls, whatever its modules could call.
add_link_options(LINKER:--as-needed)

add_library(house_flags INTERFACE)
target_compile_options(house_flags INTERFACE
    -Wall -Wextra -Wpedantic -Werror -Wshadow -Wconversion -Wsign-conversion -Wcast-qual
    -Wcast-align -Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition -Wvla -Walloca
    -Wundef -Wwrite-strings -Wformat=2 -Wpointer-arith -Wdouble-promotion -Wfloat-equal
    -Wswitch-enum -Wnull-dereference -Wimplicit-fallthrough -Wredundant-decls -Wunused-macros
    -Wframe-larger-than=16384 -fno-common)
if(CMAKE_C_COMPILER_ID STREQUAL "GNU")
    target_compile_options(house_flags INTERFACE
        -Wduplicated-cond -Wduplicated-branches -Wlogical-op -Wjump-misses-init
        -Warith-conversion -Wformat-signedness -Wtrampolines)
else()
    target_compile_options(house_flags INTERFACE
        -Wcomma -Wassign-enum -Wconditional-uninitialized -Wunreachable-code-aggressive
        -Wmissing-variable-declarations -Wextra-semi-stmt -Wcovered-switch-default
        -Wreserved-identifier)
endif()

function(module name)
    cmake_parse_arguments(PARSE_ARGV 1 M "" "" "API;USES;LIBS")
    file(GLOB sources CONFIGURE_DEPENDS "*.c")
    list(FILTER sources EXCLUDE REGEX "/main\\.c$") # a program's, beside its module
    if(NOT sources)
        add_library(${name} INTERFACE)
        target_compile_options(${name} INTERFACE "SHELL:-iquote ${CMAKE_CURRENT_SOURCE_DIR}")
        target_link_libraries(${name} INTERFACE ${M_API})
        return()
    endif()
    add_library(${name} STATIC ${sources})
    string(TOUPPER "INSIDE_${name}" inside)
    target_compile_definitions(${name} PRIVATE ${inside})
    target_compile_options(${name} PUBLIC "SHELL:-iquote ${CMAKE_CURRENT_SOURCE_DIR}")
    target_link_libraries(${name} PUBLIC ${M_API} PRIVATE ${M_USES} ${M_LIBS} house_flags)
endfunction()

# program(name SOURCES… USES … LIBS …): an executable at the top of the build folder.
function(program name)
    cmake_parse_arguments(PARSE_ARGV 1 P "" "" "SOURCES;USES;LIBS")
    add_executable(${name} ${P_SOURCES})
    target_link_libraries(${name} PRIVATE ${P_USES} ${P_LIBS} house_flags)
    set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}")
endfunction()
