// Background threads: jobs are done in order, results come back to the main thread, a child has none of it.
#include "reactor_fixture.h"

extern "C" {
#include "persist/bio.h"
#include "trace/trace.h"
}
#include <sys/wait.h>
#include <cstdlib>

namespace {

using namespace reactor_test;

std::vector<bioResult> results;

void told(const bioResult *r) {
    results.push_back(*r);
}

class Bio : public Reactor {
  protected:
    void SetUp() override {
        Reactor::SetUp();
        results.clear();
        ASSERT_NE(mkdtemp(folder), nullptr);
    }
    void TearDown() override {
        for (int kind = 0; kind < BIO_KINDS; kind++)
            bioDrain(bioKind(kind));
        std::string command = std::string("rm -rf ") + folder;
        ASSERT_EQ(system(command.c_str()), 0);
        Reactor::TearDown();
    }
    int file(const char *name) const {
        return open((std::string(folder) + "/" + name).c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    }
    char folder[32] = "/tmp/vk_bio_XXXXXX";
};

bool isOpen(int fd) {
    return fcntl(fd, F_GETFD) >= 0;
}

TEST_F(Bio, ResultsComeInOrderAndOnce) {
    int fd = file("a");
    uint64_t before = bio_stats[BIO_FSYNC].done;
    for (uint64_t i = 0; i < 3 * BIO_ROOM; i++)
        bioAsk(BIO_FSYNC, BIO_SYNC, fd, i, told);
    bioDrain(BIO_FSYNC);
    ASSERT_EQ(results.size(), 3u * BIO_ROOM);
    for (uint64_t i = 0; i < results.size(); i++) {
        EXPECT_EQ(results[i].tag, i);
        EXPECT_EQ(results[i].error, 0);
        EXPECT_TRUE(results[i].synced);
        EXPECT_LE(results[i].asked_ns, results[i].began_ns);
        EXPECT_LE(results[i].began_ns, results[i].ended_ns);
    }
    EXPECT_EQ(bio_stats[BIO_FSYNC].done - before, 3u * BIO_ROOM);
    EXPECT_EQ(bioPending(BIO_FSYNC), 0u);
    close(fd);
}

TEST_F(Bio, TheReactorWakesUpForAResult) {
    int fd = file("a");
    bioAsk(BIO_FSYNC, BIO_SYNC | BIO_THEN_CLOSE, fd, 7, told);
    EXPECT_TRUE(results.empty());
    for (int i = 0; i < 5000 && results.empty(); i++) {
        reactorTick();
        usleep(1000);
    }
    ASSERT_EQ(results.size(), 1u);
    EXPECT_EQ(results[0].tag, 7u);
    EXPECT_FALSE(isOpen(fd));
}

TEST_F(Bio, AnErrorOfFsyncIsToldAndACloseIsDone) {
    int pair[2];
    ASSERT_EQ(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
    bioAsk(BIO_FSYNC, BIO_SYNC, pair[0], 1, told); // cannot be synced: nothing to lose
    bioAsk(BIO_FSYNC, BIO_SYNC, -1, 2, told);
    bioDrain(BIO_FSYNC); // the other kind's thread may be faster
    bioAsk(BIO_CLOSE, BIO_THEN_CLOSE, pair[0], 3, told);
    bioDrain(BIO_CLOSE);
    ASSERT_EQ(results.size(), 3u);
    EXPECT_EQ(results[0].error, 0);
    EXPECT_EQ(results[1].error, EBADF);
    EXPECT_FALSE(results[2].synced);
    EXPECT_FALSE(isOpen(pair[0]));
    close(pair[1]);
}

TEST_F(Bio, AnUnlinkedFileIsClosedByTheThread) {
    std::string path = std::string(folder) + "/gone";
    EXPECT_FALSE(bioUnlink(path.c_str()));
    EXPECT_EQ(errno, ENOENT);
    close(file("gone"));
    uint64_t before = bio_stats[BIO_CLOSE].done;
    EXPECT_TRUE(bioUnlink(path.c_str()));
    EXPECT_NE(access(path.c_str(), F_OK), 0);
    bioDrain(BIO_CLOSE);
    EXPECT_EQ(bio_stats[BIO_CLOSE].done - before, 1u);
}

TEST_F(Bio, ThreadsLeaveSignalsToTheMainThread) {
    int fd = file("a");
    bioAsk(BIO_FSYNC, BIO_SYNC, fd, 1, told);
    bioDrain(BIO_FSYNC);
    sigset_t now;
    pthread_sigmask(SIG_SETMASK, nullptr, &now);
    EXPECT_FALSE(sigismember(&now, SIGTERM));
    close(fd);
}

TEST_F(Bio, AChildDoesItsJobsItself) {
    int fd = file("a");
    for (int i = 0; i < 10; i++)
        bioAsk(BIO_FSYNC, BIO_SYNC, fd, 1, told);
    pid_t pid = fork();
    if (pid == 0) {
        results.clear();
        bioAsk(BIO_FSYNC, BIO_SYNC | BIO_THEN_CLOSE, fd, 5, told);
        bool closed = !isOpen(fd);
        bioCollect();
        _exit(closed && results.size() == 1 && results[0].tag == 5 && !results[0].error ? 0 : 1);
    }
    int status = 0;
    ASSERT_EQ(waitpid(pid, &status, 0), pid);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    bioDrain(BIO_FSYNC);
    EXPECT_EQ(results.size(), 10u);
    close(fd);
}

} // namespace
