#include "daemon/document/fingerprints.hpp"

#include <cstring>
#include <random>
#include <string_view>

#include "ipc/json/string.hpp"

namespace holdfast::document {
namespace {

using json::Kind;
using json::Value;

std::uint64_t random_number() {
  std::random_device device;
  return static_cast<std::uint64_t>(device()) << 32 | device();
}

// Mixing by a secret odd factor, as multiplicative hashing does.
std::uint64_t mixed(std::uint64_t sum, std::uint64_t word) {
  static const std::uint64_t key = random_number() | 1;
  sum = (sum ^ word) * key;
  return sum ^ sum >> 29;
}

std::uint64_t print_of(std::string_view bytes, std::uint64_t kind) {
  std::uint64_t sum = mixed(kind, bytes.size());
  while (bytes.size() >= sizeof sum) {
    std::uint64_t word;
    std::memcpy(&word, bytes.data(), sizeof word);
    sum = mixed(sum, word);
    bytes.remove_prefix(sizeof word);
  }
  std::uint64_t rest = 0;
  if (!bytes.empty()) std::memcpy(&rest, bytes.data(), bytes.size());
  return mixed(mixed(sum, rest), sum >> 7);
}

std::uint64_t print_of_name(const Value& member) {
  const auto token = json::string_token(member.text().substr(member.node().key));
  const auto characters = token.substr(1, token.size() - 2);
  if (characters.find('\\') == std::string_view::npos) return print_of(characters, 1);
  return print_of(json::decode_string(token), 1);
}

}  // namespace

Fingerprints::Fingerprints(const Value& root)
    : first_(root.index()), prints_(root.node().next - root.index()) {
  // Children stand behind their container, so from the last node on each child is known before its container.
  for (auto index = root.node().next; index-- > first_;) {
    const Value value = root.at(index);
    auto& print = prints_[index - first_];
    if (value.is(Kind::object)) {
      std::uint64_t sum = 0;  // members in any order
      for (const Value member : value)
        sum += mixed(print_of_name(member), of(member));
      print = mixed(2, sum);
    } else if (value.is(Kind::array)) {
      print = 3;
      for (const Value element : value)
        print = mixed(print, of(element));
    } else {
      print = print_of(value.raw(), 4);
    }
  }
}

}  // namespace holdfast::document
