// Rows on several operations: each sees what those before it did. The long ones make containers so piecemeal
// that the draft puts them together on the way; their outcome is worked out beside them, on plain vectors.
#include <algorithm>
#include <functional>
#include <vector>

#include "tests/unit/patch_suite.hpp"

namespace holdfast::document {
namespace {

PatchRows short_sequences() {
  return {
      stays("no_operation_at_all", R"({"a":1})", "[]"),
      becomes("add_into_what_was_added", "{}",
              R"([{"op":"add","path":"/a","value":{}},{"op":"add","path":"/a/b","value":[]},
                  {"op":"add","path":"/a/b/-","value":{"c":1}},{"op":"add","path":"/a/b/0/d","value":2}])",
              R"({"a":{"b":[{"c":1,"d":2}]}})"),
      becomes(
          "replace_within_what_was_added", R"({"z":0})",
          R"([{"op":"add","path":"/a","value":{"b":[1,2,3]}},{"op":"replace","path":"/a/b/1","value":9}])",
          R"({"z":0,"a":{"b":[1,9,3]}})"),
      becomes("remove_within_what_was_added", R"({"z":0})",
              R"([{"op":"add","path":"/a","value":{"b":1,"c":2}},{"op":"remove","path":"/a/b"}])",
              R"({"z":0,"a":{"c":2}})"),
      stays("add_and_remove", R"({"a":{"b":1}})",
            R"([{"op":"add","path":"/a/c","value":[1]},{"op":"remove","path":"/a/c"}])"),
      stays("remove_and_add_again", R"({"a":{"b":1},"z":[1,2]})",
            R"([{"op":"remove","path":"/a"},{"op":"add","path":"/a","value":{"b":1}},
                {"op":"remove","path":"/z/1"},{"op":"add","path":"/z/1","value":2}])"),
      stays("move_away_and_back", R"({"a":[1,{"b":2}],"c":{}})",
            R"([{"op":"move","from":"/a/1","path":"/c/x"},{"op":"move","from":"/c/x","path":"/a/1"}])"),
      becomes("exchange_two_members", R"({"a":1,"b":[2]})",
              R"([{"op":"move","from":"/a","path":"/t"},{"op":"move","from":"/b","path":"/a"},
                  {"op":"move","from":"/t","path":"/b"}])",
              R"({"a":[2],"b":1})"),
      becomes("tests_between_the_steps", R"({"n":1})",
              R"([{"op":"test","path":"/n","value":1},{"op":"replace","path":"/n","value":2},
                  {"op":"test","path":"/n","value":2},{"op":"replace","path":"/n","value":3},
                  {"op":"test","path":"","value":{"n":3}}])",
              R"({"n":3})"),
      becomes("add_twice_at_the_same_index", "[0]",
              R"([{"op":"add","path":"/0","value":"a"},{"op":"add","path":"/0","value":"b"}])",
              R"(["b","a",0])"),
      becomes("the_dash_moves_on", "[]",
              R"([{"op":"add","path":"/-","value":1},{"op":"add","path":"/-","value":2},
                  {"op":"add","path":"/2","value":3},{"op":"test","path":"/2","value":3}])",
              "[1,2,3]"),
      becomes("remove_all_from_the_front", "[1,2,3]",
              R"([{"op":"remove","path":"/0"},{"op":"remove","path":"/0"},{"op":"remove","path":"/0"}])",
              "[]"),
      becomes(
          "remove_all_from_the_back_and_add", R"({"a":1,"b":2})",
          R"([{"op":"remove","path":"/b"},{"op":"remove","path":"/a"},{"op":"add","path":"/c","value":3}])",
          R"({"c":3})"),
      becomes("replace_the_root_and_go_on", R"({"a":1})",
              R"([{"op":"replace","path":"","value":{"b":[]}},{"op":"add","path":"/b/-","value":{"a":0}},
                  {"op":"add","path":"/c","value":1}])",
              R"({"b":[{"a":0}],"c":1})"),
      becomes("the_root_becomes_a_scalar_and_a_container_again", R"({"a":1})",
              R"([{"op":"replace","path":"","value":"s"},{"op":"test","path":"","value":"s"},
                  {"op":"add","path":"","value":[]},{"op":"add","path":"/0","value":1}])",
              "[1]"),
      becomes("move_what_was_just_added", R"({"a":[]})",
              R"([{"op":"add","path":"/a/-","value":{"x":[1]}},{"op":"move","from":"/a/0/x","path":"/x"},
                  {"op":"add","path":"/x/0","value":0}])",
              R"({"a":[{}],"x":[0,1]})"),
      becomes("copy_what_was_just_moved", R"({"a":{"b":1},"c":{}})",
              R"([{"op":"move","from":"/a","path":"/c/a"},{"op":"copy","from":"/c/a","path":"/a"},
                  {"op":"remove","path":"/c/a/b"}])",
              R"({"a":{"b":1},"c":{"a":{}}})"),
      becomes("an_index_after_a_removal", R"(["a","b","c","d"])",
              R"([{"op":"remove","path":"/1"},{"op":"replace","path":"/1","value":"x"},
                  {"op":"remove","path":"/2"}])",
              R"(["a","x"])"),
      becomes("replace_what_was_replaced_by_parts", R"({"a":{"b":1,"c":2}})",
              R"([{"op":"replace","path":"/a","value":{"c":3,"d":4}},{"op":"replace","path":"/a/d","value":5},
                  {"op":"replace","path":"/a","value":{"b":1,"c":2}}])",
              R"({"a":{"b":1,"c":2}})"),
      becomes("changes_on_every_level", R"({"a":[{"b":{"c":[0]}}],"z":0})",
              R"([{"op":"add","path":"/a/0/b/c/-","value":1},{"op":"add","path":"/a/0/b/d","value":2},
                  {"op":"add","path":"/a/0/e","value":3},{"op":"add","path":"/a/-","value":4},
                  {"op":"add","path":"/f","value":5},{"op":"remove","path":"/a/0/b/c/0"}])",
              R"({"a":[{"b":{"c":[1],"d":2},"e":3},4],"z":0,"f":5})"),
  };
}

