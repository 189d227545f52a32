// Workers: one at a time, and what they tell their parent.
#include "reactor_fixture.h"

extern "C" {
#include "net/children.h"
}

namespace {

using namespace reactor_test;

int told_status;
std::vector<std::string> lines;

void ended(pid_t, int status) {
    told_status = status;
}

void keepLine(int, const char *text, size_t len) {
    lines.emplace_back(text, len);
}

class Children : public Reactor {
  protected:
    void SetUp() override {
        Reactor::SetUp();
        told_status = -1;
        lines.clear();
        before = log_writer;
        log_writer = keepLine;
    }
    void TearDown() override {
        log_writer = before;
        Reactor::TearDown();
    }
    // Tools that watch memory replace an exit status by their own: a signal is not replaced.
    pid_t worker(unsigned keys, bool waits) {
        pid_t pid = childFork(EVENT_FORK_KIND_RDB, 0);
        if (pid == 0) {
            for (unsigned i = 0; i < keys; i++)
                childWroteKey();
            childFinished("RDB");
            if (waits)
                pause();
            raise(SIGUSR1);
        }
        return pid;
    }
    void tickUntilEnded() {
        for (int i = 0; i < 1000 && told_status < 0; i++) {
            usleep(2000);
            reactorTick();
        }
    }
    void (*before)(int, const char *, size_t) = nullptr;
};

TEST_F(Children, AWorkerTellsWhatItWroteAndCopied) {
    pid_t pid = worker(2500, false);
    ASSERT_GT(pid, 0);
    EXPECT_TRUE(childActive());
    childOnEnd(pid, ended);
    tickUntilEnded();
    EXPECT_TRUE(WIFSIGNALED(told_status) && WTERMSIG(told_status) == SIGUSR1);
    EXPECT_FALSE(childActive());
    EXPECT_EQ(child_last.pid, pid);
    EXPECT_EQ(child_last.keys, 2500u);
    EXPECT_GE(child_last.peak, child_last.copied);
    EXPECT_GT(child_last.copied, 0u);
    ASSERT_EQ(lines.size(), 1u);
    EXPECT_EQ(lines[0].compare(0, 25, "Fork CoW for RDB: current"), 0) << lines[0];
}

TEST_F(Children, OneWorkerAtATime) {
    pid_t pid = worker(10, true);
    ASSERT_GT(pid, 0);
    childOnEnd(pid, ended);
    EXPECT_EQ(childFork(EVENT_FORK_KIND_AOF, 0), -1);
    EXPECT_EQ(errno, EEXIST);
    EXPECT_EQ(hashtableGetResizePolicy(), HASHTABLE_RESIZE_AVOID);
    kill(pid, SIGKILL);
    tickUntilEnded();
    EXPECT_EQ(hashtableGetResizePolicy(), HASHTABLE_RESIZE_ALLOW);
    childNow now;
    EXPECT_FALSE(childLook(&now));
    pid = worker(0, false);
    ASSERT_GT(pid, 0);
    told_status = -1;
    childOnEnd(pid, ended);
    tickUntilEnded();
    EXPECT_EQ(child_last.keys, 0u);
}

} // namespace
