// TLS without a server: two links over a socket pair, bytes over the borders of records, the list of those that wait.
#include <gtest/gtest.h>
#include <fcntl.h>
#include <signal.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <sys/socket.h>
#include <unistd.h>
#include <string>
#include <vector>

extern "C" {
#include "base/base.h"
#include "net/tls.h"
}

namespace {

struct Pair {
    std::string key, cert;
};

// A key and a certificate that it has signed itself, in files of a folder that goes with the process.
Pair makePair(const std::string &folder, const std::string &name) {
    Pair made = {folder + "/" + name + ".key", folder + "/" + name + ".crt"};
    EVP_PKEY *key = EVP_EC_gen("P-256");
    X509 *x = X509_new();
    X509_set_version(x, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(x), 1);
    X509_gmtime_adj(X509_getm_notBefore(x), -60);
    X509_gmtime_adj(X509_getm_notAfter(x), 3600);
    X509_set_pubkey(x, key);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(x), "CN", MBSTRING_ASC, (const unsigned char *)name.c_str(), -1,
                               -1, 0);
    X509_set_issuer_name(x, X509_get_subject_name(x));
    X509_sign(x, key, EVP_sha256());
    FILE *f = fopen(made.key.c_str(), "w");
    PEM_write_PrivateKey(f, key, nullptr, nullptr, 0, nullptr, nullptr);
    fclose(f);
    f = fopen(made.cert.c_str(), "w");
    PEM_write_X509(f, x);
    fclose(f);
    X509_free(x);
    EVP_PKEY_free(key);
    return made;
}

class Tls : public ::testing::Test {
  protected:
    void SetUp() override {
        signal(SIGPIPE, SIG_IGN); // as the reactor does: OpenSSL writes with write()
        char name[] = "/tmp/tls_test.XXXXXX";
        ASSERT_NE(mkdtemp(name), nullptr);
        folder = name;
        own = makePair(folder, "self");
        ASSERT_TRUE(tlsConfigure(settings()));
        tls_auth_clients = TLS_AUTH_YES;
        ASSERT_EQ(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, fds), 0);
        server = connection{&connection_tls, fds[0], nullptr};
        client = connection{&connection_tls, fds[1], nullptr};
    }
    void TearDown() override {
        if (server.fd >= 0)
            connectionClose(&server, false);
        if (client.fd >= 0)
            connectionClose(&client, false);
        tlsRelease();
        unlink(own.key.c_str());
        unlink(own.cert.c_str());
        rmdir(folder.c_str());
    }
    const tlsSettings *settings() {
        made = tlsSettings{};
        made.cert_file = made.ca_cert_file = own.cert.c_str();
        made.key_file = own.key.c_str();
        made.versions = TLS_1_2 | TLS_1_3;
        made.session_caching = true;
        made.cache_size = 10;
        made.cache_seconds = 60;
        return &made;
    }
    bool shake() {
        if (!tlsServe(&server) || !tlsDial(&client, "localhost"))
            return false;
        enum tlsStep a = TLS_WANTS_READ, b = TLS_WANTS_READ;
        for (int i = 0; i < 20 && (a != TLS_DONE || b != TLS_DONE); i++) {
            if (b != TLS_DONE)
                b = tlsHandshake(&client);
            if (a != TLS_DONE)
                a = tlsHandshake(&server);
            if (a == TLS_FAILED || b == TLS_FAILED)
                return false;
        }
        return a == TLS_DONE && b == TLS_DONE;
    }
    // Writes what goes, reads what came, until all is there.
    std::string carry(const std::string &bytes, size_t piece) {
        std::string got;
        std::vector<char> buf(piece);
        size_t sent = 0;
        for (int turns = 0; got.size() < bytes.size() && turns < 100000; turns++) {
            if (sent < bytes.size()) {
                ssize_t n = client.type->write(&client, bytes.data() + sent, bytes.size() - sent);
                if (n > 0)
                    sent += size_t(n);
            }
            ssize_t n = server.type->read(&server, buf.data(), buf.size());
            if (n > 0)
                got.append(buf.data(), size_t(n));
        }
        return got;
    }
    std::string folder;
    Pair own;
    tlsSettings made = {};
    int fds[2] = {-1, -1};
    connection server = {}, client = {};
};

TEST_F(Tls, CarriesBytesOverTheBordersOfRecords) {
    ASSERT_TRUE(shake());
    for (size_t size : {1u, 16383u, 16384u, 16385u, 100000u}) {
        std::string bytes(size, 0);
        for (size_t i = 0; i < size; i++)
            bytes[i] = char(i * 31 >> 3);
        EXPECT_EQ(carry(bytes, 16384), bytes);
        EXPECT_EQ(carry(bytes, 1000), bytes);
    }
}

