// Goal: the simulated disk allows after a crash exactly what POSIX allows, and its file system behaves like
// the kernel's. Method: small histories whose crash states are written down here; random calls on it and on a
// real directory, side by side.
#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <random>
#include <set>

#include "tests/support/crash_file_system.hpp"
#include "tests/support/crash_states.hpp"
#include "tests/support/fixed_clock.hpp"

namespace holdfast::test {
namespace {

using disk::File;
using disk::RenameMode;

// All files with their bytes, one text a state; zero bytes as '0'.
std::set<std::string> states_of(const CrashFileSystem& files, Survival survival = Survival::weak) {
  std::set<std::string> found;
  CrashStates::Options options;
  options.survival = survival;
  CrashStates states(files.disk(), options);
  const bool all = states.each([](const StateHash&) { return true; },
                               [&found](const DurableImage& image) {
                                 std::string text;
                                 image.each([&text](const std::string& path, const DurableImage::Node& node) {
                                   std::string bytes = node.bytes ? node.bytes->text() : "/";
                                   std::replace(bytes.begin(), bytes.end(), '\0', '0');
                                   text += path + "=" + bytes + " ";
                                 });
                                 found.insert(text);
                               });
  BOOST_TEST(all);
  return found;
}

using States = std::set<std::string>;

struct Fixture {
  Fixture() {
    write("a", "old");
    sync("a");
    BOOST_TEST_REQUIRE(files.sync_directory(root).has_value());
  }
  void write(const std::string& name, const std::string& bytes) {
    const auto file = files.create_exclusive(root, name);
    BOOST_TEST_REQUIRE(file.has_value());
    BOOST_TEST_REQUIRE(files.write(*file, bytes).has_value());
  }
  disk::Result<void> sync(const std::string& name) {
    return files.sync_file(files.open_for_reading(root, name).value());
  }
  void rename(const std::string& from, const std::string& to, RenameMode mode = RenameMode::replace) {
    BOOST_TEST_REQUIRE(files.rename(root, from, to, mode).has_value());
  }

