/* command_add.h: commands that arrive while the process runs. The control plane answers them: a plug-in's. */
#ifndef VK_COMMAND_ADD_H
#define VK_COMMAND_ADD_H

/* What a command says of itself; all of it is copied. */
typedef struct commandAddition {
    const char *name;                  /* lower case */
    const char *flags;                 /* as COMMAND INFO names them, blanks between */
    const char *summary;               /* for COMMAND DOCS; "" for none */
    int arity;                         /* words, the name included; -n: at least n */
    int first_key, last_key, key_step; /* 0 0 0 without keys; last_key below 0 counts from the end */
} commandAddition;

/* Registers a command. NULL: done; else what is wrong, valid until the next call. */
const char *commandAdd(const commandAddition *a);
#endif
