// The libraries of scripts: what they answer, what they refuse, and what hostile input must not do to them.
#include <gtest/gtest.h>
#include <string>
#include "lua_state.h"

namespace {

struct Case {
    const char *code, *answer; // an answer that begins with '!' is an error's text
};

struct LuaLibs : testing::Test {
    size_t used = 0, before = zmallocUsed();
    lua_State *L = testLuaOpen(&used);
    void TearDown() override {
        lua_close(L);
        EXPECT_EQ(used, 0u);
        EXPECT_EQ(zmallocUsed(), before);
    }
    // What the chunk returns, as text.
    std::string run(const std::string &code) {
        const std::string chunk = "return tostring((function() " + code + "\nend)())";
        std::string answer;
        bool failed = luaL_loadbuffer(L, chunk.data(), chunk.size(), "=t") != 0 || lua_pcall(L, 0, 1, 0) != 0;
        size_t len = 0;
        const char *text = lua_tolstring(L, -1, &len);
        answer.assign(text ? text : "", len);
        if (failed) {
            if (answer.rfind("t:", 0) == 0)
                answer.erase(0, answer.find(": ") + 2);
            answer.insert(0, "!");
        }
        lua_settop(L, 0);
        return answer;
    }
    template <size_t N> void all(const Case (&cases)[N]) {
        for (const Case &c : cases)
            EXPECT_EQ(run(c.code), c.answer) << c.code;
    }
};

// clang-format off
const Case json_cases[] = {
    {R"(local r=cjson.encode({1,2,3}) return r)", "[1,2,3]"},
    {R"(local r=cjson.encode({}) return r)", "{}"},
    {R"(local r=cjson.encode({a=1}) return r)", "{\"a\":1}"},
    {R"(local r=cjson.encode({[1]=1,[3]=3}) return r)", "[1,null,3]"},
    {R"(local r=cjson.encode({[1]=1,[30]=3}) return r)", "!Cannot serialise table: excessively sparse array"},
    {R"(local r=cjson.encode('a"b\\/\n\r\t\b\f\0\1\31\127\200') return r)", "\"a\\\"b\\\\\\/\\n\\r\\t\\b\\f\\u0000\\u0001\\u001f\\u007f\310\""},
    {R"(local r=cjson.encode(1e14) return r)", "1e+14"},
    {R"(local r=cjson.encode(99999999999999) return r)", "99999999999999"},
    {R"(local r=cjson.encode(-99999999999999) return r)", "-99999999999999"},
    {R"(local r=cjson.encode(0.1) return r)", "0.1"},
    {R"(local r=cjson.encode(-0) return r)", "-0"},
    {R"(local r=cjson.encode(0*-1) return r)", "-0"},
    {R"(local r=cjson.encode(3.14159265358979) return r)", "3.1415926535898"},
    {R"(local r=cjson.encode(1e300) return r)", "1e+300"},
    {R"(local r=cjson.encode(9007199254740993) return r)", "9.007199254741e+15"},
    {R"(local r=cjson.encode(1/0) return r)", "!Cannot serialise number: must not be NaN or Inf"},
    {R"(local r=cjson.encode(0/0) return r)", "!Cannot serialise number: must not be NaN or Inf"},
    {R"(local r=cjson.encode({[0/1]=1}) return r)", "{\"0\":1}"},
    {R"(local r=cjson.encode(nil) return r)", "null"},
    {R"(local r=cjson.encode(cjson.null) return r)", "null"},
    {R"(local r=cjson.encode(true) return r)", "true"},
    {R"(local r=cjson.encode(function() end) return r)", "!Cannot serialise function: type not supported"},
    {R"(local r=cjson.encode({[true]=1}) return r)", "!Cannot serialise boolean: table key must be a number or string"},
    {R"(local r=cjson.encode() return r)", "!bad argument #1 to 'encode' (expected 1 argument)"},
    {R"(local r=cjson.encode(1,2) return r)", "!bad argument #1 to 'encode' (expected 1 argument)"},
    {R"(local t={} for i=1,1001 do t={t} end return cjson.encode(t))", "!Cannot serialise, excessive nesting (1001)"},
    {R"(local t={} for i=1,999 do t={t} end return #cjson.encode(t))", "2000"},
    {R"(local t={} t[1]=t return cjson.encode(t))", "!Cannot serialise, excessive nesting (1001)"},
    {R"(local r=cjson.new().encode_sparse_array(true,1,2) return r)", "true"},
    {R"(local c=cjson.new() c.encode_sparse_array(true,1,2) return c.encode({[5]=3}))", "{\"5\":3}"},
    {R"(local r=cjson.new().encode_max_depth(0) return r)", "!bad argument #1 to 'encode_max_depth' (expected integer between 1 and 2147483647)"},
    {R"(local r=cjson.new().encode_max_depth('x') return r)", "!bad argument #1 to 'encode_max_depth' (number expected, got string)"},
    {R"(local r=cjson.new().encode_max_depth(7) return r)", "7"},
    {R"(local r=cjson.new().decode_max_depth(1,2) return r)", "!bad argument #2 to 'decode_max_depth' (found too many arguments)"},
    {R"(local r=cjson.new().encode_number_precision(15) return r)", "!bad argument #1 to 'encode_number_precision' (expected integer between 1 and 14)"},
    {R"(local c=cjson.new() c.encode_number_precision(3) return c.encode({1234.5,7,1e9}))", "[1.23e+03,7,1e+09]"},
    {R"(local r=tostring(cjson.new().encode_keep_buffer()) return r)", "true"},
    {R"(local r=tostring(cjson.new().encode_keep_buffer('off')) return r)", "false"},
    {R"(local r=tostring(cjson.new().encode_keep_buffer(false)) return r)", "false"},
    {R"(local r=cjson.new().encode_invalid_numbers('maybe') return r)", "!bad argument #1 to 'encode_invalid_numbers' (invalid option 'maybe')"},
    {R"(local r=tostring(cjson.new().encode_invalid_numbers('null')) return r)", "null"},
    {R"(local c=cjson.new() c.encode_invalid_numbers('null') return c.encode({1/0,0/0}))", "[null,null]"},
    {R"(local c=cjson.new() c.encode_invalid_numbers('on') return c.encode({1/0,-1/0,0/0}))", "[inf,-inf,nan]"},
    {R"(local c=cjson.new() c.decode_invalid_numbers(false) return c.decode('[0x10]'))", "!Expected value but found invalid number at character 2"},
    {R"(local c=cjson.new() c.decode_invalid_numbers(false) return c.decode('[01]'))", "!Expected value but found invalid number at character 2"},
    {R"(local c=cjson.new() c.decode_invalid_numbers(false) return c.decode('[-inf]'))", "!Expected value but found invalid number at character 2"},
    {R"(local c=cjson.new() c.decode_invalid_numbers(false) return c.decode('[nan]'))", "!Expected value but found invalid token at character 2"},
    {R"(local r=tostring(cjson.decode('[0x10]')[1]) return r)", "16"},
    {R"(local r=tostring(cjson.decode('[010]')[1]) return r)", "10"},
    {R"(local r=tostring(cjson.decode('[inf]')[1]) return r)", "inf"},
    {R"(local r=tostring(cjson.decode('[+5]')[1]) return r)", "5"},
    {R"(local r=cjson.decode('[+]') return r)", "!Expected value but found invalid number at character 2"},
    {R"(local r=cjson.decode('[-]') return r)", "!Expected value but found invalid number at character 2"},
    {R"(local r=cjson.decode('[-x]') return r)", "!Expected value but found invalid number at character 2"},
    {R"(local r=tostring(cjson.decode('[-0]')[1]) return r)", "-0"},
    {R"(local r=tostring(1/cjson.decode('[-0]')[1]) return r)", "-inf"},
    {R"(local r=tostring(cjson.decode('[12345678901234567890]')[1]) return r)", "1.2345678901235e+19"},
    {R"(local r=string.format('%.17g',cjson.decode('[9007199254740993]')[1]) return r)", "9007199254740992"},
    {R"(local r=string.format('%.17g',cjson.decode('[1.5e3]')[1]) return r)", "1500"},
    {R"(local r=string.format('%.17g',cjson.decode('[123456789012345678]')[1]) return r)", "1.2345678901234568e+17"},
    {R"(local r=tostring(cjson.decode('[1e400]')[1]) return r)", "inf"},
    {R"(local r=cjson.decode('[1 2]') return r)", "!Expected comma or array end but found T_NUMBER at character 4"},
    {R"(local r=cjson.decode('[1,]') return r)", "!Expected value but found T_ARR_END at character 4"},
    {R"(local r=cjson.decode('[,1]') return r)", "!Expected value but found T_COMMA at character 2"},
    {R"(local r=cjson.decode('{"a":1,}') return r)", "!Expected object key string but found T_OBJ_END at character 8"},
    {R"(local r=cjson.decode('{"a" 1}') return r)", "!Expected colon but found T_NUMBER at character 6"},
    {R"(local r=cjson.decode('{a:1}') return r)", "!Expected object key string but found invalid token at character 2"},
    {R"(local r=cjson.decode('{"a":1') return r)", "!Expected comma or object end but found T_END at character 7"},
    {R"(local r=cjson.decode('{"a":1 "b":2}') return r)", "!Expected comma or object end but found T_STRING at character 8"},
    {R"(local r=cjson.decode('[') return r)", "!Expected value but found T_END at character 2"},
    {R"(local r=cjson.decode('') return r)", "!Expected value but found T_END at character 1"},
    {R"(local r=cjson.decode('x') return r)", "!Expected value but found invalid token at character 1"},
    {R"(local r=cjson.decode('tru') return r)", "!Expected value but found invalid token at character 1"},
    {R"(local r=cjson.decode('"abc') return r)", "!Expected value but found unexpected end of string at character 5"},
    {R"(local r=cjson.decode('"a\\') return r)", "!Expected value but found invalid escape code at character 3"},
    {R"(local r=cjson.decode('"a\\q"') return r)", "!Expected value but found invalid escape code at character 3"},
    {R"(local r=cjson.decode('"\\u12"') return r)", "!Expected value but found invalid unicode escape code at character 2"},
    {R"(local r=cjson.decode('"\\ud800"') return r)", "!Expected value but found invalid unicode escape code at character 2"},
    {R"(local r=cjson.decode('"\\udc00"') return r)", "!Expected value but found invalid unicode escape code at character 2"},
    {R"(local r=cjson.decode('"\\ud800\\u0041"') return r)", "!Expected value but found invalid unicode escape code at character 2"},
    {R"(local r=cjson.decode('"\\ud83d\\ude00\\u00e9\\u20ac\\u0041"') return r)", "\360\237\230\200\303\251\342\202\254A"},
    {R"(local r=cjson.decode('"\\n\\t\\"\\\\\\/\\b\\f\\r"') return r)", "\012\011\"\\/\010\014\015"},
    {R"(local r=cjson.decode('"plain"') return r)", "plain"},
    {R"(local r=#cjson.decode('"a\\u0000b"') return r)", "3"},
    {R"(local r=cjson.decode('[1] x') return r)", "!Expected the end but found invalid token at character 5"},
    {R"(local r=cjson.decode('1 ') return r)", "1"},
    {R"(local r=cjson.decode('\0\0') return r)", "!JSON parser does not support UTF-16 or UTF-32"},
    {R"(local r=cjson.decode('1\0') return r)", "!JSON parser does not support UTF-16 or UTF-32"},
    {R"(local r=#cjson.decode('[1]\0xx') return r)", "1"},
    {R"(local r=cjson.decode(nil) return r)", "!bad argument #1 to 'decode' (string expected, got nil)"},
    {R"(local r=cjson.decode() return r)", "!bad argument #1 to 'decode' (expected 1 argument)"},
    {R"(local r=cjson.decode({}) return r)", "!bad argument #1 to 'decode' (string expected, got table)"},
    {R"(local r=cjson.decode(12) return r)", "12"},
    {R"(local r=cjson.decode(string.rep('[',100000)) return r)", "!Found too many nested data structures (1001) at character 1001"},
    {R"(local r=cjson.decode(string.rep('[',1001)) return r)", "!Found too many nested data structures (1001) at character 1001"},
    {R"(local r=#cjson.decode(string.rep('[',1000)..string.rep(']',1000)) return r)", "1"},
    {R"(local r=tostring(cjson.decode('[null]')[1]==cjson.null) return r)", "true"},
    {R"(local r=cjson._NAME.._VERSION..cjson._VERSION return r)", "cjsonLua 5.12.1.0"},
    {R"(local n=0 for k in pairs(cjson) do n=n+1 end return n)", "13"},
};

const Case msgpack_cases[] = {
    {R"(local h='' for b in cmsgpack.pack(1,127,128,255,256,65535,65536,4294967295,4294967296,-1,-32,-33,-128,-129,-32768,-32769,-2147483648,-2147483649,2^53,2^62,2^63,-2^63,1.5,0.1,1/0,0/0):gmatch('.') do h=h..string.format('%02x',b:byte()) end return h)", "017fcc80ccffcd0100cdffffce00010000ceffffffffcf0000000100000000ffe0d0dfd080d1ff7fd18000d2ffff7fffd280000000d3ffffffff7fffffffcf0020000000000000cf4000000000000000ca5f000000d38000000000000000ca3fc00000cb3fb999999999999aca7f800000cbfff8000000000000"},
    {R"(local s=cmsgpack.pack(('x'):rep(31),('x'):rep(32),('x'):rep(255),('x'):rep(256),('x'):rep(65536)) return redis and #s or #s)", "66123"},
    {R"(local t={} for i=1,16 do t[i]=i end return #cmsgpack.pack(t))", "19"},
    {R"(local t={} for i=1,70000 do t[i]=i end return #cmsgpack.pack(t))", "218553"},
    {R"(local t={} for i=1,20 do t['k'..i]=i end return #cmsgpack.pack(t))", "94"},
    {R"(local t={} t.x=t return #cmsgpack.pack(t))", "49"},
    {R"(local r=cmsgpack.pack() return r)", "!bad argument #0 to 'pack' (MessagePack pack needs input.)"},
    {R"(local r=cmsgpack.unpack('') return r)", "nil"},
    {R"(local r=cmsgpack.unpack('\147\1') return r)", "!Missing bytes in input."},
    {R"(local r=cmsgpack.unpack('\193') return r)", "!Bad data format in input."},
    {R"(local r=cmsgpack.unpack('\221\255\255\255\255') return r)", "!Missing bytes in input."},
    {R"(local r=cmsgpack.unpack('\223\255\255\255\255\1\1') return r)", "!Missing bytes in input."},
    {R"(local r=cmsgpack.unpack('\219\255\255\255\255x') return r)", "!Missing bytes in input."},
    {R"(local r=cmsgpack.unpack('\217\5abc') return r)", "!Missing bytes in input."},
    {R"(local r=cmsgpack.unpack('\129\192\1') return r)", "!table index is nil"},
    {R"(local r=cmsgpack.unpack('\129\203\127\248\0\0\0\0\0\0\1') return r)", "!table index is NaN"},
    {R"(local r=cmsgpack.unpack(('\1'):rep(9000)) return r)", "!stack overflow (too many return values at once; use unpack_one or unpack_limit instead.)"},
    {R"(local r=tostring(cmsgpack.unpack('\207\255\255\255\255\255\255\255\255')) return r)", "-1"},
    {R"(local r=tostring(cmsgpack.unpack('\209\255\254')) return r)", "-2"},
    {R"(local r=tostring(cmsgpack.unpack('\210\255\255\255\254')) return r)", "-2"},
    {R"(local r=tostring(cmsgpack.unpack('\211\255\255\255\255\255\255\255\254')) return r)", "-2"},
    {R"(local r=tostring(cmsgpack.unpack('\208\128')) return r)", "-128"},
    {R"(local r=tostring(cmsgpack.unpack('\224')) return r)", "-32"},
    {R"(local r=tostring(cmsgpack.unpack('\202\63\192\0\0')) return r)", "1.5"},
    {R"(local r=tostring(cmsgpack.unpack('\203\63\248\0\0\0\0\0\0')) return r)", "1.5"},
    {R"(local r=table.concat({cmsgpack.unpack_one('\1\2\3')},',') return r)", "1,1"},
    {R"(local r=table.concat({cmsgpack.unpack_one('\1\2\3',2)},',') return r)", "-1,3"},
    {R"(local r=table.concat({cmsgpack.unpack_one('\1\2\3',3)},',') return r)", "-1"},
    {R"(local r=cmsgpack.unpack_one('\1\2\3',4) return r)", "!Start offset 4 greater than input length 3."},
    {R"(local r=cmsgpack.unpack_one('\1\2\3',-1) return r)", "!Invalid request to unpack with offset of -1 and limit of 3."},
    {R"(local r=table.concat({cmsgpack.unpack_limit('\1\2\3',2)},',') return r)", "2,1,2"},
    {R"(local r=table.concat({cmsgpack.unpack_limit('\1\2\3',0)},',') return r)", "1,2,3"},
    {R"(local r=table.concat({cmsgpack.unpack_limit('\1\2\3',5,1)},',') return r)", "-1,2,3"},
    {R"(local r=cmsgpack.unpack_limit('\1\2\3',-1) return r)", "!Invalid request to unpack with offset of 0 and limit of 3."},
    {R"(local r=cmsgpack.unpack_limit('\1') return r)", "!bad argument #2 to 'unpack_limit' (number expected, got no value)"},
    {R"(local r=cmsgpack.unpack({}) return r)", "!bad argument #1 to 'unpack' (string expected, got table)"},
};

const Case structures_cases[] = {
    {R"(local h='' for b in struct.pack('>bBhHiIlLTfd',-1,255,-2,65535,-3,4294967295,-4,5,6,1.5,2.5):gmatch('.') do h=h..string.format('%02x',b:byte()) end return h)", "fffffffefffffffffffdfffffffffffffffffffffffc000000000000000500000000000000063fc000004004000000000000"},
    {R"(local h='' for b in struct.pack('<i3I5i16',-2,1,-1):gmatch('.') do h=h..string.format('%02x',b:byte()) end return h)", "feffff0100000000ffffffffffffffff0000000000000000"},
    {R"(local h='' for b in struct.pack('!4bi!8bd x',1,2,3,4):gmatch('.') do h=h..string.format('%02x',b:byte()) end return h)", "01000000020000000300000000000000000000000000104000"},
    {R"(local r=#struct.pack('sc0c3','abc','defg','hijk') return r)", "11"},
    {R"(local r=struct.pack('c5','abc') return r)", "!bad argument #3 to 'pack' (string too short)"},
    {R"(local r=struct.pack('i33',1) return r)", "!integral size 33 is larger than limit of 32"},
    {R"(local r=struct.pack('i99999999999',1) return r)", "!integral size overflow"},
    {R"(local r=struct.pack('!3i',1) return r)", "!alignment 3 is not a power of 2"},
    {R"(local r=struct.pack('?',1) return r)", "!bad argument #1 to 'pack' (invalid format option '?')"},
    {R"(local r=struct.pack('i') return r)", "!bad argument #2 to 'pack' (number expected, got nil)"},
    {R"(local r=struct.pack('s') return r)", "!bad argument #2 to 'pack' (string expected, got nil)"},
    {R"(local r=struct.pack('i','x') return r)", "!bad argument #2 to 'pack' (number expected, got string)"},
    {R"(local r=struct.pack('c0',{}) return r)", "!bad argument #2 to 'pack' (string expected, got table)"},
    {R"(local r=#struct.pack('i0',5) return r)", "0"},
    {R"(local h='' for b in struct.pack('<LL',-1e30,1e30):gmatch('.') do h=h..string.format('%02x',b:byte()) end return h)", "00000000000000800000000000000000"},
    {R"(local r=struct.size('bhild') return r)", "23"},
    {R"(local r=struct.size('!bhild') return r)", "24"},
    {R"(local r=struct.size('s') return r)", "!bad argument #1 to 'size' (option 's' has no fixed size)"},
    {R"(local r=struct.size('c0') return r)", "!bad argument #1 to 'size' (option 'c0' has no fixed size)"},
    {R"(local r=struct.size('i3c7x') return r)", "11"},
    {R"(local r=struct.size('c2147483647c2147483647') return r)", "4294967294"},
    {R"(local r=struct.size('c2147483648') return r)", "!integral size overflow"},
    {R"(local r=struct.size('z') return r)", "0"},
    {R"(local r=struct.size('?') return r)", "!bad argument #1 to 'size' (invalid format option '?')"},
    {R"(local r=table.concat({struct.unpack('>bBhH','\255\255\255\254\255\254')},',') return r)", "-1,255,-2,65534,7"},
    {R"(local r=table.concat({struct.unpack('<i3I3','\254\255\255\254\255\255')},',') return r)", "-2,16777214,7"},
    {R"(local r=table.concat({struct.unpack('bc0','\3abcdef')},',') return r)", "abc,5"},
    {R"(local r=table.concat({struct.unpack('sb','abc\0\7')},',') return r)", "abc,7,6"},
    {R"(local r=struct.unpack('s','abc') return r)", "!unfinished string in data"},
    {R"(local r=struct.unpack('c0','abc') return r)", "!format 'c0' needs a previous size"},
    {R"(local r=struct.unpack('bc0','\9abc') return r)", "!bad argument #2 to 'unpack' (data string too short)"},
    {R"(local r=struct.unpack('bc0','\255abc') return r)", "!bad argument #2 to 'unpack' (data string too short)"},
    {R"(local r=struct.unpack('i','abc') return r)", "!bad argument #2 to 'unpack' (data string too short)"},
    {R"(local r=struct.unpack('c2147483647','abc') return r)", "!bad argument #2 to 'unpack' (data string too short)"},
    {R"(local r=struct.unpack('i','abcd',2) return r)", "!bad argument #2 to 'unpack' (data string too short)"},
    {R"(local r=struct.unpack('i','abcd',0) return r)", "!bad argument #3 to 'unpack' (offset must be 1 or greater)"},
    {R"(local r=struct.unpack('i','abcd',-5) return r)", "!bad argument #2 to 'unpack' (data string too short)"},
    {R"(local r=struct.unpack('b','abcd',2147483647) return r)", "!bad argument #2 to 'unpack' (data string too short)"},
    {R"(local r=struct.unpack('>!8d','abc',2^53) return r)", "!bad argument #2 to 'unpack' (data string too short)"},
    {R"(local r=table.concat({struct.unpack('b','abcd',4)},',') return r)", "100,5"},
    {R"(local r=table.concat({struct.unpack('','abcd',4)},',') return r)", "4"},
    {R"(local r=table.concat({struct.unpack('<d','\0\0\0\0\0\0\248\63')},',') return r)", "1.5,9"},
    {R"(local r=table.concat({struct.unpack('>f','\63\192\0\0')},',') return r)", "1.5,5"},
    {R"(local r=table.concat({struct.unpack('i0b','\63')},',') return r)", "0,63,2"},
    {R"(local r=struct.unpack('i33','abc') return r)", "!integral size 33 is larger than limit of 32"},
    {R"(local r=struct.unpack(string.rep('b',9000),string.rep('x',9000)) return r)", "!stack overflow (too many results)"},
};

// clang-format on

TEST_F(LuaLibs, CjsonAnswersAsScriptsKnowIt) {
    all(json_cases);
}

TEST_F(LuaLibs, CmsgpackAnswersAsScriptsKnowIt) {
    all(msgpack_cases);
}

TEST_F(LuaLibs, StructAnswersAsScriptsKnowIt) {
    all(structures_cases);
}

TEST_F(LuaLibs, TohexWritesEightDigitsAtMost) {
    EXPECT_EQ(run("return bit.tohex(65535, -2147483648)"), "0000FFFF");
    EXPECT_EQ(run("return bit.tohex(65535, 100)..bit.tohex(48879, -4)..bit.tohex(-1, 0)..bit.tohex(1.5)"),
              "0000ffffBEEF00000002");
    EXPECT_EQ(run("return bit.tohex(2^40 + 255, 2)..bit.tohex('0x12', 3)"), "ff012");
}

TEST_F(LuaLibs, DeepDataEndsWithAnErrorNotWithTheStack) {
    EXPECT_EQ(run("cjson.decode_max_depth(2147483647) return cjson.decode(('['):rep(1e6))").rfind("!Found too many", 0),
              0u);
    EXPECT_EQ(
        run("cjson.decode_max_depth(2147483647) return cjson.decode(('{\"a\":'):rep(1e6))").rfind("!Found too", 0), 0u);
    EXPECT_EQ(
        run("cjson.encode_max_depth(2147483647) local t={} t[1]=t return cjson.encode(t)").rfind("!Cannot ser", 0), 0u);
    EXPECT_EQ(run("return cmsgpack.unpack(('\\145'):rep(1e6))").rfind("!stack overflow", 0), 0u);
    EXPECT_EQ(run("return cmsgpack.unpack(('\\129\\1'):rep(1e6))").rfind("!stack overflow", 0), 0u);
}

TEST_F(LuaLibs, WhatDoesNotFitIntoMemoryIsAnErrorOfTheScript) {
    const char *no_room[] = {
        "local s=('\\1'):rep(40e6) return cjson.encode({s,s,s,s})",
        "local s=('x'):rep(60e6) return cmsgpack.pack(s,s,s,s)",
        "local s=('x'):rep(60e6) return struct.pack('c0c0c0c0c0',s,s,s,s,s)",
        "cjson.encode_sparse_array(false,0) return cjson.encode({[2147483647]=1})",
    };
    for (const char *code : no_room)
        EXPECT_EQ(run(code), "!not enough memory") << code;
    EXPECT_EQ(run("return cjson.encode({1})"), "[1]");
}

TEST_F(LuaLibs, MetamethodsDoNotRunInsideTheLibraries) {
    EXPECT_EQ(run("local t=setmetatable({1},{__index=function() error('ran') end,__len=function() error('ran') end}) "
                  "return cjson.encode(t)..#cmsgpack.pack(t)"),
              "[1]2");
}

TEST_F(LuaLibs, WhatIsPackedComesBack) {
    EXPECT_EQ(run("local s='' for i=0,255 do s=s..string.char(i) end "
                  "return cjson.decode(cjson.encode(s))==s and cmsgpack.unpack(cmsgpack.pack(s))==s and "
                  "struct.unpack('c256',struct.pack('c256',s))==s"),
              "true");
    EXPECT_EQ(run("for _,n in ipairs{0,1,-1,31,-32,-33,127,128,255,256,65535,65536,2^31,2^32,2^53,-2^53,0.5,-1e300} do "
                  "if cmsgpack.unpack(cmsgpack.pack(n))~=n or struct.unpack('d',struct.pack('d',n))~=n then return n "
                  "end end return 'all'"),
              "all");
}

} // namespace
