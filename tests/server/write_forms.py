"""What each command becomes in the write stream: cases for tests, and for docs/write-stream.md.

Words of a case: a step is a command. "B> " in front sends it on a second connection, which has to
wait; "+20ms" lets 20 ms pass. {now} is the moment at which the clock stands, {now+5000} 5 s later,
{dump} the last reply of DUMP. In what is expected "*" stands for any word; nothing there: nothing
is told.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Case:
    """Steps before, those that count, what is told of them.

    `peer` is the oldest Valkey that tells the same, "" where none does.
    """

    name: str
    before: tuple[str, ...]
    run: tuple[str, ...]
    becomes: tuple[str, ...] = ()
    peer: str = "8.1"


def _case(name: str, run: str, becomes: str = "", before: str = "", peer: str = "8.1") -> Case:
    def steps(text: str) -> tuple[str, ...]:
        return tuple(step.strip() for step in text.split(";") if step.strip())

    return Case(name, steps(before), steps(run), steps(becomes), peer)


STRINGS = [
    _case("SET", "SET k v", "SET k v"),
    _case("SET for seconds", "SET k v EX 100", "SET k v PXAT {now+100000}"),
    _case("SET for milliseconds", "SET k v px 100", "SET k v PXAT {now+100}"),
    _case("SET until a second", "SET k v EXAT 9000000000", "SET k v PXAT 9000000000000"),
    _case("SET until a moment", "SET k v PXAT 9000000000000 NX", "SET k v PXAT 9000000000000 NX"),
    _case("SET with a condition and a span", "SET k v NX EX 100", "SET k v PXAT {now+100000}"),
    _case("SET with a condition", "SET k v XX", "SET k v XX", before="SET k u"),
    _case("SET with one that does not hold", "SET k v NX", before="SET k u"),
    _case("SET GET", "SET k v GET KEEPTTL get", "SET k v KEEPTTL", before="SET k u"),
    _case("SET GET of a value get", "SET k get GET", "SET k get"),
    _case("SET IFEQ get", "SET k v IFEQ get GET", "SET k v IFEQ get", before="SET k get", peer=""),
    _case(
        "SET IFEQ",
        "SET k v IFEQ u EX 10",
        "SET k v PXAT {now+10000}",
        before="SET k u",
        peer="8.1.0",
    ),
    _case("SET IFEQ in vain", "SET k v IFEQ w", before="SET k u", peer="8.1.0"),
    _case("SET in the past", "SET k v PXAT 1", "DEL k", before="SET k u"),
    _case(
        "SET in the past, lazily",
        "SET k v PXAT 1",
        "UNLINK k",
        before="CONFIG SET lazyfree-lazy-expire yes; SET k u",
    ),
    _case("SET in the past, no key", "SET k v PXAT 1"),
    _case("SETEX", "SETEX k 100 v", "SET k v PXAT {now+100000}"),
    _case("PSETEX", "PSETEX k 100 v", "SET k v PXAT {now+100}"),
    _case("SETNX", "SETNX k v; SETNX k w", "SETNX k v"),
    _case("GETSET", "GETSET k v", "SET k v", before="SET k u"),
    _case("GETDEL", "GETDEL k; GETDEL k", "DEL k", before="SET k u"),
    _case("DELIFEQ", "DELIFEQ k w; DELIFEQ k u", "DEL k", before="SET k u", peer="9.0"),
    _case("GETEX without options", "GETEX k", before="SET k u"),
    _case("GETEX with a span", "GETEX k EX 10", "PEXPIREAT k {now+10000}", before="SET k u"),
    _case("GETEX in the past", "GETEX k PXAT 1", "DEL k", before="SET k u"),
    _case(
        "GETEX PERSIST", "GETEX k PERSIST; GETEX k PERSIST", "PERSIST k", before="SET k u EX 100"
    ),
    _case(
        "INCR", "INCR k; INCRBY k 5; DECR k; DECRBY k 2", "INCR k; INCRBY k 5; DECR k; DECRBY k 2"
    ),
    _case(
        "INCRBYFLOAT",
        "INCRBYFLOAT k 0.1; INCRBYFLOAT k 0.2",
        "SET k 0.1 KEEPTTL; SET k 0.3 KEEPTTL",
    ),
    _case("APPEND", "APPEND k v; SETRANGE k 3 w; SETRANGE k 3 ''", "APPEND k v; SETRANGE k 3 w"),
    _case("MSET", "MSET a 1 b 2; MSETNX a 1 c 2; MSETNX c 3", "MSET a 1 b 2; MSETNX c 3"),
    _case("SETBIT", "SETBIT k 7 1; SETBIT k 7 1", "SETBIT k 7 1"),
    _case(
        "BITFIELD",
        "BITFIELD k SET u8 0 5 GET u8 0; BITFIELD k GET u8 0; BITFIELD k SET u8 0 5",
        "BITFIELD k SET u8 0 5 GET u8 0",
    ),
    _case(
        "BITOP",
        "BITOP NOT d k; BITOP AND d x y; BITOP AND d x y",
        "BITOP NOT d k; BITOP AND d x y",
        before="SET k u",
    ),
    _case("PFADD", "PFADD h a b; PFADD h a", "PFADD h a b"),
    _case("PFCOUNT", "PFCOUNT h; PFCOUNT h", "PFCOUNT h", before="PFADD h a b"),
    _case("PFMERGE", "PFMERGE d h", "PFMERGE d h", before="PFADD h a b"),
    _case("LCS, STRLEN, GET", "GET k; STRLEN k; LCS k k", before="SET k u"),
]

KEYS = [
    _case("DEL", "DEL a b; DEL a", "DEL a b", before="SET a 1"),
    _case("UNLINK", "UNLINK a b; UNLINK a", "UNLINK a b", before="SET a 1"),
    _case("EXPIRE", "EXPIRE k 100", "PEXPIREAT k {now+100000}", before="SET k v"),
    _case(
        "EXPIRE with a condition",
        "EXPIRE k 100 NX; EXPIRE k 50 GT",
        "PEXPIREAT k {now+100000} NX",
        before="SET k v",
    ),
    _case("PEXPIRE", "PEXPIRE k 100000", "PEXPIREAT k {now+100000}", before="SET k v"),
    _case("EXPIREAT", "EXPIREAT k 9000000000", "PEXPIREAT k 9000000000000", before="SET k v"),
    _case(
        "PEXPIREAT",
        "pexpireat k 9000000000000 nx",
        "pexpireat k 9000000000000 nx",
        before="SET k v",
    ),
    _case("EXPIRE in the past", "EXPIRE k -1; EXPIRE k 1", "DEL k", before="SET k v"),
    _case(
        "EXPIRE in the past, lazily",
        "EXPIRE k -1",
        "UNLINK k",
        before="CONFIG SET lazyfree-lazy-expire yes; SET k v",
    ),
    _case("PERSIST", "PERSIST k; PERSIST k", "PERSIST k", before="SET k v EX 100"),
    _case(
        "RENAME",
        "RENAME a b; RENAME b b; RENAMENX b c; RENAMENX d d",
        "RENAME a b; RENAMENX b c",
        before="SET a 1",
    ),
    _case(
        "COPY",
        "COPY a b; COPY a b; COPY a b REPLACE; COPY a b DB 3",
        "COPY a b; COPY a b REPLACE; COPY a b DB 3",
        before="SET a 1",
    ),
    _case("MOVE", "MOVE a 3; MOVE a 3", "MOVE a 3", before="SET a 1"),
    _case(
        "another database",
        "SELECT 3; SET a 1; SELECT 0; SET a 2",
        "SELECT 3; SET a 1; SELECT 0; SET a 2",
    ),
    _case("SWAPDB", "SWAPDB 0 1; SWAPDB 0 1", "SWAPDB 0 1; SWAPDB 0 1"),
    _case("an empty database", "FLUSHDB; FLUSHALL ASYNC", "FLUSHDB; FLUSHALL ASYNC"),
    _case("FLUSHDB", "FLUSHDB", "FLUSHDB", before="SET a 1"),
    _case("RESTORE", "RESTORE k 0 {dump}", "RESTORE k 0 *", before="SET a 1; DUMP a"),
    _case(
        "RESTORE for a span",
        "RESTORE k 5000 {dump} REPLACE",
        "RESTORE k {now+5000} * REPLACE ABSTTL",
        before="SET a 1; DUMP a",
    ),
    _case(
        "RESTORE until a moment",
        "RESTORE k 9000000000000 {dump} ABSTTL",
        "RESTORE k 9000000000000 * ABSTTL",
        before="SET a 1; DUMP a",
    ),
    _case(
        "RESTORE in the past",
        "RESTORE a 1 {dump} ABSTTL REPLACE; RESTORE b 1 {dump} ABSTTL",
        "DEL a",
        before="SET a 1; DUMP a",
    ),
    _case(
        "SORT",
        "SORT l BY x STORE d; SORT none STORE d; SORT l",
        "SORT l BY x STORE d; SORT none STORE d",
        before="RPUSH l 2 1",
    ),
    _case("TOUCH, OBJECT, SCAN", "TOUCH k; OBJECT ENCODING k; SCAN 0; RANDOMKEY", before="SET k v"),
    _case("an expired key, read", "+20ms; GET k; GET k", "DEL k", before="SET k v PX 10"),
    _case(
        "an expired key, written",
        "+20ms; SET k w",
        "MULTI; DEL k; SET k w; EXEC",
        before="SET k v PX 10",
    ),
    _case(
        "an expired key, not written",
        "+20ms; DEL k; LPUSHX k a",
        "DEL k",
        before="SET k v PX 10",
    ),
    _case(
        "an expired key, lazily",
        "+20ms; GET k",
        "UNLINK k",
        before="CONFIG SET lazyfree-lazy-expire yes; SET k v PX 10",
    ),
    _case(
        "expired keys, met by SCAN",
        "+20ms; SCAN 0",
        "DEL *; DEL *",
        before="SET k v PX 10; SET l v PX 10",
    ),
    _case(
        "expired keys, in a transaction",
        "MULTI; GET k; GET l; EXEC",
        "MULTI; DEL k; DEL l; EXEC",
        before="SET k v PX 10; SET l v PX 10; +20ms",
    ),
]

LISTS = [
    _case(
        "LPUSH",
        "LPUSH l a b; RPUSH l c; LPUSHX n a; RPUSHX l d",
        "LPUSH l a b; RPUSH l c; RPUSHX l d",
    ),
    _case(
        "LPOP",
        "LPOP l; RPOP l 2; LPOP l 5; LPOP l",
        "LPOP l; RPOP l 2; LPOP l 5",
        before="RPUSH l a b c d",
    ),
    _case(
        "LMPOP",
        "LMPOP 2 n l RIGHT COUNT 2; LMPOP 1 l LEFT COUNT 9; LMPOP 1 l LEFT",
        "RPOP l 2; LPOP l 1",
        before="RPUSH l a b c",
    ),
    _case(
        "LMOVE",
        "LMOVE l m left RIGHT; RPOPLPUSH m l; LMOVE n m LEFT LEFT",
        "LMOVE l m left RIGHT; RPOPLPUSH m l",
        before="RPUSH l a b",
    ),
    _case(
        "LINSERT, LSET, LREM, LTRIM",
        "LINSERT l BEFORE b x; LINSERT l BEFORE y x; LSET l 0 z; LREM l 0 x; LREM l 0 x",
        "LINSERT l BEFORE b x; LSET l 0 z; LREM l 0 x",
        before="RPUSH l a b",
    ),
    _case(
        "LTRIM",
        "LTRIM l 0 0; LTRIM l 0 0; LTRIM l 1 0",
        "LTRIM l 0 0; LTRIM l 1 0",
        before="RPUSH l a b",
    ),
    _case(
        "BLPOP, served at once", "BLPOP n l 0; BRPOP l 0", "LPOP l; RPOP l", before="RPUSH l a b"
    ),
    _case("BLPOP, served later", "B> BLPOP n l 0; RPUSH l a", "RPUSH l a; LPOP l"),
    _case(
        "BLPOP by a transaction",
        "B> BLPOP l 0; MULTI; RPUSH l a; RPUSH l b; EXEC",
        "MULTI; RPUSH l a; RPUSH l b; EXEC; LPOP l",
    ),
    _case(
        "BLMOVE",
        "BLMOVE l m LEFT RIGHT 0; BRPOPLPUSH l m 0",
        "LMOVE l m LEFT RIGHT; RPOPLPUSH l m",
        before="RPUSH l a b",
    ),
    _case(
        "BLMOVE, served later",
        "B> BLMOVE l m LEFT RIGHT 0; RPUSH l a",
        "RPUSH l a; LMOVE l m LEFT RIGHT",
    ),
    _case("BRPOPLPUSH, served later", "B> BRPOPLPUSH l m 0; RPUSH l a", "RPUSH l a; RPOPLPUSH l m"),
    _case("BLMPOP", "BLMPOP 0 1 l LEFT COUNT 5", "LPOP l 2", before="RPUSH l a b"),
    _case(
        "BLMPOP, served later",
        "B> BLMPOP 0 2 n l RIGHT COUNT 5; RPUSH l a b",
        "RPUSH l a b; RPOP l 2",
    ),
    _case("waiting in a transaction", "MULTI; BLPOP l 0; SET k v; EXEC", "SET k v"),
]

SETS = [
    _case("SADD, SREM", "SADD s a b; SADD s a; SREM s a; SREM s a", "SADD s a b; SREM s a"),
    _case("SPOP", "SPOP s", "SREM s a", before="SADD s a"),
    _case("SPOP of some", "SPOP s 2", "SREM s * *", before="SADD s a b c d e"),
    _case(
        "SPOP of most",
        "SPOP s 9",
        "SREM s * * * * * * * * *",
        before="SADD s 1 2 3 4 5 6 7 8 9 10",
        peer="",
    ),
    _case("SPOP of all", "SPOP s 9; SPOP s 9", "DEL s", before="SADD s a b"),
    _case(
        "SPOP of all, lazily",
        "SPOP s 9",
        "UNLINK s",
        before="CONFIG SET lazyfree-lazy-server-del yes; SADD s a b",
    ),
    _case("SPOP of none", "SPOP s 0; SRANDMEMBER s", before="SADD s a b"),
    _case("SMOVE", "SMOVE s t a; SMOVE s t a", "SMOVE s t a", before="SADD s a b"),
    _case(
        "SINTERSTORE",
        "SINTERSTORE d s t; SUNIONSTORE d s; SDIFFSTORE d s s; SDIFFSTORE d s s",
        "SUNIONSTORE d s; SDIFFSTORE d s s",
        before="SADD s a b",
    ),
]

SORTED_SETS = [
    _case(
        "ZADD",
        "ZADD z 1 a 2 b; ZADD z 1 a; ZADD z XX CH 3 a; ZADD z INCR 1 a; ZADD z NX 5 a",
        "ZADD z 1 a 2 b; ZADD z XX CH 3 a; ZADD z INCR 1 a",
    ),
    _case("ZINCRBY", "ZINCRBY z 1.5 a; ZINCRBY z 0 a", "ZINCRBY z 1.5 a"),
    _case("ZREM", "ZREM z a; ZREM z a", "ZREM z a", before="ZADD z 1 a"),
    _case(
        "ZREMRANGEBY...",
        "ZREMRANGEBYSCORE z 1 1; ZREMRANGEBYRANK z 0 0; ZREMRANGEBYLEX z - +; "
        "ZREMRANGEBYRANK z 0 0",
        "ZREMRANGEBYSCORE z 1 1; ZREMRANGEBYRANK z 0 0; ZREMRANGEBYLEX z - +",
        before="ZADD z 1 a 2 b 3 c",
    ),
    _case(
        "ZPOPMIN",
        "ZPOPMIN z; ZPOPMAX z 5; ZPOPMIN z",
        "ZPOPMIN z; ZPOPMAX z 5",
        before="ZADD z 1 a 2 b 3 c",
    ),
    _case(
        "ZMPOP",
        "ZMPOP 2 n z MAX COUNT 2; ZMPOP 1 z MIN COUNT 9; ZMPOP 1 z MIN",
        "ZPOPMAX z 2; ZPOPMIN z 1",
        before="ZADD z 1 a 2 b 3 c",
    ),
    _case(
        "BZPOPMIN", "BZPOPMIN n z 0; BZPOPMAX z 0", "ZPOPMIN z; ZPOPMAX z", before="ZADD z 1 a 2 b"
    ),
    _case("BZPOPMAX, served later", "B> BZPOPMAX z 0; ZADD z 1 a", "ZADD z 1 a; ZPOPMAX z"),
    _case("BZMPOP", "BZMPOP 0 1 z MIN COUNT 5", "ZPOPMIN z 2", before="ZADD z 1 a 2 b"),
    _case("BZMPOP, served later", "B> BZMPOP 0 1 z MAX; ZADD z 1 a", "ZADD z 1 a; ZPOPMAX z 1"),
    _case(
        "ZUNIONSTORE",
        "ZUNIONSTORE d 1 z; ZINTERSTORE d 2 z y; ZDIFFSTORE d 2 z z; ZRANGESTORE d z 0 -1",
        "ZUNIONSTORE d 1 z; ZINTERSTORE d 2 z y; ZRANGESTORE d z 0 -1",
        before="ZADD z 1 a",
    ),
    _case(
        "GEOADD",
        "GEOADD g CH 13.361389 38.115556 p; GEOADD g 13.361389 38.115556 p",
        "ZADD g CH 3479099956230698 p",
    ),
    _case(
        "GEOSEARCHSTORE",
        "GEOSEARCHSTORE d g FROMMEMBER p BYRADIUS 1 m; GEORADIUS g 13 38 100 km STORE d",
        "GEOSEARCHSTORE d g FROMMEMBER p BYRADIUS 1 m; GEORADIUS g 13 38 100 km STORE d",
        before="GEOADD g 13.361389 38.115556 p",
    ),
]

HASHES = [
    _case(
        "HSET",
        "HSET h a 1 b 2; HSET h a 1; HSETNX h a 1; HSETNX h c 1; HMSET h d 1",
        "HSET h a 1 b 2; HSET h a 1; HSETNX h c 1; HMSET h d 1",
    ),
    _case("HDEL", "HDEL h a x; HDEL h a", "HDEL h a x", before="HSET h a 1 b 2"),
    _case("HINCRBY", "HINCRBY h a 2", "HINCRBY h a 2"),
    _case(
        "HINCRBYFLOAT", "HINCRBYFLOAT h a 0.1; HINCRBYFLOAT h a 0.2", "HSET h a 0.1; HSET h a 0.3"
    ),
    _case(
        "HINCRBYFLOAT of a field with a time limit",
        "HINCRBYFLOAT h a 0.5",
        "HSETEX h KEEPTTL FIELDS 1 a 1.5",
        before="HSET h a 1; HEXPIRE h 100 FIELDS 1 a",
        peer="",
    ),
    _case(
        "HEXPIRE",
        "HEXPIRE h 10 FIELDS 2 a x",
        "HPEXPIREAT h {now+10000} FIELDS 2 a x",
        before="HSET h a 1",
        peer="9.0",
    ),
    _case(
        "HPEXPIRE with a condition",
        "HPEXPIRE h 10 NX FIELDS 1 a; HPEXPIRE h 20 NX FIELDS 1 a",
        "HPEXPIREAT h {now+10} NX FIELDS 1 a",
        before="HSET h a 1",
        peer="9.0",
    ),
    _case(
        "HEXPIREAT",
        "HEXPIREAT h 9000000000 FIELDS 1 a",
        "HPEXPIREAT h 9000000000000 FIELDS 1 a",
        before="HSET h a 1",
        peer="9.0",
    ),
    _case(
        "HPEXPIREAT",
        "HPEXPIREAT h 9000000000000 FIELDS 1 a",
        "HPEXPIREAT h 9000000000000 FIELDS 1 a",
        before="HSET h a 1",
        peer="9.0",
    ),
    _case(
        "HEXPIRE in the past",
        "HEXPIRE h 0 FIELDS 3 a x b; HEXPIRE h 0 FIELDS 1 a",
        "HDEL h a b",
        before="HSET h a 1 b 2",
        peer="9.0",
    ),
    _case(
        "HPERSIST",
        "HPERSIST h FIELDS 1 a; HPERSIST h FIELDS 1 a",
        "HPERSIST h FIELDS 1 a",
        before="HSET h a 1; HEXPIRE h 10 FIELDS 1 a",
        peer="9.0",
    ),
    _case(
        "HSETEX",
        "HSETEX h EX 10 FIELDS 2 a 1 b 2",
        "HSETEX h PXAT {now+10000} FIELDS 2 a 1 b 2",
        peer="9.0",
    ),
    _case(
        "HSETEX with a condition",
        "HSETEX h FNX FIELDS 1 c 1; HSETEX h FNX FIELDS 1 c 2",
        "HSETEX h FIELDS 1 c 1",
        peer="9.0",
    ),
    _case(
        "HSETEX KEEPTTL",
        "HSETEX h KEEPTTL FIELDS 1 a 2",
        "HSETEX h KEEPTTL FIELDS 1 a 2",
        before="HSET h a 1",
        peer="9.0",
    ),
    _case(
        "HSETEX in the past",
        "HSETEX h PXAT 1 FIELDS 2 a 1 c 1",
        "HDEL h a",
        before="HSET h a 1 b 2",
        peer="9.0",
    ),
    _case(
        "HGETEX",
        "HGETEX h FIELDS 1 a; HGETEX h PX 10 FIELDS 3 a x b",
        "HPEXPIREAT h {now+10} FIELDS 2 a b",
        before="HSET h a 1 b 2",
        peer="9.0",
    ),
    _case(
        "HGETEX in the past",
        "HGETEX h PXAT 1 FIELDS 3 a x b",
        "HDEL h a b",
        before="HSET h a 1 b 2",
        peer="9.0",
    ),
    _case(
        "HGETEX PERSIST",
        "HGETEX h PERSIST FIELDS 2 a b",
        "HPERSIST h FIELDS 1 a",
        before="HSET h a 1 b 2; HEXPIRE h 10 FIELDS 1 a",
        peer="9.0",
    ),
]

STREAMS = [
    _case(
        "XADD",
        "XADD s * f v; XADD s 9000000000000-1 f v; XADD s 9000000000000-* f v",
        "XADD s {now}-0 f v; XADD s 9000000000000-1 f v; XADD s 9000000000000-2 f v",
    ),
    _case(
        "XADD with an exact trim",
        "XADD s MAXLEN = 1 7-1 f v; XADD s NOMKSTREAM MINID 5 * f v; XADD n NOMKSTREAM * f v",
        "XADD s MAXLEN = 1 7-1 f v; XADD s NOMKSTREAM MINID 5 {now}-0 f v",
        before="XADD s 1-1 f v",
    ),
    _case(
        "XADD with a rough trim",
        "XADD s MAXLEN ~ 1 7-1 f v; XADD s MINID ~ 1 8-1 f v",
        "XADD s MAXLEN = 3 7-1 f v; XADD s MINID = 1-1 8-1 f v",
        before="XADD s 1-1 f v; XADD s 2-1 f v",
    ),
    _case(
        "XADD with a limit",
        "XADD s NOMKSTREAM MAXLEN ~ 1 LIMIT 5 7-1 f v",
        "XADD s NOMKSTREAM MAXLEN = 2 7-1 f v",
        before="XADD s 1-1 f v",
        peer="",
    ),
    _case(
        "XTRIM",
        "XTRIM s MAXLEN 1; XTRIM s MAXLEN 1; XTRIM s MAXLEN ~ 0",
        "XTRIM s MAXLEN 1; XTRIM s MAXLEN = 0",
        before="XADD s 1-1 f v; XADD s 2-1 f v",
    ),
    _case(
        "XDEL, XSETID",
        "XDEL s 1-1; XDEL s 1-1; XSETID s 9-9",
        "XDEL s 1-1; XSETID s 9-9",
        before="XADD s 1-1 f v",
    ),
    _case(
        "XGROUP",
        "XGROUP CREATE s g $ MKSTREAM; XGROUP CREATECONSUMER s g c; XGROUP CREATECONSUMER s g c; "
        "XGROUP SETID s g 5; XGROUP DELCONSUMER s g c; XGROUP DESTROY s g; XGROUP DESTROY s g",
        "XGROUP CREATE s g $ MKSTREAM; XGROUP CREATECONSUMER s g c; XGROUP SETID s g 5; "
        "XGROUP DELCONSUMER s g c; "
        "XGROUP DESTROY s g",
    ),
    _case(
        "XREADGROUP",
        "XREADGROUP GROUP g c STREAMS s >",
        "MULTI; XCLAIM s g c 0 1-1 TIME {now} RETRYCOUNT 1 FORCE JUSTID LASTID 1-1; "
        "XCLAIM s g c 0 2-1 TIME {now} RETRYCOUNT 1 FORCE JUSTID LASTID 2-1; "
        "XGROUP SETID s g 2-1 ENTRIESREAD 2; EXEC",
        before="XADD s 1-1 f v; XADD s 2-1 f v; XGROUP CREATE s g 0",
    ),
    _case(
        "XREADGROUP NOACK",
        "XREADGROUP GROUP g c NOACK STREAMS s >",
        "MULTI; XGROUP CREATECONSUMER s g c; XGROUP SETID s g 1-1 ENTRIESREAD 1; EXEC",
        before="XADD s 1-1 f v; XGROUP CREATE s g 0",
    ),
    _case(
        "XREADGROUP of nothing new",
        "XREADGROUP GROUP g c STREAMS s >; XREADGROUP GROUP g c STREAMS s 0",
        "XGROUP CREATECONSUMER s g c",
        before="XADD s 1-1 f v; XGROUP CREATE s g $",
        peer="",
    ),
    _case(
        "XREADGROUP, served later",
        "B> XREADGROUP GROUP g c BLOCK 0 STREAMS s >; XADD s 1-1 f v",
        "XGROUP CREATECONSUMER s g c; XADD s 1-1 f v; "
        "MULTI; XCLAIM s g c 0 1-1 TIME {now} RETRYCOUNT 1 FORCE JUSTID LASTID 1-1; "
        "XGROUP SETID s g 1-1 ENTRIESREAD 1; EXEC",
        before="XGROUP CREATE s g $ MKSTREAM",
        peer="",
    ),
    _case(
        "XACK",
        "XACK s g 1-1; XACK s g 1-1",
        "XACK s g 1-1",
        before="XADD s 1-1 f v; XGROUP CREATE s g 0; XREADGROUP GROUP g c STREAMS s >",
    ),
    _case(
        "XCLAIM",
        "XCLAIM s g d 0 1-1 TIME 5; XCLAIM s g d 9999999999999 1-1",
        "XCLAIM s g d 0 1-1 TIME 5 RETRYCOUNT 2 FORCE JUSTID LASTID 1-1",
        before="XADD s 1-1 f v; XGROUP CREATE s g 0; XREADGROUP GROUP g c STREAMS s >",
    ),
    _case(
        "XCLAIM of a deleted entry",
        "XCLAIM s g c 0 1-1",
        "XCLAIM s g c 0 1-1 TIME {now} RETRYCOUNT 1 FORCE JUSTID LASTID 1-1",
        before="XADD s 1-1 f v; XGROUP CREATE s g 0; XREADGROUP GROUP g c STREAMS s >; XDEL s 1-1",
    ),
    _case(
        "XCLAIM LASTID",
        "XCLAIM s g c 0 9-9 LASTID 5-5",
        "XGROUP SETID s g 5-5 ENTRIESREAD 1",
        before="XADD s 1-1 f v; XGROUP CREATE s g 0; XREADGROUP GROUP g c STREAMS s >",
    ),
    _case(
        "XAUTOCLAIM",
        "XAUTOCLAIM s g d 0 0 COUNT 1 JUSTID",
        "XCLAIM s g d 0 1-1 TIME {now} RETRYCOUNT 1 FORCE JUSTID LASTID 2-1",
        before="XADD s 1-1 f v; XADD s 2-1 f v; XGROUP CREATE s g 0; "
        "XREADGROUP GROUP g c STREAMS s >",
    ),
    _case(
        "XREAD, XLEN, XRANGE", "XREAD STREAMS s 0; XLEN s; XRANGE s - +", before="XADD s 1-1 f v"
    ),
]

OTHERS = [
    _case("PUBLISH", "PUBLISH c m; SPUBLISH c m", "PUBLISH c m; SPUBLISH c m"),
    _case(
        "a transaction",
        "MULTI; SET a 1; GET a; SPOP s; EXEC",
        "MULTI; SET a 1; SREM s m; EXEC",
        before="SADD s m",
    ),
    _case("a transaction of one write", "MULTI; GET a; SET a 1; EXEC", "SET a 1"),
    _case("a transaction that changes nothing", "MULTI; GET a; DEL a; EXEC"),
    _case(
        "a transaction over databases",
        "MULTI; SET a 1; SELECT 3; SET a 1; EXEC; SELECT 0; SET a 2",
        "MULTI; SET a 1; SELECT 3; SET a 1; EXEC; SELECT 0; SET a 2",
    ),
    _case(
        "PUBLISH in a transaction",
        "MULTI; PUBLISH c m; SET a 1; EXEC",
        "MULTI; PUBLISH c m; SET a 1; EXEC",
    ),
    _case("what is refused", "SET a; LPUSH k v; INCR k; SET k v BADOPTION", before="SET k v"),
]

GROUPS = {
    "Strings": STRINGS,
    "Keys": KEYS,
    "Lists": LISTS,
    "Sets": SETS,
    "Sorted sets": SORTED_SETS,
    "Hashes": HASHES,
    "Streams": STREAMS,
    "Transactions and messages": OTHERS,
}
CASES = [case for cases in GROUPS.values() for case in cases]
PAGE = Path(__file__).parents[2] / "docs" / "write-stream.md"
HEAD = """# The write stream

