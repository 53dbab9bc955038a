// Goal: the plain life of a store: revisions count up by one a commit, answers say what is, a directory that
// is gone takes nothing. Method: commits on a real store.
#include <boost/test/unit_test.hpp>
#include <cerrno>
#include <filesystem>

#include "tests/unit/commit_support.hpp"

namespace holdfast::commit {
namespace {

using namespace holdfast::test;
namespace fs = std::filesystem;

BOOST_FIXTURE_TEST_SUITE(commit_store, StoreFixture)

BOOST_AUTO_TEST_CASE(each_commit_is_one_revision_for_the_whole_store) {
  BOOST_TEST(store->revision() == 0U);
  BOOST_TEST(applied_in(apply({put("a.json", "[1]")}))->revision.number == 1U);
  BOOST_TEST(applied_in(apply({put("b", "1"), put("x/c", "1")}))->revision.number == 2U);
  BOOST_TEST(applied_in(apply({remove("b")}))->revision.number == 3U);
  BOOST_TEST(store->revision_of("a.json") == 1U);
  BOOST_TEST(store->revision_of("x/c") == 2U);
  BOOST_TEST(store->revision_of("b") == 0U);
}

BOOST_AUTO_TEST_CASE(a_commit_that_changes_no_byte_writes_nothing) {
  apply({put("a.json", "[1]")});
  files.forget_calls();
  const auto outcome = apply({put("a.json", "[1]")});
  BOOST_TEST(!applied_in(outcome)->changed);
  BOOST_TEST(applied_in(outcome)->revision.number == 1U);
  BOOST_TEST(outcome.changes.empty());
  for (const auto& call : files.calls())
    BOOST_TEST((call.kind != CallKind::create_exclusive && call.kind != CallKind::rename));
}

BOOST_AUTO_TEST_CASE(bytes_are_kept_exactly) {
  std::string bytes;
  for (int i = 0; i < 256; ++i)
    bytes.push_back(static_cast<char>(i));
  apply({put("all.bin", bytes), put("text.json", "{ \"a\" : 1.0,\r\n\t\"b\":1e3 }"), put("empty", "")});
  BOOST_TEST(read("all.bin") == bytes);
  BOOST_TEST(read("text.json") == "{ \"a\" : 1.0,\r\n\t\"b\":1e3 }");
  BOOST_TEST(read("empty") == "");
}

BOOST_AUTO_TEST_CASE(the_answer_names_the_documents_in_the_order_of_the_request) {
  const auto outcome = apply({put("b", "1"), put("a", "1"), put("b", "2")});
  const auto& documents = applied_in(outcome)->documents;
  BOOST_TEST_REQUIRE(documents.size() == 2U);
  BOOST_TEST(documents[0].name.text() == "b");
  BOOST_TEST(documents[0].now->content->bytes() == "2");
  BOOST_TEST(documents[1].name.text() == "a");
}

BOOST_AUTO_TEST_CASE(a_new_file_has_the_configured_mode) {
  options.new_file_mode = 0640;
  open();
  apply({put("a.json", "[1]")});
  BOOST_TEST((fs::status(directory / "a.json").permissions() == fs::perms(0640)));
}

BOOST_AUTO_TEST_CASE(one_refused_operation_refuses_all_of_the_request) {
  apply({put("a.json", "[1]")});
  const auto refusal = refuse({put("a.json", "[2]"), put("b", "1"), remove("missing")});
  BOOST_TEST(*refusal.operation == 2U);
  BOOST_TEST(read("a.json") == "[1]");
  BOOST_TEST(!fs::exists(directory / "b"));
  BOOST_TEST(store->revision() == 1U);
}

BOOST_AUTO_TEST_CASE(a_deleted_name_can_be_used_again) {
  apply({put("a.json", "[1]")});
  apply({remove("a.json")});
  BOOST_TEST(applied_in(apply({put("a.json", "[1]", 0)}))->revision.number == 3U);
}

BOOST_AUTO_TEST_CASE(a_directory_left_empty_stays_and_keeps_its_name) {
  apply({put("x/a", "1")});
  apply({remove("x/a")});
  BOOST_TEST(fs::is_directory(directory / "x"));
  BOOST_TEST(refuse({put("x", "1")}).cause->code.value() == EISDIR);
}

BOOST_AUTO_TEST_CASE(nothing_is_written_into_a_directory_that_was_moved_away) {
  apply({put("a.json", "[1]")});
  const std::string path = directory.path(), away = path + ".away";
  fs::rename(path, away);
  const auto refusal = refuse({put("a.json", "[2]")});
  fs::rename(away, path);
  BOOST_TEST(refusal.cause->code.value() == ESTALE);
  BOOST_TEST(read("a.json") == "[1]");
  BOOST_TEST(applied_in(store->apply({put("a.json", "[2]")})) != nullptr);
}

BOOST_AUTO_TEST_CASE(a_refusal_for_the_client_names_no_absolute_path) {
  fs::create_directory(directory / "a.json");
  BOOST_TEST(refuse({put("a.json", "[2]")}).message.find(directory.path()) == std::string::npos);
  const std::string path = directory.path(), away = path + ".away";
  fs::rename(path, away);
  const auto moved = refuse({put("b", "1")});
  fs::rename(away, path);
  BOOST_TEST(moved.message.find(path) == std::string::npos);
  files.fail_kind(CallKind::root_metadata, 1, 1, EIO);
  BOOST_TEST((refuse({put("b", "1")}).kind == Refusal::Kind::storage_failed));
}

BOOST_AUTO_TEST_CASE(nothing_temporary_is_left_by_a_busy_life) {
  for (int i = 0; i < 20; ++i)
    apply({put("a.json", std::to_string(i)), put("x/b", std::to_string(i))});
  BOOST_TEST(temporary_files_below(directory.path()).empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::commit
