/* string_rdb.c: strings in RDB's bytes: the string itself. */
#include "types/types.h"

static int stringTypeByte(const object *o, unsigned version, const char **refused) {
    (void)o, (void)version, (void)refused;
    return RDB_STRING;
}

static void saveString(rdbOut *out, const object *o, int type_byte) {
    (void)type_byte;
    long long n;
    stringView v;
    if (o->encoding == ENC_INT && stringIsInt(o, &n)) {
        rdbWriteNumber(out, n);
        return;
    }
    stringGet(o, &v);
    rdbWriteString(out, v.ptr, v.len);
}

static object *loadString(rdbIn *in, unsigned type_byte, const char *key, size_t klen) {
    (void)type_byte;
    rdbText t = {0};
    object *o = NULL;
    if (rdbReadString(in, &t))
        o = t.is_int ? objectInt(key, klen, t.value, NO_EXPIRE) : objectText(key, klen, t.ptr, t.len, NO_EXPIRE);
    rdbTextFree(&t);
    return o;
}

void stringRdbInit(void) {
    static const rdbSaver saver = {stringTypeByte, saveString};
    rdbSaverRegister(OBJ_STRING, &saver);
    rdbLoaderRegister(RDB_STRING, loadString);
}