unsigned reads;
uint64_t read_tag;
connection *reader;
void readSome(uint64_t tag) {
    char buf[1000];
    read_tag = tag;
    if (reader->type->read(reader, buf, sizeof(buf)) > 0)
        reads++;
}

TEST_F(Tls, WaitsOnTheListWhileItsDescriptorIsSilent) {
    ASSERT_TRUE(shake());
    tlsOwn(&server, 77);
    reader = &server;
    reads = 0;
    char first[1000];
    std::string bytes(5500, 'x');
    ASSERT_EQ(client.type->write(&client, bytes.data(), bytes.size()), 5500);
    ASSERT_EQ(server.type->read(&server, first, sizeof(first)), 1000);
    ASSERT_EQ(recv(server.fd, first, 1, MSG_PEEK), -1) << "the descriptor has more to tell";
    for (int i = 0; i < 20 && tls_waiting; i++) {
        EXPECT_EQ(tls_waiting, 1u);
        tlsReads(readSome);
    }
    EXPECT_EQ(reads, 5u);
    EXPECT_EQ(read_tag, 77u);
    EXPECT_EQ(tls_waiting, 0u);
}

TEST_F(Tls, LeavesTheListWhenItIsClosed) {
    ASSERT_TRUE(shake());
    tlsOwn(&server, 77);
    reader = &server;
    reads = 0;
    char first[10];
    ASSERT_EQ(client.type->write(&client, "0123456789abcdef", 16), 16);
    ASSERT_EQ(server.type->read(&server, first, sizeof(first)), 10);
    ASSERT_EQ(tls_waiting, 1u);
    connectionClose(&server, false);
    server.fd = -1;
    tlsReads(readSome);
    EXPECT_EQ(reads, 0u);
    EXPECT_EQ(tls_waiting, 0u);
}

TEST_F(Tls, TellsTheEnd) {
    ASSERT_TRUE(shake());
    char buf[16];
    connectionClose(&client, false);
    client.fd = -1;
    EXPECT_EQ(server.type->read(&server, buf, sizeof(buf)), 0);
}

TEST_F(Tls, GivesItsBuffersBackAndGoesOn) {
    ASSERT_TRUE(shake());
    EXPECT_EQ(carry("before", 100), "before");
    tlsIdle(&server);
    tlsIdle(&client);
    EXPECT_EQ(carry("after", 100), "after");
    char buf[4];
    ASSERT_EQ(client.type->write(&client, "12345678", 8), 8);
    ASSERT_EQ(server.type->read(&server, buf, 4), 4);
    tlsIdle(&server); // not with bytes in it
    ASSERT_EQ(server.type->read(&server, buf, 4), 4);
    EXPECT_EQ(std::string(buf, 4), "5678");
}

TEST_F(Tls, FailsOnGarbageAndSaysWhy) {
    ASSERT_TRUE(tlsServe(&server));
    EXPECT_EQ(tlsHandshake(&server), TLS_WANTS_READ);
    EXPECT_EQ(tlsError(&server), nullptr);
    ASSERT_EQ(write(client.fd, "PING\r\nPING\r\n", 12), 12);
    EXPECT_EQ(tlsHandshake(&server), TLS_FAILED);
    EXPECT_NE(std::string(connectionError(&server)).find("wrong version number"), std::string::npos);
    EXPECT_EQ(server.type->write(&server, "x", 1), -1);
    EXPECT_EQ(errno, ENOTCONN);
}

TEST_F(Tls, KnowsWhoCame) {
    ASSERT_TRUE(shake());
    char name[64];
    tlsFacts facts;
    tlsLook(&server, &facts);
    EXPECT_EQ(facts.version, 0x0304u);
    EXPECT_TRUE(facts.has_peer_cert);
    EXPECT_FALSE(facts.resumed);
    EXPECT_TRUE(tlsPeerName(&server, name, sizeof(name)));
    EXPECT_STREQ(name, "self");
    EXPECT_FALSE(tlsPeerName(&server, name, 4)) << "a name that is cut is somebody else's";
}

TEST_F(Tls, KeepsItsContextsWhenNewOnesAreBad) {
    tlsSettings bad = *settings();
    bad.key_file = "/nowhere";
    EXPECT_FALSE(tlsConfigure(&bad));
    EXPECT_TRUE(tlsConfigured());
    EXPECT_TRUE(shake());
}

} // namespace
