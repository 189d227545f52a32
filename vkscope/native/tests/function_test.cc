// Libraries of functions, with an engine whose sources are words: what it gave out must come back to it.
#include <gtest/gtest.h>
#include <set>
#include <sstream>
#include <string>

extern "C" {
#include "base/base.h"
#include "exec/exec.h"
#include "persist/persist.h"
#include "script/function.h"
}

namespace {

std::set<int> handles; // given out and not yet released
int last_handle, resets;

// "fail" is a syntax error, "raise" fails when it runs, any other word registers a function of that name.
void compile(scriptLoad *load) {
    std::istringstream words(std::string(load->code, load->len));
    std::string word;
    while (words >> word) {
        if (word == "fail" || word == "raise") {
            load->ran = word == "raise";
            load->error = static_cast<char *>(zmalloc(word.size() + 1));
            memcpy(load->error, word.c_str(), word.size() + 1);
            return;
        }
        handles.insert(++last_handle);
        scriptFunction f = {};
        f.name = word.c_str();
        f.name_len = word.size();
        f.description = "about";
        f.description_len = 5;
        f.handle = last_handle;
        const char *why = load->add(load, &f);
        if (why) {
            handles.erase(last_handle);
            load->ran = true;
            load->error = static_cast<char *>(zmalloc(strlen(why) + 1));
            memcpy(load->error, why, strlen(why) + 1);
            return;
        }
    }
}

void release(enum scriptKind, int handle) {
    EXPECT_EQ(handles.erase(handle), 1u) << handle;
}

size_t memory(enum scriptKind) {
    return handles.size();
}

void reset(enum scriptKind) {
    handles.clear();
    resets++;
}

const scriptEngine words_engine = {"words", 2, compile, nullptr, release, memory, memory, reset};

struct Functions : testing::Test {
    size_t before;
    uint64_t libraries_before = script_stats.libraries;
    Functions() {
        if (!scriptEngineByName("words", 5))
            scriptEngineRegister(&words_engine);
        handles.clear();
        before = zmallocUsed();
        functionsInit();
    }
    void TearDown() override {
        functionsRelease();
        EXPECT_TRUE(handles.empty());
        EXPECT_EQ(script_stats.libraries, libraries_before);
        EXPECT_EQ(zmallocUsed(), before);
    }
    std::string load(const std::string &name, const std::string &words, bool replace = false,
                     functionSet *set = nullptr) {
        functionLibrary *lib = nullptr;
        std::string code = "#!words name=" + name + "\n" + words;
        const char *why = functionSetLoad(set ? set : functionsInUse(), code.data(), code.size(), replace, 0, &lib);
        return why ? why : lib->name;
    }
    std::string home(const std::string &function) {
        struct function *f = functionFind(function.data(), function.size());
        return f ? f->library->name : "";
    }
};

TEST_F(Functions, AreFoundInAnyCaseAndGoWithTheirLibrary) {
    EXPECT_EQ(load("one", "Alpha beta"), "one");
    EXPECT_EQ(load("two", "gamma"), "two");
    EXPECT_EQ(home("ALPHA") + home("beta") + home("Gamma") + home("delta"), "oneonetwo");
    EXPECT_EQ(handles.size(), 3u);
    EXPECT_EQ(script_stats.functions, 3u);
    EXPECT_TRUE(functionSetDelete(functionsInUse(), "one", 3));
    EXPECT_FALSE(functionSetDelete(functionsInUse(), "ONE", 3));
    EXPECT_EQ(home("alpha") + home("gamma"), "two");
    EXPECT_EQ(handles.size(), 1u);
}

TEST_F(Functions, AFailedLoadLeavesNothingBehind) {
    load("old", "f g");
    EXPECT_EQ(load("old", "f h"), "Library 'old' already exists");
    EXPECT_EQ(load("old", "x fail", true), "Error compiling function: fail");
    EXPECT_EQ(load("old", "x raise", true), "Error registering functions: ERR raise");
    EXPECT_EQ(load("old", "x x", true), "Error registering functions: ERR Function already exists in the library");
    EXPECT_EQ(load("old", "", true), "No functions registered");
    EXPECT_EQ(load("new", "x F"), "Function F already exists");
    EXPECT_EQ(load("new", "x X"), "Function X already exists");
    EXPECT_EQ(load("new", "x-y").rfind("Error registering functions: ERR Library names can only", 0), 0u);
    EXPECT_EQ(home("f") + home("g") + home("x"), "oldold");
    EXPECT_EQ(handles.size(), 2u);
    EXPECT_EQ(load("old", "f x", true), "old");
    EXPECT_EQ(home("f") + home("g") + home("x"), "oldold");
    EXPECT_EQ(handles.size(), 2u);
}

TEST_F(Functions, LongNamesAreNames) {
    const std::string name(5000, 'n');
    EXPECT_EQ(load(name, name), name);
    EXPECT_EQ(home(std::string(5000, 'N')), name);
    EXPECT_EQ(home(std::string(5001, 'N')), "");
}

TEST_F(Functions, ASetJoinsWholeOrNotAtAll) {
    load("one", "a");
    load("two", "b");
    functionSet *set = functionSetNew();
    EXPECT_EQ(load("one", "c", false, set), "one");
    EXPECT_EQ(load("three", "d", false, set), "three");
    EXPECT_STREQ(functionsJoin(set, false), "Library one already exists");
    EXPECT_EQ(home("a") + home("c") + home("d"), "one");
    EXPECT_EQ(load("four", "b", false, set), "four");
    EXPECT_STREQ(functionsJoin(set, true), "Function b already exists");
    EXPECT_TRUE(functionSetDelete(set, "four", 4));
    EXPECT_EQ(functionsJoin(set, true), nullptr);
    EXPECT_EQ(home("a") + home("b") + home("c") + home("d"), "twoonethree");
    EXPECT_EQ(handles.size(), 3u);
}

TEST_F(Functions, ASetTakesThePlaceOfAnother) {
    load("one", "a b");
    functionSet *set = functionSetNew();
    load("one", "b c", false, set);
    functionsSwap(set);
    EXPECT_EQ(home("a") + home("b") + home("c"), "oneone");
    EXPECT_EQ(handles.size(), 2u);
    EXPECT_EQ(script_stats.functions, 2u);
}

TEST_F(Functions, AFlushLetsTheEngineForgetAllAtOnce) {
    load("one", "a b c");
    int before_flush = resets;
    functionsFlush();
    EXPECT_EQ(resets, before_flush + 1);
    EXPECT_EQ(script_stats.functions, 0u);
    EXPECT_EQ(home("a"), "");
    EXPECT_EQ(load("one", "a"), "one");
}

TEST_F(Functions, FirstLinesThatSayTooLittleOrTooMuch) {
    const struct {
        const char *code, *why;
    } cases[] = {{"", "Missing library metadata"},
                 {"#", "Missing library metadata"},
                 {"#!", "Invalid library metadata"},
                 {"#!words", "Invalid library metadata"},
                 {"#!\n", "Library name was not given"},
                 {"#!words name='x\n", "Invalid library metadata"},
                 {"#!words\n", "Library name was not given"},
                 {"#! name=x\n", "Engine '' not found"},
                 {"#!none name=x\n", "Engine 'none' not found"},
                 {"#!words name=x y\n", "Invalid metadata value given: y"},
                 {"#!words name=a NAME=b\n", "Invalid metadata value, name argument was given multiple times"}};
    for (const auto &c : cases) {
        functionLibrary *lib;
        EXPECT_STREQ(functionSetLoad(functionsInUse(), c.code, strlen(c.code), false, 0, &lib), c.why) << c.code;
    }
    EXPECT_EQ(load("\"quoted\"", "f"), "quoted");
}

} // namespace