  CrashFileSystem files{SimulatedDisk(DurableImage::empty(), 0)};
  File root = files.open_root("").value();
};

BOOST_FIXTURE_TEST_SUITE(crash_model, Fixture)

BOOST_AUTO_TEST_CASE(what_is_synced_is_certain) {
  BOOST_TEST((states_of(files) == States{"a=old "}));
}

BOOST_AUTO_TEST_CASE(without_any_sync_a_replacement_may_leave_anything_but_no_mixture_of_names) {
  write("t", "new");
  rename("t", "a");
  const States expected{"a=old ", "a=old t= ", "a=old t=n ", "a=old t=ne ", "a=old t=new ", "a=old t=000 ",
                        "a= ",    "a=n ",      "a=ne ",      "a=new ",      "a=000 "};
  BOOST_TEST((states_of(files) == expected));
}

BOOST_AUTO_TEST_CASE(a_synced_file_is_whole_under_whichever_name) {
  write("t", "new");
  BOOST_TEST_REQUIRE(sync("t").has_value());
  BOOST_TEST((states_of(files) == States{"a=old ", "a=old t=new "}));
  rename("t", "a");
  BOOST_TEST((states_of(files) == States{"a=old ", "a=old t=new ", "a=new "}));
  BOOST_TEST_REQUIRE(files.sync_directory(root).has_value());
  BOOST_TEST((states_of(files) == States{"a=new "}));
}

BOOST_AUTO_TEST_CASE(names_are_lost_one_by_one_or_in_order) {
  write("b", "");
  write("c", "");
  BOOST_TEST((states_of(files) == States{"a=old ", "a=old b= ", "a=old c= ", "a=old b= c= "}));
  BOOST_TEST((states_of(files, Survival::ordered) == States{"a=old ", "a=old b= ", "a=old b= c= "}));
}

BOOST_AUTO_TEST_CASE(a_removed_name_may_come_back) {
  BOOST_TEST_REQUIRE(files.unlink(root, "a").has_value());
  BOOST_TEST((states_of(files) == States{"a=old ", ""}));
}

BOOST_AUTO_TEST_CASE(a_lost_directory_takes_all_that_is_in_it) {
  BOOST_TEST_REQUIRE(files.make_directory(root, "d", 0755).has_value());
  const auto inner = files.open_directory(root, "d");
  const auto file = files.create_exclusive(*inner, "x");
  BOOST_TEST_REQUIRE(files.sync_directory(*inner).has_value());
  BOOST_TEST((states_of(files) == States{"a=old ", "a=old d=/ d/x= "}));
}

BOOST_AUTO_TEST_CASE(an_overwrite_is_torn_at_sectors) {
  const std::string before(1024, 'o'), after(1024, 'n');
  write("b", before);
  BOOST_TEST_REQUIRE(sync("b").has_value());
  BOOST_TEST_REQUIRE(files.sync_directory(root).has_value());
  const auto file = files.open_in_place(root, "b", false);
  BOOST_TEST_REQUIRE(files.write(*file, after).has_value());
  const auto states = states_of(files);
  const std::string half(512, 'n'), other(512, 'o');
  for (const auto& bytes : {before, after, half + other, other + half})
    BOOST_TEST(states.contains("a=old b=" + bytes + " "));
}

// Two records behind each other, in sectors of their own and in one they share.
BOOST_AUTO_TEST_CASE(writes_that_were_not_synced_come_to_the_disk_in_any_order) {
  write("b", std::string(1536, '.'));
  BOOST_TEST_REQUIRE(sync("b").has_value());
  BOOST_TEST_REQUIRE(files.sync_directory(root).has_value());
  const auto file = files.open_for_writing(root, "b");
  const auto dots = [](std::size_t count) { return std::string(count, '.'); };
  BOOST_TEST_REQUIRE(files.write_at(*file, "1", 0).has_value());
  BOOST_TEST_REQUIRE(files.write_at(*file, "2", 1024).has_value());
  const std::string one = "1" + dots(1535), two = dots(1024) + "2" + dots(511),
                    both = "1" + dots(1023) + "2" + dots(511);
  const auto state = [](const std::string& bytes) { return "a=old b=" + bytes + " "; };
  BOOST_TEST((states_of(files) == States{state(dots(1536)), state(one), state(two), state(both)}));
  BOOST_TEST_REQUIRE(files.sync_data(*file).has_value());
  BOOST_TEST_REQUIRE(files.write_at(*file, "3", 1).has_value());
  BOOST_TEST_REQUIRE(files.write_at(*file, "4", 2).has_value());
  const auto tail = dots(1021) + "2" + dots(511);
  BOOST_TEST((states_of(files) == States{state(both), state("13." + tail), state("134" + tail)}));
}

BOOST_AUTO_TEST_CASE(a_file_whose_size_was_synced_is_written_over_without_any_other_change) {
  write("b", std::string(65536, '\0'));
  BOOST_TEST_REQUIRE(sync("b").has_value());
  BOOST_TEST_REQUIRE(files.sync_directory(root).has_value());
  const auto file = files.open_for_writing(root, "b");
  BOOST_TEST_REQUIRE(files.write_at(*file, std::string(3000, 'r'), 600).has_value());
  CrashStates states(files.disk(), {});
  std::size_t count = 0;
  BOOST_TEST(states.each([](const StateHash&) { return true; },
                         [&count](const DurableImage& image) {
                           ++count;
                           image.each([](const std::string& path, const DurableImage::Node& node) {
                             BOOST_TEST((path == "a" || node.bytes->size() == 65536U));
                           });
                         }));
  BOOST_TEST(count > 10U);
  BOOST_TEST_REQUIRE(files.sync_data(*file).has_value());
  BOOST_TEST(states_of(files).size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_cut_off_end_may_come_back) {
  const auto file = files.open_for_writing(root, "a");
  BOOST_TEST_REQUIRE(files.truncate(*file, 1).has_value());
  BOOST_TEST((states_of(files) == States{"a=old ", "a=o "}));
  BOOST_TEST_REQUIRE(files.write_at(*file, "N", 0).has_value());
  BOOST_TEST((states_of(files) == States{"a=old ", "a=o ", "a=N ", "a=Nld "}));
}

BOOST_AUTO_TEST_CASE(a_sync_of_data_leaves_the_look_uncertain) {
  const auto file = files.open_for_writing(root, "a");
  BOOST_TEST_REQUIRE(files.write_at(*file, "new", 0).has_value());
  BOOST_TEST_REQUIRE(files.set_mode(*file, 0640).has_value());
  BOOST_TEST_REQUIRE(files.sync_data(*file).has_value());
  BOOST_TEST((states_of(files) == States{"a=new "}));
  const auto& node = files.disk().node(files.metadata(*file)->identity.inode);
  BOOST_TEST(node.history.possible_looks().size() == 2U);
  BOOST_TEST_REQUIRE(files.sync_file(*file).has_value());
  BOOST_TEST(node.history.possible_looks().size() == 1U);
}

BOOST_AUTO_TEST_CASE(what_could_not_be_written_is_gone_from_a_cache_that_was_dropped) {
  const auto file = files.open_for_writing(root, "a");
  BOOST_TEST_REQUIRE(files.write_at(*file, "new", 0).has_value());
  files.fail_syncs(1, 1, CrashFileSystem::SyncFault::error);
  BOOST_TEST(!files.sync_data(*file).has_value());
  std::string bytes(3, '?');
  BOOST_TEST_REQUIRE(files.read(*file, bytes, 0).has_value());
  BOOST_TEST(bytes == "new");
  BOOST_TEST_REQUIRE(files.drop_cached(*file).has_value());
  BOOST_TEST_REQUIRE(files.read(*file, bytes, 0).has_value());
  BOOST_TEST(bytes == "old");
  BOOST_TEST((states_of(files) == States{"a=old "}));
}

BOOST_AUTO_TEST_CASE(a_look_is_any_that_the_file_had_since_its_sync) {
  const auto file = files.open_for_reading(root, "a");
  BOOST_TEST_REQUIRE(files.set_mode(*file, 0640).has_value());
  BOOST_TEST_REQUIRE(files.set_owner(*file, 7, 7).has_value());
  std::set<std::pair<mode_t, uid_t>> looks;
  CrashStates states(files.disk(), {});
  (void)states.each([](const StateHash&) { return true; },
                    [&looks](const DurableImage& image) {
                      image.each([&looks](const std::string&, const DurableImage::Node& node) {
                        looks.emplace(node.looks->appearance.mode, node.looks->appearance.uid);
                      });
                    });
  BOOST_TEST(looks.size() == 3U);
  BOOST_TEST(looks.contains({0640, 7}));
}

BOOST_AUTO_TEST_CASE(what_a_failed_sync_should_have_written_stays_uncertain_for_ever) {
  write("t", "new");
  files.fail_syncs(1, 1, CrashFileSystem::SyncFault::error);
  BOOST_TEST(!sync("t").has_value());
  BOOST_TEST(sync("t").has_value());
  BOOST_TEST(states_of(files).contains("a=old t= "));
  rename("t", "a");
  files.fail_syncs(1, 1, CrashFileSystem::SyncFault::error);
  BOOST_TEST(!files.sync_directory(root).has_value());
  BOOST_TEST(files.sync_directory(root).has_value());
  BOOST_TEST(states_of(files).contains("a=old "));
}

BOOST_AUTO_TEST_CASE(a_directory_that_lies_makes_later_syncs_of_files_fail) {
  write("t", "new");
  BOOST_TEST_REQUIRE(sync("t").has_value());
  rename("t", "a");
  files.fail_syncs(1, 1, CrashFileSystem::SyncFault::lie);
  BOOST_TEST(files.sync_directory(root).has_value());
  BOOST_TEST(states_of(files).contains("a=old "));
  BOOST_TEST(!sync("a").has_value());
  BOOST_TEST(files.sync_directory(root).has_value());
}

BOOST_AUTO_TEST_CASE(where_a_rename_is_link_and_unlink_both_names_may_be_there) {
  files.rename_by_link();
  write("t", "");
  rename("t", "b", RenameMode::no_replace);
  BOOST_TEST((states_of(files) == States{"a=old ", "a=old t= ", "a=old b= ", "a=old b= t= "}));
}

BOOST_AUTO_TEST_CASE(pages_behave_like_one_text_and_its_hash_tells_nothing_of_how_it_was_made) {
  std::mt19937_64 random(5);
  const auto draw = [&random](std::size_t below) { return static_cast<std::size_t>(random() % below); };
  auto blob = make_blob("");
  std::string text;
  for (int i = 0; i < 1000; ++i) {
    const std::size_t at = draw(20000), length = draw(3) == 0 ? draw(9000) : draw(20);
    if (draw(4) == 0) {
      blob = blob->resized(at);
      text.resize(at, '\0');
    } else {
      const std::string bytes(length, draw(2) == 0 ? '\0' : 'x');
      if (text.size() < at + length) text.resize(at + length, '\0');
      text.replace(at, length, bytes);
      blob = draw(2) == 0 ? blob->with(at, bytes)
                          : blob->with_part_of(*make_blob(std::string(at, 'y') + bytes), at, at + length);
    }
    BOOST_TEST_REQUIRE(blob->holds(text));
    BOOST_TEST_REQUIRE(blob->hash() == make_blob(text)->hash());
  }
}

BOOST_AUTO_TEST_CASE(a_disk_begins_anew_with_any_state_and_no_inode_number_comes_twice) {
  write("t", "new");
  CrashStates states(files.disk(), {});
  (void)states.each([](const StateHash&) { return true; },
                    [](const DurableImage& image) {
                      CrashFileSystem next(SimulatedDisk(image, 1));
                      BOOST_TEST(next.disk().live_image().text() == image.text());
                      BOOST_TEST((next.disk().live_image().hash == image.hash));
                      const auto file = next.create_exclusive(next.open_root("").value(), "u");
                      BOOST_TEST(!image.nodes.contains(next.metadata(*file)->identity.inode));
                    });
}

BOOST_AUTO_TEST_CASE(a_stopped_clock_stands) {
  stop_the_clock();
  const auto then = std::chrono::system_clock::now();
  const auto ticking = std::chrono::steady_clock::now();
  while (std::chrono::steady_clock::now() - ticking < std::chrono::milliseconds(2)) {
  }
  BOOST_TEST((std::chrono::system_clock::now() == then));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::test
