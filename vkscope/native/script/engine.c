/* engine.c: see engine.h: the engines there are, and the first line of a source that names one. */
#include "base/base.h"
#include "script/engine.h"
#include <ctype.h>
#include <string.h>
#include <strings.h>

enum { ENGINES = 8 };
static const scriptEngine *engines[ENGINES];
static unsigned nengines;

void scriptEngineRegister(const scriptEngine *engine) {
    for (unsigned i = 0; i < nengines; i++)
        if (engines[i] == engine)
            return;
    vkAssert(nengines < ENGINES);
    engines[nengines++] = engine;
}

const scriptEngine *scriptEngineByName(const char *name, size_t len) {
    for (unsigned i = 0; i < nengines; i++)
        if (strlen(engines[i]->name) == len && strncasecmp(engines[i]->name, name, len) == 0)
            return engines[i];
    return NULL;
}

const scriptEngine *scriptEngineAt(unsigned i) {
    return i < nengines ? engines[i] : NULL;
}

/* The next word between blanks, quotes as in a configuration line. False: quotes that do not end, or end in a word. */
static bool word(const char **at, const char *end, char **out) {
    const char *p = *at;
    char quote = 0, *to = *out = zmalloc((size_t)(end - p) + 1);
    for (; p < end && (quote || !isspace((unsigned char)*p)); p++) {
        if (quote && *p == quote) {
            if (p + 1 < end && !isspace((unsigned char)p[1]))
                return false;
            quote = 0;
        } else if (!quote && (*p == '"' || *p == '\'')) {
            quote = *p;
        } else {
            *to++ = *p;
        }
    }
    *to = 0;
    *at = p;
    return !quote;
}

static bool words(const char *p, const char *end, scriptShebang *out) {
    while (p < end) {
        while (p < end && isspace((unsigned char)*p))
            p++;
        if (p == end)
            break;
        out->words = zrealloc(out->words, sizeof(char *) * (size_t)(out->nwords + 1));
        if (!word(&p, end, &out->words[out->nwords++]))
            return false;
    }
    return true;
}

const char *scriptShebangRead(const char *code, size_t len, scriptShebang *out) {
    *out = (scriptShebang){0};
    if (len < 2 || memcmp(code, "#!", 2) != 0)
        return NULL;
    const char *end = memchr(code, '\n', len);
    if (!end)
        return "Invalid script shebang";
    out->len = (size_t)(end - code);
    if (!words(code + 2, end, out) || !out->nwords || isspace((unsigned char)code[2]))
        return "Invalid engine in script shebang";
    out->engine = out->words[0];
    memmove(out->words, out->words + 1, sizeof(char *) * (size_t)--out->nwords);
    return NULL;
}

bool scriptFlagsRead(const char *word, unsigned *flags, const char **wrong, size_t *wrong_len) {
    *wrong = NULL;
    if (strncmp(word, "flags=", 6) != 0)
        return false;
    for (const char *p = word + 6; *p;) {
        size_t len = strcspn(p, ",");
        unsigned flag = scriptFlagByName(p, len);
        if (!flag) {
            *wrong = p;
            *wrong_len = len;
            return false;
        }
        *flags |= flag;
        p += len + (p[len] == ',');
    }
    return true;
}

void scriptShebangFree(scriptShebang *s) {
    zfree(s->engine);
    for (int i = 0; i < s->nwords; i++)
        zfree(s->words[i]);
    zfree(s->words);
    *s = (scriptShebang){0};
}

unsigned scriptFlagsOfSource(const char *code, size_t len) {
    scriptShebang line;
    unsigned flags = 0;
    const char *wrong;
    size_t wrong_len;
    bool bad = scriptShebangRead(code, len, &line) || !line.engine || strcmp(line.engine, "lua") != 0;
    for (int i = 0; i < line.nwords && !bad; i++)
        bad = !scriptFlagsRead(line.words[i], &flags, &wrong, &wrong_len);
    scriptShebangFree(&line);
    return bad ? SCRIPT_COMPAT : flags;
}
