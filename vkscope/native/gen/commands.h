/* commands.h: made by `python -m vkscope.tables.generate`; edit the tables in vkscope/tables/ instead.
 * Native command functions that the table names, and specs of those that exist. */
#ifndef VK_GEN_COMMANDS_H
#define VK_GEN_COMMANDS_H
#include "exec/command_spec.h"

extern const commandSpec command_specs[]; /* by full name: containers before their own */
extern const unsigned command_specs_count;

void appendCommand(execContext *x);
void authCommand(execContext *x);
void bitcountCommand(execContext *x);
void bitfieldCommand(execContext *x);
void bitfieldroCommand(execContext *x);
void bitopCommand(execContext *x);
void bitposCommand(execContext *x);
void clientCommand(execContext *x);
void commandCommand(execContext *x);
void commandlogCommand(execContext *x);
void copyCommand(execContext *x);
void dbsizeCommand(execContext *x);
void debugCommand(execContext *x);
void decrCommand(execContext *x);
void decrbyCommand(execContext *x);
void delCommand(execContext *x);
void delifeqCommand(execContext *x);
void echoCommand(execContext *x);
void existsCommand(execContext *x);
void expireCommand(execContext *x);
void expireatCommand(execContext *x);
void expiretimeCommand(execContext *x);
void flushallCommand(execContext *x);
void flushdbCommand(execContext *x);
void getCommand(execContext *x);
void getbitCommand(execContext *x);
void getdelCommand(execContext *x);
void getexCommand(execContext *x);
void getrangeCommand(execContext *x);
void getsetCommand(execContext *x);
void hdelCommand(execContext *x);
void helloCommand(execContext *x);
void hexistsCommand(execContext *x);
void hexpireCommand(execContext *x);
void hexpireatCommand(execContext *x);
void hexpiretimeCommand(execContext *x);
void hgetCommand(execContext *x);
void hgetallCommand(execContext *x);
void hgetexCommand(execContext *x);
void hincrbyCommand(execContext *x);
void hincrbyfloatCommand(execContext *x);
void hkeysCommand(execContext *x);
void hlenCommand(execContext *x);
void hmgetCommand(execContext *x);
void hpersistCommand(execContext *x);
void hpexpireCommand(execContext *x);
void hpexpireatCommand(execContext *x);
void hpexpiretimeCommand(execContext *x);
void hpttlCommand(execContext *x);
void hrandfieldCommand(execContext *x);
void hscanCommand(execContext *x);
void hsetCommand(execContext *x);
void hsetexCommand(execContext *x);
void hsetnxCommand(execContext *x);
void hstrlenCommand(execContext *x);
void httlCommand(execContext *x);
void hvalsCommand(execContext *x);
void incrCommand(execContext *x);
void incrbyCommand(execContext *x);
void incrbyfloatCommand(execContext *x);
void keysCommand(execContext *x);
void latencyCommand(execContext *x);
void lcsCommand(execContext *x);
void memoryCommand(execContext *x);
void mgetCommand(execContext *x);
void monitorCommand(execContext *x);
void moveCommand(execContext *x);
void msetCommand(execContext *x);
void msetnxCommand(execContext *x);
void objectCommand(execContext *x);
void persistCommand(execContext *x);
void pexpireCommand(execContext *x);
void pexpireatCommand(execContext *x);
void pexpiretimeCommand(execContext *x);
void pingCommand(execContext *x);
void psetexCommand(execContext *x);
void pttlCommand(execContext *x);
void quitCommand(execContext *x);
void randomkeyCommand(execContext *x);
void renameCommand(execContext *x);
void renamenxCommand(execContext *x);
void resetCommand(execContext *x);
void scanCommand(execContext *x);
void scopeCommand(execContext *x);
void selectCommand(execContext *x);
void setCommand(execContext *x);
void setbitCommand(execContext *x);
void setexCommand(execContext *x);
void setnxCommand(execContext *x);
void setrangeCommand(execContext *x);
void slowlogCommand(execContext *x);
void strlenCommand(execContext *x);
void swapdbCommand(execContext *x);
void timeCommand(execContext *x);
void touchCommand(execContext *x);
void ttlCommand(execContext *x);
void typeCommand(execContext *x);
void unlinkCommand(execContext *x);

#endif