using Numbers = std::vector<int>;

std::string text_of(const Numbers& numbers) {
  std::string text = "[";
  for (const int number : numbers)
    text += (text.size() > 1 ? "," : "") + std::to_string(number);
  return text + "]";
}

Numbers first_numbers(int count) {
  Numbers numbers;
  for (int i = 0; i < count; ++i)
    numbers.push_back(i);
  return numbers;
}

std::string joined(const std::vector<std::string>& operations) {
  std::string text = "[";
  for (const auto& operation : operations)
    text += (text.size() > 1 ? "," : "") + operation;
  return text + "]";
}

std::string add_at(std::size_t index, int number) {
  return R"({"op":"add","path":"/)" + std::to_string(index) + R"(","value":)" + std::to_string(number) + "}";
}

std::string remove_at(std::size_t index) {
  return R"({"op":"remove","path":"/)" + std::to_string(index) + R"("})";
}

// `step` changes the numbers as the operations it returns do.
PatchRow long_row(std::string_view name, int size, int steps,
                  const std::function<std::string(Numbers&, std::size_t)>& step) {
  auto numbers = first_numbers(size);
  const auto document = text_of(numbers);
  std::vector<std::string> operations;
  for (std::size_t i = 0; i < static_cast<std::size_t>(steps); ++i)
    operations.push_back(step(numbers, i));
  return becomes(name, document, joined(operations), text_of(numbers));
}

PatchRows long_sequences() {
  const auto at = [](Numbers& numbers, std::size_t index) {
    return numbers.begin() + static_cast<std::ptrdiff_t>(index);
  };
  const auto append = [](Numbers& numbers, std::size_t i) {
    numbers.push_back(static_cast<int>(i));
    return R"({"op":"add","path":"/-","value":)" + std::to_string(i) + "}";
  };
  const auto prepend = [](Numbers& numbers, std::size_t i) {
    numbers.insert(numbers.begin(), static_cast<int>(i));
    return add_at(0, static_cast<int>(i));
  };
  const auto scatter = [at](Numbers& numbers, std::size_t i) {
    const auto index = i * 7 % (numbers.size() + 1);
    numbers.insert(at(numbers, index), static_cast<int>(i));
    return add_at(index, static_cast<int>(i));
  };
  const auto thin = [at](Numbers& numbers, std::size_t i) {
    const auto index = i % numbers.size();
    numbers.erase(at(numbers, index));
    return remove_at(index);
  };
  const auto rotate = [](Numbers& numbers, std::size_t) {
    std::rotate(numbers.begin(), numbers.begin() + 1, numbers.end());
    return std::string(R"({"op":"move","from":"/0","path":"/-"})");
  };
  const auto change = [](Numbers& numbers, std::size_t i) {
    const auto index = i * 37 % numbers.size();
    numbers[index] = -static_cast<int>(i);
    return R"({"op":"replace","path":"/)" + std::to_string(index) + R"(","value":)" +
           std::to_string(numbers[index]) + "}";
  };
  return {
      long_row("many_added_behind", 2, 150, append),
      long_row("many_added_before", 2, 150, prepend),
      long_row("many_added_all_over", 100, 150, scatter),
      long_row("every_second_of_many_removed", 300, 150, thin),
      long_row("all_of_many_removed", 150, 150, thin),
      long_row("many_rotated", 150, 150, rotate),
      long_row("many_changed", 150, 150, change),
  };
}

PatchRow many_members(std::string_view name, bool changed) {
  std::vector<std::string> operations;
  std::string afterwards;
  for (int i = 0; i < 120; ++i) {
    const auto member = std::to_string(i);
    operations.push_back(R"({"op":"add","path":"/a/m)" + member + R"(","value":{"n":)" + member + "}}");
    if (changed) operations.push_back(R"({"op":"add","path":"/a/m)" + member + R"(/k","value":[]})");
    if (i % 3 == 0) operations.push_back(R"({"op":"remove","path":"/a/m)" + member + R"("})");
    if (i % 3 == 0) continue;
    afterwards += (afterwards.empty() ? "" : ",") + (R"("m)" + member) + R"(":{"n":)" + member +
                  (changed ? R"(,"k":[]})" : "}");
  }
  return becomes(name, R"({"a":{}})", joined(operations), R"({"a":{)" + afterwards + "}}");
}

}  // namespace

PatchRows sequence_patches() {
  auto rows = short_sequences();
  const auto more = long_sequences();
  rows.insert(rows.end(), more.begin(), more.end());
  rows.push_back(many_members("many_members_added", false));
  rows.push_back(many_members("many_members_added_and_changed", true));
  return rows;
}

}  // namespace holdfast::document