Replicas and files are told of every change as commands. What they are told must give the same data
on a machine with another clock, other random numbers and another float arithmetic: absolute times,
chosen members, results. A command that changed something stands there in its own words unless it is
in the tables below; one that changed nothing is not told at all.

- Keys that expire or are evicted are told as `UNLINK`, or as `DEL` where `lazyfree-lazy-expire` or
  `lazyfree-lazy-eviction` is `no`; expired fields of hashes as `HDEL`.
- What one command, transaction or script changed stands between `MULTI` and `EXEC` if it is more
  than one command. A command that waited is told when it is served, as the one that does not wait.
- `SELECT` comes before a command for another database than the last one.
- `PUBLISH` and `SPUBLISH` go to replicas, never to files.
- The number of times that a consumer read its own history is not told, as in Valkey.
- A plug-in's command is not told; the commands that it calls are.

`SCOPE SUBSCRIBE stream` shows each as the event CommandPropagated: what ran, what it became. The
section `stream` of `SCOPE SNAPSHOT` counts them. In the tables `now` is the server's time in
milliseconds, and `*` any word. They are made of the cases that tests/server/test_write_stream.py
plays to a server, with `lazyfree-lazy-expire` and `lazyfree-lazy-server-del` set to `no`
(`python -m tests.server.write_forms`).
"""


def page() -> str:
    """Return docs/write-stream.md."""

    def shown(steps: tuple[str, ...]) -> str:
        words = "`, `".join(step.replace("{", "").replace("}", "") for step in steps)
        return f"`{words}`" if words else "nothing"

    parts = [HEAD]
    for name, cases in GROUPS.items():
        rows = [f"| {c.name} | {shown(c.run)} | {shown(c.becomes)} |" for c in cases]
        parts.append(
            "\n".join([f"## {name}", "", "| what | said | told |", "|---|---|---|", *rows, ""])
        )
    return "\n".join(parts)


if __name__ == "__main__":
    PAGE.write_text(page())
