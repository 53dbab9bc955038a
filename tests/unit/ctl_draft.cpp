// Goal: a person's text lies where only that person can read it, under the document's name, and goes only
// when told to, never with something an editor left beside it. Method: drafts in a temporary directory.
#include "ipc/ctl/draft.hpp"

#include <sys/stat.h>

#include <boost/test/unit_test.hpp>
#include <cstdlib>

#include "ipc/ctl/report.hpp"
#include "tests/support/temporary_directory.hpp"

namespace holdfast::ctl {
namespace {

namespace fs = std::filesystem;

struct Place {
  Place() {
    ::setenv("TMPDIR", place.path().c_str(), 1);
    ::umask(0);
  }
  ~Place() {
    ::unsetenv("TMPDIR");
    ::umask(0022);
  }
  [[nodiscard]] bool empty() const { return fs::is_empty(place.path()); }

  test::TemporaryDirectory place;
};

unsigned mode_of(const fs::path& path) {
  return static_cast<unsigned>(fs::status(path).permissions());
}

BOOST_FIXTURE_TEST_SUITE(ctl_draft, Place)

BOOST_AUTO_TEST_CASE(it_is_named_like_the_document_and_only_its_owner_can_read_it) {
  const std::string bytes("{}\n\0\xff", 5);
  const Draft draft("network/wifi.json", bytes);
  const fs::path path = draft.path();
  BOOST_TEST(path.filename() == "wifi.json");
  BOOST_TEST(path.parent_path().parent_path() == place.path());
  BOOST_TEST(mode_of(path) == 0600U);
  BOOST_TEST(mode_of(path.parent_path()) == 0700U);
  BOOST_TEST((draft.read() == bytes));
  const auto theirs = draft.lay_beside("theirs");
  BOOST_TEST(theirs == draft.path() + ".theirs");
  BOOST_TEST(mode_of(theirs) == 0600U);
  BOOST_TEST(test::read_file(draft.lay_beside("later")) == "later");
}

BOOST_AUTO_TEST_CASE(it_stays_until_it_is_removed_and_nothing_is_left_then) {
  { const Draft draft("a.json", "typed"); }
  BOOST_TEST(!empty());
  fs::remove_all(*fs::directory_iterator(place.path()));
  const Draft draft("a.json", "typed");
  draft.lay_beside("theirs");
  test::write_file(draft.path() + "~", "an editor's backup");
  BOOST_TEST(draft.present());
  BOOST_TEST(draft.remove());
  BOOST_TEST(!draft.present());
  BOOST_TEST(empty());
}

BOOST_AUTO_TEST_CASE(what_an_editor_left_beside_it_stays) {
  const Draft draft("a.json", "typed");
  const auto swap = fs::path(draft.path()).parent_path() / ".a.json.swp";
  test::write_file(swap, "typed and not saved");
  BOOST_TEST(!draft.remove());
  BOOST_TEST(test::read_file(swap) == "typed and not saved");
}

BOOST_AUTO_TEST_CASE(a_place_that_cannot_be_used_is_passed_over) {
  ::setenv("TMPDIR", (place / "missing").c_str(), 1);
  const Draft draft("a.json", "");
  BOOST_TEST(fs::path(draft.path()).parent_path().parent_path() == fs::path("/var/tmp"));
  BOOST_TEST(draft.remove());
}

BOOST_AUTO_TEST_CASE(a_name_that_makes_no_file_leaves_nothing_behind) {
  for (const auto* document : {"a/..", "a/", "..", "."})
    BOOST_CHECK_THROW(Draft(document, "text"), Stop);
  BOOST_TEST(empty());
}

BOOST_AUTO_TEST_CASE(a_text_that_the_editor_took_away_cannot_be_read) {
  const Draft draft("a.json", "typed");
  fs::remove(draft.path());
  BOOST_CHECK_THROW((void)draft.read(), Stop);
  BOOST_TEST(!draft.present());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::ctl
