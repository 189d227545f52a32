"""Random users, and random attempts whose keys and rights are known by their form."""

from __future__ import annotations

from random import Random

from tests.property.acl_model import BY_CATEGORY, LEAVES, Attempt

KEYS = ("a", "a1", "a2", "b", "b1", "ab", "ba", "c:1", "c:2", "{c}1")
CHANNELS = ("news", "news.1", "chat", "chat.a")
PATTERNS = ("a*", "b*", "*1", "a", "b1", "c:?", "c:[12]", "[ab]*", "{c}*", "a?")
CHANNEL_PATTERNS = ("news*", "chat", "chat.?", "news.1", "c*")

FORMS: tuple[tuple[str, str], ...] = (
    ("get", "R"), ("set _ v", "W"), ("set _ v get", "RW"), ("getset _ v", "RW"),
    ("getdel", "RW"), ("append _ x", "W"), ("strlen", ""), ("incr", "RW"), ("del", "W"),
    ("del _ _", "W W"), ("unlink _", "W"), ("exists _ _", " "), ("mget _ _ _", "R R R"),
    ("mset _ 1 _ 2", "W W"), ("copy _ _", "R W"), ("rename _ _", "RW W"), ("type", ""),
    ("expire _ 100", "W"), ("ttl", "R"), ("lpush _ x", "W"), ("lpop", "RW"), ("llen", ""),
    ("lrange _ 0 -1", "R"), ("lmove _ _ left right", "RW W"), ("sadd _ m", "W"),
    ("sinter _ _", "R R"), ("sinterstore _ _ _", "W R R"), ("sismember _ m", ""),
    ("hset _ f v", "W"), ("hget _ f", "R"), ("hincrby _ f 1", "RW"), ("zadd _ 1 m", "W"),
    ("zunionstore _ 2 _ _", "W R R"), ("zinter 2 _ _", "R R"), ("zrange _ 0 -1", "R"),
    ("bitop and _ _ _", "W R R"), ("setbit _ 3 1", "RW"), ("getbit _ 3", "R"),
    ("pfadd _ x", "W"), ("xadd _ * f v", "W"), ("xlen", ""), ("lcs _ _", "R R"),
    ("object encoding _", ""), ("sort _", "R"), ("ping", None), ("dbsize", None),
    ("randomkey", None), ("config get maxmemory", None), ("client id", None),
    ("client getname", None), ("command count", None), ("time", None), ("echo hello", None),
    ("memory usage _", ""), ("script exists x", None), ("publish % hi", None),
)  # fmt: skip
"""A command's words with `_` for a key (one is added where there is none) and `%` for a channel,
and the rights that each key needs, in order."""


def attempt(random: Random) -> Attempt:
    """Return a random attempt."""
    form, rights = random.choice(FORMS)
    words = form.split()
    if rights is not None and "_" not in words:
        words.append("_")
    needs = iter(rights.split(" ") if rights is not None else [])
    keys: list[tuple[str, str]] = []
    channels: list[str] = []
    for i, word in enumerate(words):
        if word == "_":
            words[i] = random.choice(KEYS)
            keys.append((words[i], next(needs)))
        elif word == "%":
            words[i] = random.choice(CHANNELS)
            channels.append(words[i])
    full = "|".join(words[:2])
    name = full if full in LEAVES else words[0]
    return Attempt(tuple(words), name, tuple(keys), tuple(channels))


def _command_rule(random: Random) -> str:
    sign = random.choice("++-")
    kind = random.random()
    if kind < 0.5:
        return f"{sign}@{random.choice(sorted(BY_CATEGORY))}"
    form = random.choice(FORMS)[0].split()
    full = "|".join(form[:2])
    return sign + (full if full in LEAVES and random.random() < 0.7 else form[0])


def _rule(random: Random) -> str:
    kind = random.random()
    if kind < 0.5:
        return _command_rule(random)
    if kind < 0.55:
        return random.choice(("+@all", "-@all", "allkeys", "resetkeys", "resetchannels"))
    if kind < 0.9:
        rights = random.choice(("~", "~", "%R~", "%W~", "%RW~"))
        return rights + random.choice(PATTERNS)
    return "&" + random.choice(CHANNEL_PATTERNS)


def _rules(random: Random, most: int) -> list[str]:
    """Rules of one selector; what must not follow `all` of its kind is left out."""
    found: list[str] = []
    has_all = False
    for _ in range(random.randint(1, most)):
        rule = _rule(random)
        if rule[0] in "~%" and has_all:
            continue
        has_all = rule == "allkeys" or (has_all and rule != "resetkeys")
        found.append(rule)
    return found


def user(random: Random) -> list[str]:
    """Return the words of ACL SETUSER for a random user."""
    words = _rules(random, 10)
    if random.random() < 0.4:
        words.insert(0, random.choice(("+@all", "+@read", "+@write", "+@fast")))
    for _ in range(random.choice((0, 0, 1, 2))):
        words.append(f"({' '.join(_rules(random, 5))})")
    return words
