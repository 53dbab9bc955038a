#include "daemon/document/keyed_hash.hpp"

#include <cstring>
#include <random>

namespace holdfast::document {
namespace {

__extension__ using Product = unsigned __int128;

std::uint64_t random_number() {
  std::random_device device;
  return static_cast<std::uint64_t>(device()) << 32 | device();
}

const std::uint64_t first_key = random_number() | 1;
const std::uint64_t second_key = random_number() | 1;

// Both halves of the product, so that every bit of the words reaches every bit of the sum.
std::uint64_t mixed(std::uint64_t sum, std::uint64_t word) {
  const Product product = static_cast<Product>(sum ^ first_key) * (word ^ second_key);
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

std::uint64_t word_at(std::string_view bytes, std::size_t at) {
  std::uint64_t word;
  std::memcpy(&word, bytes.data() + at, sizeof word);
  return word;
}

}  // namespace

std::uint32_t keyed_hash(std::string_view bytes) {
  std::uint64_t sum = bytes.size();
  const auto size = bytes.size();
  if (size >= sizeof sum) {
    std::size_t at = 0;
    for (; at + sizeof sum < size; at += sizeof sum)
      sum = mixed(sum, word_at(bytes, at));
    // The last word overlaps the one before.
    return static_cast<std::uint32_t>(mixed(sum, word_at(bytes, size - sizeof sum)));
  }
  std::uint64_t word = 0;
  for (const char c : bytes)
    word = word << 8 | static_cast<unsigned char>(c);
  return static_cast<std::uint32_t>(mixed(sum, word));
}

}  // namespace holdfast::document
