#include "tests/integration/witness.hpp"

#include "ipc/json/parse.hpp"

namespace holdfast::test {
namespace {

// FNV-1a, 64 bit.
std::uint64_t checksum_of(std::string_view bytes) {
  std::uint64_t sum = 14695981039346656037ULL;
  for (const char c : bytes)
    sum = (sum ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  return sum;
}

}  // namespace

std::string Witness::text() const {
  std::string text = "{\n  \"writer\": " + std::to_string(writer) +
                     ",\n  \"sequence\": " + std::to_string(sequence) + ",\n  \"filler\": \"";
  // Another letter for each version, so that a mix of two shows.
  text.append(filler_bytes, static_cast<char>('a' + (writer * 7 + sequence) % 26));
  text += "\",\n  \"checksum\": \"" + std::to_string(checksum_of(text)) + "\"\n}\n";
  return text;
}

std::optional<Witness> Witness::read(std::string_view text) {
  const auto parsed = json::parse(text);
  if (!parsed) return std::nullopt;
  const auto root = parsed->root(text);
  const auto writer = root.find("writer");
  const auto sequence = root.find("sequence");
  const auto filler = root.find("filler");
  if (!writer || !sequence || !filler) return std::nullopt;
  const auto number = [](const json::Value& value) {
    return static_cast<std::uint64_t>(value.integer().value_or(0));
  };
  const Witness witness{number(*writer), number(*sequence), filler->string().size()};
  if (witness.text() != text) return std::nullopt;
  return witness;
}

}  // namespace holdfast::test
