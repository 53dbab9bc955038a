// Goal: a new version looks like the one it replaces, is nobody else's while it is written, and never removes
// what it has become (RELIABILITY.md 2.0, 2.1). Method: staging on the real file system, looked at from
// outside.
#include "daemon/disk/staged_file.hpp"

#include <boost/test/unit_test.hpp>
#include <cerrno>

#include "daemon/disk/document_file.hpp"
#include "daemon/disk/temporary_name.hpp"
#include "tests/unit/disk_support.hpp"

namespace holdfast::disk {
namespace {

using namespace holdfast::test;
namespace fs = std::filesystem;

struct Fixture : DiskFixture {
  StagedFile create(const std::string& leaf) {
    auto staged = StagedFile::create(files, root, leaf);
    BOOST_TEST_REQUIRE(staged.has_value(), staged.error().text());
    return std::move(*staged);
  }
  // What the file at `leaf` looks like, to be kept.
  Appearance appearance(const std::string& leaf) {
    const auto found = read_document(files, root, leaf, 1000);
    BOOST_TEST_REQUIRE(found.has_value(), found.error().text());
    auto appearance = appearance_of(files, found->file, found->metadata);
    BOOST_TEST_REQUIRE(appearance.has_value());
    return std::move(*appearance);
  }
  // Replaces the file, as a commit would. Returns what could not be kept.
  std::vector<std::string> replace(const std::string& leaf, const std::string& bytes) {
    auto staged = create(leaf);
    const auto filled = staged.fill(bytes, appearance(leaf));
    BOOST_TEST_REQUIRE(filled.has_value(), filled.error().text());
    BOOST_TEST_REQUIRE(staged.sync().has_value());
    BOOST_TEST_REQUIRE(staged.publish(RenameMode::replace).has_value());
    return staged.not_kept();
  }
  [[nodiscard]] fs::path path(const std::string& leaf) const { return directory / leaf; }
};

BOOST_FIXTURE_TEST_SUITE(disk_staged_file, Fixture)

BOOST_AUTO_TEST_CASE(nobody_else_can_read_it_before_its_mode_is_set) {
  ::umask(0);
  const auto staged = create("a.json");
  BOOST_TEST(mode_of(path(staged.temporary_name())) == 0600U);
  ::umask(022);
}

BOOST_AUTO_TEST_CASE(no_byte_is_written_under_another_mode_than_0600) {
  write_file(path("a.json"), "old");
  fs::permissions(path("a.json"), fs::perms(0644));
  files.on_call([this](const Call& call) {
    if (call.kind != CallKind::write) return;
    for (const auto& name : temporary_files_below(directory.path()))
      BOOST_TEST(mode_of(path(name)) == 0600U);
  });
  replace("a.json", "new");
}

BOOST_AUTO_TEST_CASE(the_mode_of_the_replaced_file_is_kept) {
  for (const mode_t mode : {0640U, 0444U, 0600U, 0666U, 0755U, 0000U}) {
    write_file(path("a.json"), "old");
    fs::permissions(path("a.json"), fs::perms(mode));
    if (mode == 0000 && !is_root("a file without read permission")) continue;
    BOOST_TEST(replace("a.json", "new").empty());
    BOOST_TEST(mode_of(path("a.json")) == mode);
    BOOST_TEST(read_file(path("a.json")) == "new");
    fs::remove(path("a.json"));
  }
}

BOOST_AUTO_TEST_CASE(a_new_file_gets_the_mode_asked_for_whatever_the_umask) {
  ::umask(0777);
  auto staged = create("a.json");
  Appearance wanted;
  wanted.mode = 0664;
  BOOST_TEST(staged.fill("{}", wanted).has_value());
  BOOST_TEST(staged.publish(RenameMode::no_replace).has_value());
  ::umask(022);
  BOOST_TEST(mode_of(path("a.json")) == 0664U);
}

BOOST_AUTO_TEST_CASE(extended_attributes_are_kept) {
  write_file(path("a.json"), "old");
  if (!set_xattr(path("a.json"), "user.note", std::string("with\0nul", 8))) return;
  set_xattr(path("a.json"), "user.empty", "");
  BOOST_TEST(replace("a.json", "new").empty());
  BOOST_TEST((xattr_of(path("a.json"), "user.note") == std::string("with\0nul", 8)));
  BOOST_TEST((xattr_of(path("a.json"), "user.empty") == std::string()));
}

BOOST_AUTO_TEST_CASE(an_access_control_list_is_kept_with_its_mask) {
  write_file(path("a.json"), "old");
  if (!set_xattr(path("a.json"), access_acl, acl_for_one_more_user())) return;
  const auto before = mode_of(path("a.json"));
  BOOST_TEST(replace("a.json", "new").empty());
  BOOST_TEST((xattr_of(path("a.json"), access_acl) == acl_for_one_more_user()));
  BOOST_TEST(mode_of(path("a.json")) == before);
}

BOOST_AUTO_TEST_CASE(a_list_inherited_from_the_directory_is_dropped_when_the_replaced_file_had_none) {
  write_file(path("a.json"), "old");
  fs::permissions(path("a.json"), fs::perms(0640));
  if (!set_xattr(directory.path(), default_acl, acl_for_one_more_user())) return;
  BOOST_TEST(replace("a.json", "new").empty());
  BOOST_TEST(!xattr_of(path("a.json"), access_acl).has_value());
  BOOST_TEST(mode_of(path("a.json")) == 0640U);
}

BOOST_AUTO_TEST_CASE(owner_and_group_are_kept_by_root) {
  if (!is_root("keeping an owner")) return;
  write_file(path("a.json"), "old");
  BOOST_TEST_REQUIRE(::chown(path("a.json").c_str(), 1234, 4321) == 0);
  BOOST_TEST(replace("a.json", "new").empty());
  BOOST_TEST(stat_of(path("a.json")).st_uid == 1234U);
  BOOST_TEST(stat_of(path("a.json")).st_gid == 4321U);
}

BOOST_AUTO_TEST_CASE(an_owner_that_may_not_be_kept_is_told_and_is_no_failure) {
  write_file(path("a.json"), "old");
  auto wanted = appearance("a.json");
  wanted.uid = 1234;
  wanted.gid = 4321;
  for (const int refused : {EPERM, EINVAL, EOPNOTSUPP}) {
    files.heal();
    files.fail_kind(CallKind::set_owner, 1, 1, refused);
    auto staged = create("a.json");
    BOOST_TEST(staged.fill("new", wanted).has_value());
    BOOST_TEST_REQUIRE(staged.not_kept().size() == 1U);
    BOOST_TEST(staged.not_kept()[0] == "owner 1234:4321");
  }
}

BOOST_AUTO_TEST_CASE(an_attribute_that_may_not_be_kept_is_told_and_is_no_failure) {
  write_file(path("a.json"), "old");
  auto wanted = appearance("a.json");
  wanted.attributes.push_back({"user.note", "x"});
  for (const int refused : {EPERM, EACCES, EOPNOTSUPP}) {
    files.heal();
    files.fail_kind(CallKind::set_attribute, 1, 1, refused);
    auto staged = create("a.json");
    BOOST_TEST(staged.fill("new", wanted).has_value());
    BOOST_TEST_REQUIRE(staged.not_kept().size() == 1U);
    BOOST_TEST(staged.not_kept()[0] == "attribute user.note");
  }
}

BOOST_AUTO_TEST_CASE(any_other_failure_to_keep_something_is_a_failure) {
  write_file(path("a.json"), "old");
  auto wanted = appearance("a.json");
  wanted.attributes.push_back({"user.note", "x"});
  files.fail_kind(CallKind::set_attribute, 1, 1, ENOSPC);
  auto staged = create("a.json");
  const auto filled = staged.fill("new", wanted);
  BOOST_TEST_REQUIRE(!filled.has_value());
  BOOST_TEST(filled.error().code.value() == ENOSPC);
  BOOST_TEST(filled.error().doing.find(staged.temporary_name()) != std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_is_not_published_is_removed) {
  std::string name;
  {
    const auto staged = create("a.json");
    name = staged.temporary_name();
    BOOST_TEST(fs::exists(path(name)));
  }
  BOOST_TEST(!fs::exists(path(name)));
}

BOOST_AUTO_TEST_CASE(discarding_what_was_published_removes_nothing) {
  write_file(path("a.json"), "old");
  std::string name;
  {
    auto staged = create("a.json");
    name = staged.temporary_name();
    BOOST_TEST_REQUIRE(staged.fill("new", appearance("a.json")).has_value());
    BOOST_TEST_REQUIRE(staged.publish(RenameMode::replace).has_value());
    // The name may exist anew by then, and is not ours any more.
    write_file(path(name), "somebody else's");
    BOOST_TEST(staged.discard().has_value());
  }
  BOOST_TEST(read_file(path("a.json")) == "new");
  BOOST_TEST(read_file(path(name)) == "somebody else's");
}

BOOST_AUTO_TEST_CASE(what_is_left_for_recovery_stays) {
  std::string name;
  {
    auto staged = create("a.json");
    name = staged.temporary_name();
    staged.leave();
  }
  BOOST_TEST(fs::exists(path(name)));
}

BOOST_AUTO_TEST_CASE(whatever_was_made_before_under_the_temporary_name_is_stepped_over_and_kept) {
  const TemporaryDirectory elsewhere;
  write_file(elsewhere / "target", "theirs");
  const std::vector<std::function<void(const fs::path&)>> traps{
      [](const fs::path& trap) { write_file(trap, "theirs"); },
      [&](const fs::path& trap) { fs::create_symlink(elsewhere / "target", trap); },
      [](const fs::path& trap) { fs::create_symlink("nowhere", trap); },
      [](const fs::path& trap) { fs::create_directory(trap); },
      [](const fs::path& trap) { BOOST_TEST_REQUIRE(::mkfifo(trap.c_str(), 0600) == 0); },
  };
  std::uint64_t number = 0;
  for (const auto& make_trap : traps) {
    make_trap(path(make_temporary_name("a.json", number)));
    files.draw_from([&number] { return number++; });
    auto staged = create("a.json");
    BOOST_TEST(staged.temporary_name() == make_temporary_name("a.json", number - 1));
    BOOST_TEST(staged.fill("ours", {}).has_value());
    BOOST_TEST(fs::exists(fs::symlink_status(path(make_temporary_name("a.json", number - 2)))));
  }
  BOOST_TEST(read_file(path(make_temporary_name("a.json", 0))) == "theirs");
  BOOST_TEST(read_file(elsewhere / "target") == "theirs");
  BOOST_TEST(!fs::exists(path("nowhere")));
}

BOOST_AUTO_TEST_CASE(a_moved_from_one_removes_nothing) {
  auto first = create("a.json");
  const std::string name = first.temporary_name();
  {
    const StagedFile second(std::move(first));
    BOOST_TEST(second.temporary_name() == name);
  }
  BOOST_TEST(!fs::exists(path(name)));
  write_file(path(name), "x");
  BOOST_TEST(first.discard().has_value());
  BOOST_TEST(fs::exists(path(name)));
}

BOOST_AUTO_TEST_CASE(a_new_document_does_not_replace_one_that_appeared_meanwhile) {
  auto staged = create("a.json");
  BOOST_TEST_REQUIRE(staged.fill("new", {}).has_value());
  write_file(path("a.json"), "by hand");
  const auto published = staged.publish(RenameMode::no_replace);
  BOOST_TEST_REQUIRE(!published.has_value());
  BOOST_TEST(published.error().code.value() == EEXIST);
  BOOST_TEST(read_file(path("a.json")) == "by hand");
}

BOOST_AUTO_TEST_CASE(an_empty_file_and_a_large_one_are_written_whole) {
  for (const std::size_t size :
       {std::size_t{0}, std::size_t{1}, std::size_t{256 * 1024}, std::size_t{1'000'001}}) {
    auto staged = create("a.bin");
    BOOST_TEST(staged.fill(std::string(size, 'x'), {}).has_value());
    BOOST_TEST(fs::file_size(path(staged.temporary_name())) == size);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::disk
