// Goal: a way that was cut short is a right one, and the next search goes on from its end; the steps are
// bounded. Method: random lists of few different numbers, walked with distances far too small for them.
#include "ipc/text/edit_path.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/unit/text_support.hpp"

namespace holdfast::text {
namespace {

constexpr std::size_t plenty = 1'000'000;

using List = std::vector<std::uint32_t>;

List random_list(test::RandomTexts& random) {
  List list(random.below(13));
  for (auto& number : list)
    number = static_cast<std::uint32_t>(random.below(4));
  return list;
}

struct Place {
  std::size_t old_at = 0;
  std::size_t new_at = 0;
};

// Walks from a place, as the header says; throws where a move goes past an end.
Place walked(const EditPath& path, const List& old_list, const List& new_list, Place place) {
  const auto pass_equal = [&] {
    while (place.old_at < old_list.size() && place.new_at < new_list.size() &&
           old_list[place.old_at] == new_list[place.new_at]) {
      ++place.old_at;
      ++place.new_at;
    }
  };
  for (const auto move : path.moves()) {
    pass_equal();
    ++(move == EditPath::Move::deletion ? place.old_at : place.new_at);
    if (place.old_at > old_list.size() || place.new_at > new_list.size())
      throw std::out_of_range("a move past the end");
  }
  pass_equal();
  return place;
}

EditPath::Numbers rest(const List& list, std::size_t at) {
  return EditPath::Numbers(list).subspan(at);
}

BOOST_AUTO_TEST_SUITE(text_edit_path)

BOOST_AUTO_TEST_CASE(ways_cut_short_lead_to_the_ends_one_after_the_other) {
  test::RandomTexts random(test::new_seed());
  for (std::size_t left = test::scaled(40'000); left > 0; --left) {
    const List old_list = random_list(random);
    const List new_list = random_list(random);
    const std::size_t distance_max = 1 + random.below(6);
    EditPath path(distance_max, plenty);
    Place place;
    for (bool at_ends = false; !at_ends;) {
      BOOST_TEST_REQUIRE(path.search(rest(old_list, place.old_at), rest(new_list, place.new_at)));
      place = walked(path, old_list, new_list, place);
      at_ends = place.old_at == old_list.size() && place.new_at == new_list.size();
      const std::size_t moves = path.moves().size();
      BOOST_TEST_REQUIRE((at_ends ? moves <= distance_max : moves == distance_max));
    }
  }
}

BOOST_AUTO_TEST_CASE(a_way_cut_short_ends_at_the_furthest_point) {
  const List old_list{0, 1, 2, 3, 4, 5, 6};
  const List new_list{0, 20, 21, 22, 1, 2, 23};
  EditPath path(3, plenty);
  BOOST_TEST_REQUIRE(path.search(old_list, new_list));
  // Three deletions would pass one old number more, but three new ones less.
  const Place place = walked(path, old_list, new_list, {});
  BOOST_TEST(place.old_at == 3U);
  BOOST_TEST(place.new_at == 6U);
}

BOOST_AUTO_TEST_CASE(the_steps_of_all_searches_are_bounded) {
  const List equal(100, 1);
  EditPath path(10, 250);
  BOOST_TEST(path.search(equal, equal));
  BOOST_TEST(path.search(equal, equal));
  BOOST_TEST(!path.search(equal, equal));
  BOOST_TEST(path.moves().empty());
  BOOST_TEST(!path.search(List{1}, List{2}));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::text
