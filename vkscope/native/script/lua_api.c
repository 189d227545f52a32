/* lua_api.c: see lua_api.h. */
#include "script/lua_api.h"
#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

#define LUA_DEFINE(result, name, parameters) result(*name) parameters;
LUA_FUNCTIONS(LUA_DEFINE)
#undef LUA_DEFINE

static void *library;

/* ISO C knows no conversion from an object's address to a function's; POSIX says that the bits are the same. */
static bool bind(void *place, const char *name, const char **why) {
    static char text[128];
    void *found = dlsym(library, name);
    if (!found) {
        snprintf(text, sizeof(text), "the library has no %s", name);
        *why = text;
        return false;
    }
    memcpy(place, &found, sizeof(found));
    return true;
}

bool luaApiOpen(const char *path, const char **why) {
    if (library)
        return true;
    library = dlopen(path, RTLD_LAZY | RTLD_LOCAL);
    if (!library) {
        *why = dlerror();
        return false;
    }
    bool good = true;
#define LUA_BIND(result, name, parameters) good = good && bind(&name, #name, why);
    LUA_FUNCTIONS(LUA_BIND)
#undef LUA_BIND
    if (!good) {
        dlclose(library);
        library = NULL;
    }
    return good;
}

bool luaApiReady(void) {
    return library != NULL;
}
