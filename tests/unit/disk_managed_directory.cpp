// Goal: one daemon a directory; documents are found, directories made durably, and only our own temporary
// files swept (RELIABILITY.md 2.0, 3.3 cases 30, 31, 36, 37, 75). Method: real directories with traps in
// them.
#include "daemon/disk/managed_directory.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cerrno>

#include "tests/support/test_store.hpp"
#include "tests/unit/disk_support.hpp"

namespace holdfast::disk {
namespace {

using namespace holdfast::test;
namespace fs = std::filesystem;

const std::string stale = ".a.json.0123456789abcdef.tmp";

// What the kernel says depends on where in the path the link stands.
bool is_refused_link(const Failure& failure) {
  return failure.code.value() == ELOOP || failure.code.value() == ENOTDIR;
}

struct Fixture : DiskFixture {
  std::vector<std::string> found() {
    std::vector<std::string> names;
    const auto documents = managed.find_documents();
    BOOST_TEST_REQUIRE(documents.has_value(), documents.error().text());
    for (const auto& document : *documents)
      names.push_back(document.text());
    std::sort(names.begin(), names.end());
    return names;
  }
  std::size_t sweep() {
    const auto swept = managed.sweep([this](const Failure& failure) { reported.push_back(failure); });
    BOOST_TEST_REQUIRE(swept.has_value());
    return *swept;
  }
  std::vector<Failure> reported;
};

BOOST_FIXTURE_TEST_SUITE(disk_managed_directory, Fixture)

BOOST_AUTO_TEST_CASE(a_second_daemon_is_locked_out_until_the_first_is_gone) {
  const auto second = ManagedDirectory::open(files, directory.path());
  BOOST_TEST_REQUIRE(!second.has_value());
  BOOST_TEST(second.error().code.value() == EWOULDBLOCK);
  { const ManagedDirectory gone = std::move(managed); }
  BOOST_TEST(ManagedDirectory::open(files, directory.path()).has_value());
}

BOOST_AUTO_TEST_CASE(our_own_directory_is_nobody_elses) {
  BOOST_TEST(mode_of(directory / ".holdfast") == 0700U);
  BOOST_TEST(mode_of(directory / ".holdfast/lock") == 0600U);
}

BOOST_AUTO_TEST_CASE(a_link_in_place_of_our_own_directory_is_not_followed) {
  const TemporaryDirectory other, elsewhere;
  fs::create_directory_symlink(elsewhere.path(), other / ".holdfast");
  const auto opened = ManagedDirectory::open(files, other.path());
  BOOST_TEST_REQUIRE(!opened.has_value());
  BOOST_TEST(is_refused_link(opened.error()));
  BOOST_TEST(fs::is_empty(elsewhere.path()));
}

BOOST_AUTO_TEST_CASE(a_directory_that_is_missing_or_a_file_is_not_opened) {
  write_file(directory / "file", "x");
  BOOST_TEST(ManagedDirectory::open(files, directory / "missing").error().code.value() == ENOENT);
  BOOST_TEST(ManagedDirectory::open(files, directory / "file").error().code.value() == ENOTDIR);
}

BOOST_AUTO_TEST_CASE(documents_are_regular_files_whose_names_fit) {
  for (const std::string document : {"a.json", "b", "x/c.json", "x/y/d", "1/2/3/4/5/6/7/e"})
    write_file(directory / document, "{}");
  for (const std::string other : {".hidden", "x/.git/config", "a b", "a.json.tmp", "a.conflict-3", ".x/y",
                                  "1/2/3/4/5/6/7/8/too-deep", stale.c_str()})
    write_file(directory / other, "{}");
  fs::create_symlink("a.json", directory / "link.json");
  fs::create_directory_symlink("x", directory / "linked");
  BOOST_TEST_REQUIRE(::mkfifo((directory / "fifo").c_str(), 0600) == 0);
  const std::vector<std::string> expected{"1/2/3/4/5/6/7/e", "a.json", "b", "x/c.json", "x/y/d"};
  BOOST_TEST(found() == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_failure_to_open_a_directory_does_not_make_its_documents_look_absent) {
  write_file(directory / "x/a.json", "{}");
  for (const int error : {EIO, EMFILE, ENFILE, ENOMEM}) {
    files.heal();
    files.fail_kind(CallKind::open_directory, 1, 1, error);
    const auto documents = managed.find_documents();
    BOOST_TEST_REQUIRE(!documents.has_value());
    BOOST_TEST(documents.error().code.value() == error);
  }
}

BOOST_AUTO_TEST_CASE(a_directory_that_is_not_ours_to_read_or_mounted_over_is_left_alone) {
  write_file(directory / "a.json", "{}");
  write_file(directory / "x/b.json", "{}");
  for (const int error : {EACCES, EXDEV, ENOENT, ELOOP}) {
    files.heal();
    files.fail_kind(CallKind::open_directory, 1, 1, error);
    BOOST_TEST(found() == std::vector<std::string>{"a.json"}, boost::test_tools::per_element());
  }
}

BOOST_AUTO_TEST_CASE(parents_are_made_and_each_is_synced_before_the_next) {
  BOOST_TEST(managed.make_parent(test::name("one/two/three/a.json")).has_value());
  BOOST_TEST(fs::is_directory(directory / "one/two/three"));
  BOOST_TEST(mode_of(directory / "one/two") == 0755U);
  std::vector<CallKind> order;
  for (const auto& call : files.calls()) {
    if (call.kind == CallKind::make_directory || call.kind == CallKind::sync_directory)
      order.push_back(call.kind);
  }
  const std::vector<CallKind> expected{CallKind::make_directory, CallKind::sync_directory,
                                       CallKind::make_directory, CallKind::sync_directory,
                                       CallKind::make_directory, CallKind::sync_directory};
  BOOST_TEST((order == expected));
}

BOOST_AUTO_TEST_CASE(a_parent_whose_sync_failed_is_synced_the_next_time_though_it_exists) {
  files.fail_kind(CallKind::sync_directory, 1, 1, EIO);
  BOOST_TEST(!managed.make_parent(test::name("one/a.json")).has_value());
  BOOST_TEST(fs::is_directory(directory / "one"));
  files.forget_calls();
  BOOST_TEST(managed.make_parent(test::name("one/a.json")).has_value());
  BOOST_TEST(std::count_if(files.calls().begin(), files.calls().end(),
                           [](const Call& call) { return call.kind == CallKind::sync_directory; }) == 1);
}

BOOST_AUTO_TEST_CASE(the_umask_does_not_narrow_a_new_directory) {
  ::umask(077);
  BOOST_TEST(managed.make_parent(test::name("one/a.json")).has_value());
  ::umask(022);
  BOOST_TEST(mode_of(directory / "one") == 0755U);
}

BOOST_AUTO_TEST_CASE(no_link_on_the_way_to_a_document_is_followed) {
  const TemporaryDirectory elsewhere;
  fs::create_directory(elsewhere / "inner");
  fs::create_directory_symlink(elsewhere.path(), directory / "out");
  fs::create_directory_symlink(".", directory / "self");
  for (const std::string document : {"out/a.json", "out/inner/a.json", "self/a.json", "out/new/a.json"}) {
    const auto opened = managed.open_parent(name(document));
    BOOST_TEST_REQUIRE(!opened.has_value(), document);
    const auto made = managed.make_parent(name(document));
    BOOST_TEST_REQUIRE(!made.has_value(), document);
    BOOST_TEST(is_refused_link(made.error()));
  }
  BOOST_TEST(!fs::exists(elsewhere / "new"));
}

BOOST_AUTO_TEST_CASE(only_our_own_stale_temporary_files_are_swept) {
  for (const std::string ours : {stale.c_str(), "x/.b.json.00000000000000ff.tmp",
                                 ".holdfast/journal/.0000000000000002.0123456789abcdef.tmp"})
    write_file(directory / ours, "half");
  const std::vector<std::string> others{"a.json",     ".a.json.swp", ".a.json.0123.tmp",
                                        "a.json.tmp", "x/y.tmp",     ".hidden/.a.json.0123456789abcdef.tmp"};
  for (const auto& other : others)
    write_file(directory / other, "theirs");
  BOOST_TEST(sweep() == 3U);
  BOOST_TEST(reported.empty());
  for (const auto& other : others)
    BOOST_TEST(read_file(directory / other) == "theirs");
  BOOST_TEST(fs::exists(directory / ".holdfast/lock"));
}

BOOST_AUTO_TEST_CASE(a_link_a_directory_and_a_fifo_under_a_temporary_name_are_left) {
  write_file(directory / "a.json", "{}");
  fs::create_symlink("a.json", directory / stale);
  fs::create_directory(directory / ".b.0123456789abcdef.tmp");
  BOOST_TEST_REQUIRE(::mkfifo((directory / ".c.0123456789abcdef.tmp").c_str(), 0600) == 0);
  BOOST_TEST(sweep() == 0U);
  BOOST_TEST(fs::is_symlink(directory / stale));
}

BOOST_AUTO_TEST_CASE(a_temporary_file_with_a_second_name_is_left) {
  write_file(directory / "a.json", "{}");
  fs::create_hard_link(directory / "a.json", directory / stale);
  BOOST_TEST(sweep() == 0U);
  BOOST_TEST(fs::exists(directory / stale));
}

BOOST_AUTO_TEST_CASE(a_temporary_file_of_another_owner_is_swept_only_if_its_target_is_theirs_too) {
  if (!is_root("files of other owners")) return;
  write_file(directory / stale, "half");
  BOOST_TEST_REQUIRE(::chown((directory / stale).c_str(), 1234, 1234) == 0);
  BOOST_TEST(sweep() == 0U);
  write_file(directory / "a.json", "{}");
  BOOST_TEST(sweep() == 0U);
  // Killed after the owner of the file to be replaced was given to the new version.
  BOOST_TEST_REQUIRE(::chown((directory / "a.json").c_str(), 1234, 1234) == 0);
  BOOST_TEST(sweep() == 1U);
}

BOOST_AUTO_TEST_CASE(a_linked_directory_is_not_swept) {
  const TemporaryDirectory elsewhere;
  write_file(elsewhere / stale, "theirs");
  fs::create_directory_symlink(elsewhere.path(), directory / "linked");
  BOOST_TEST(sweep() == 0U);
  BOOST_TEST(fs::exists(elsewhere / stale));
}

BOOST_AUTO_TEST_CASE(what_cannot_be_swept_is_reported_and_left) {
  write_file(directory / stale, "half");
  files.fail_kind(CallKind::unlink, 1, 1, EROFS);
  BOOST_TEST(sweep() == 0U);
  BOOST_TEST_REQUIRE(reported.size() == 1U);
  BOOST_TEST(reported[0].code.value() == EROFS);
}

BOOST_AUTO_TEST_CASE(a_directory_that_was_moved_away_is_noticed) {
  BOOST_TEST(managed.check_in_place().has_value());
  const std::string path = directory.path(), away = path + ".away";
  fs::rename(path, away);
  BOOST_TEST(managed.check_in_place().error().code.value() == ESTALE);
  fs::create_directory(path);
  BOOST_TEST(managed.check_in_place().error().code.value() == ESTALE);
  fs::remove(path);
  fs::create_directory_symlink(away, path);  // leads to it all the same
  BOOST_TEST(managed.check_in_place().has_value());
  fs::remove(path);
  fs::rename(away, path);
}

BOOST_AUTO_TEST_CASE(a_failure_to_look_is_not_taken_for_a_moved_directory) {
  files.fail_kind(CallKind::root_metadata, 1, 1, EIO);
  BOOST_TEST(managed.check_in_place().error().code.value() == EIO);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::disk
