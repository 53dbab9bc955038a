// Goal: what the ledger says comes back as it was, and one that is not whole is never guessed at. Method:
// round trips through a directory, and a good ledger damaged in every way.
#include "daemon/commit/ledger.hpp"

#include <boost/test/unit_test.hpp>
#include <cerrno>
#include <iostream>
#include <random>

#include "tests/unit/commit_support.hpp"

namespace holdfast::commit {
namespace {

using namespace holdfast::test;

struct Fixture {
  Fixture() {
    auto opened = disk::ManagedDirectory::open(files, directory.path());
    BOOST_TEST_REQUIRE(opened.has_value());
    managed = std::make_unique<disk::ManagedDirectory>(std::move(*opened));
  }
  [[nodiscard]] std::string path() const { return directory / ".holdfast/ledger.json"; }
  // The errno of reading this text as a ledger; 0 if it is one.
  int error_of(const std::string& text) {
    write_file(path(), text);
    const auto read = read_ledger(*managed);
    return read ? 0 : read.error().code.value();
  }

  TemporaryDirectory directory;
  disk::PosixFileSystem files;
  std::unique_ptr<disk::ManagedDirectory> managed;
};

Ledger sample() {
  Ledger ledger;
  ledger.revision = {9'007'199'254'740'991};
  ledger.documents.emplace(test::name("a.json"),
                           LedgerEntry{{3}, "sha256:aa", "2024-01-02T03:04:05.000006Z"});
  ledger.documents.emplace(test::name("x/y.bin"), LedgerEntry{{7}, "", "never"});
  ledger.intent = Intent{{8},
                         "now",
                         {{test::name("a.json"), "sha256:aa", "sha256:bb", ".a.json.x.tmp", {7}},
                          {test::name("x/y.bin"), "sha256:cc", "", "", {8}}}};
  return ledger;
}

const std::string good =
    R"({"format":1,"revision":5,"intent":{"revision":6,"modified":"m","changes":[{"document":"a","before":"b",)"
    R"("after":"c","temporary":"t"}]},"documents":{"a":{"revision":5,"digest":"d","modified":"m"}}})";

// `good` with one part of it replaced.
std::string with(const std::string& part, const std::string& other) {
  std::string text = good;
  const auto at = text.find(part);
  BOOST_TEST_REQUIRE(at != std::string::npos, part);
  return text.replace(at, part.size(), other);
}

BOOST_FIXTURE_TEST_SUITE(commit_ledger, Fixture)

BOOST_AUTO_TEST_CASE(there_is_none_in_a_new_directory) {
  const auto read = read_ledger(*managed);
  BOOST_TEST_REQUIRE(read.has_value());
  BOOST_TEST(!read->has_value());
}

BOOST_AUTO_TEST_CASE(all_of_it_comes_back) {
  BOOST_TEST_REQUIRE(write_ledger(*managed, sample()).has_value());
  const auto read = read_ledger(*managed);
  BOOST_TEST_REQUIRE((read.has_value() && read->has_value()));
  const Ledger& ledger = **read;
  const Ledger expected = sample();
  BOOST_TEST(ledger.revision.number == expected.revision.number);
  BOOST_TEST_REQUIRE(ledger.documents.size() == 2U);
  for (const auto& [document, entry] : expected.documents) {
    BOOST_TEST(ledger.documents.at(document).revision.number == entry.revision.number);
    BOOST_TEST(ledger.documents.at(document).digest == entry.digest);
    BOOST_TEST(ledger.documents.at(document).modified == entry.modified);
  }
  BOOST_TEST_REQUIRE(ledger.intent.has_value());
  BOOST_TEST(ledger.intent->revision.number == 8U);
  BOOST_TEST_REQUIRE(ledger.intent->changes.size() == 2U);
  for (std::size_t i = 0; i < 2; ++i) {
    const auto &now = ledger.intent->changes[i], &then = expected.intent->changes[i];
    BOOST_TEST((now.name == then.name));
    BOOST_TEST(now.digest_before == then.digest_before);
    BOOST_TEST(now.digest_after == then.digest_after);
    BOOST_TEST(now.temporary == then.temporary);
    BOOST_TEST(now.revision.number == then.revision.number);
  }
}

BOOST_AUTO_TEST_CASE(changes_without_a_revision_of_their_own_have_that_of_the_intent) {
  write_file(path(), good);
  const auto ledger = read_ledger(*managed).value().value();
  BOOST_TEST_REQUIRE(ledger.intent.has_value());
  BOOST_TEST(ledger.intent->changes.at(0).revision.number == 6U);
}

BOOST_AUTO_TEST_CASE(one_without_an_intent_has_none_when_read) {
  Ledger ledger = sample();
  ledger.intent.reset();
  BOOST_TEST_REQUIRE(write_ledger(*managed, ledger).has_value());
  BOOST_TEST(!read_ledger(*managed).value()->intent.has_value());
}

BOOST_AUTO_TEST_CASE(it_is_nobody_elses_to_read) {
  BOOST_TEST_REQUIRE(write_ledger(*managed, sample()).has_value());
  BOOST_TEST((std::filesystem::status(path()).permissions() == std::filesystem::perms(0600)));
}

BOOST_AUTO_TEST_CASE(the_sample_that_is_damaged_below_is_good) {
  BOOST_TEST(error_of(good) == 0);
}

BOOST_AUTO_TEST_CASE(a_ledger_cut_off_anywhere_is_damaged) {
  for (std::size_t length = 0; length < good.size(); ++length)
    BOOST_TEST(error_of(good.substr(0, length)) == EBADMSG, "cut at " << length);
}

BOOST_AUTO_TEST_CASE(members_that_are_missing_or_of_the_wrong_kind_are_damage) {
  for (const std::string& text : {
           with("\"revision\":5", "\"revision\":-5"),
           with("\"revision\":5", "\"revision\":\"5\""),
           with("\"revision\":5", "\"revision\":5.5"),
           with("\"revision\":5", "\"revision\":99999999999999999999"),
           with("\"revision\":5", "\"other\":5"),
           with("\"revision\":6", "\"revision\":null"),
           with("\"documents\"", "\"document\""),
           with("{\"a\":{", "[{\"a\":{"),
           with("{\"a\":{", "{\"../a\":{"),
           with("{\"a\":{", "{\"/etc/passwd\":{"),
           with("{\"a\":{", "{\".holdfast/lock\":{"),
           with("\"digest\":\"d\"", "\"digest\":4"),
           with("\"digest\":\"d\"", "\"gist\":\"d\""),
           with("\"document\":\"a\"", "\"document\":\"../x\""),
           with("\"document\":\"a\"", "\"document\":\"/etc/shadow\""),
           with("\"document\":\"a\"", "\"document\":1"),
           with("\"before\":\"b\"", "\"before\":null"),
           with("\"temporary\":\"t\"", "\"temporary\":[]"),
           with("\"changes\":[", "\"change\":["),
           with("\"modified\":\"m\"", "\"modified\":1"),
           with("{\"format\"", "{\"format\":1,\"format\""),
           std::string("null"),
           std::string("[]"),
           std::string("{}"),
           good + good,
           good + "x",
           "\xEF\xBB\xBF" + good,
           std::string(100, '\0'),
       })
    BOOST_TEST(error_of(text) == EBADMSG, "taken for good: " << text);
}

BOOST_AUTO_TEST_CASE(one_of_another_version_is_refused_and_says_so) {
  for (const std::string version : {"2", "0", "\"1\"", "null"}) {
    write_file(path(), with("\"format\":1", "\"format\":" + version));
    const auto read = read_ledger(*managed);
    BOOST_TEST_REQUIRE(!read.has_value());
    BOOST_TEST(read.error().code.value() == EBADMSG);
    BOOST_TEST(read.error().doing.find("another version") != std::string::npos);
  }
}

BOOST_AUTO_TEST_CASE(a_link_in_its_place_is_not_followed) {
  const TemporaryDirectory elsewhere;
  write_file(elsewhere / "ledger.json", good);
  std::filesystem::create_symlink(elsewhere / "ledger.json", path());
  BOOST_TEST(read_ledger(*managed).error().code.value() == ELOOP);
}

BOOST_AUTO_TEST_CASE(random_damage_is_noticed_or_harmless_but_never_a_crash) {
  const auto seed = std::random_device()();
  std::cout << "seed " << seed
            << "; replay: put it in place of std::random_device()() in commit_ledger.cpp\n";
  std::mt19937 random(seed);
  for (int i = 0; i < 300; ++i) {
    std::string text = good;
    for (auto changes = 1 + random() % 4; changes > 0; --changes)
      text[random() % text.size()] = static_cast<char>(random());
    const int error = error_of(text);
    BOOST_TEST((error == 0 || error == EBADMSG), "errno " << error << " for " << text);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::commit
