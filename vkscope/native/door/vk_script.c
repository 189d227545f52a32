/* vk_script.c: the door's functions for scripts. */
#include "door/vk.h"
#include "door/enter.h"
#include "script/eval.h"
#include "script/lua_engine.h"

void vkScriptInit(const char *lua) {
    VK_ENTER;
    luaEngineInit(lua);
}

void vkScriptRead(vkScriptNumbers *n) {
    scriptMemory m = scriptMemoryNow();
    *n = (vkScriptNumbers){.used_memory_vm_eval = m.eval,
                           .used_memory_vm_functions = m.function,
                           .used_memory_scripts_eval = evalBytes(),
                           .used_memory_functions = script_stats.function_bytes,
                           .number_of_cached_scripts = evalCount(),
                           .number_of_functions = script_stats.functions,
                           .number_of_libraries = script_stats.libraries,
                           .evicted_scripts = script_stats.evicted};
}

const char *vkScriptBusy(void) {
    return scriptBusyText();
}

void vkScriptStop(void) {
    scriptStop();
}
