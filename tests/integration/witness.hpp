// A document that can be recognised: who wrote it as which of its writes, and a checksum over all of it, so
// that a reader can tell a whole version from a torn, mixed or foreign one.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace holdfast::test {

struct Witness {
  std::uint64_t writer = 0;
  std::uint64_t sequence = 0;
  std::size_t filler_bytes = 0;  // to make it as large as wanted

  auto operator<=>(const Witness&) const = default;

  /// The document's JSON text.
  [[nodiscard]] std::string text() const;
  /// Nothing if `text` is not, to the last byte, what text() of some witness is.
  [[nodiscard]] static std::optional<Witness> read(std::string_view text);
};

}  // namespace holdfast::test
