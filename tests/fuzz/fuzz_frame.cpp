// Goal: however a stream is cut into reads, it gives the same messages, and the reader never keeps more than
// it may. Method: the input's first two bytes choose the limit and seed the cuts, the rest is the stream; the
// messages are compared with those found by searching the stream for NULs.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "ipc/varlink/frame_reader.hpp"
#include "tests/fuzz/require.hpp"

namespace {

struct Outcome {
  std::vector<std::string> messages;
  bool too_large = false;
  bool partial = false;
  bool operator==(const Outcome&) const = default;
};

Outcome expected(std::string_view stream, std::size_t limit) {
  Outcome outcome;
  while (!stream.empty()) {
    const auto end = stream.find('\0');
    const auto length = std::min(end, stream.size());
    if (length > limit) {
      outcome.too_large = true;
      return outcome;
    }
    outcome.partial = end == std::string_view::npos;
    if (outcome.partial) return outcome;
    outcome.messages.emplace_back(stream.substr(0, end));
    stream.remove_prefix(end + 1);
  }
  return outcome;
}

// `random` gives the size of the next read; a large one means: as much as the reader takes.
template <typename Random>
Outcome read_in_pieces(std::string_view stream, std::size_t limit, Random random) {
  holdfast::varlink::FrameReader reader(limit);
  Outcome outcome;
  while (!stream.empty() && !reader.too_large()) {
    const auto room = reader.writable();
    HOLDFAST_REQUIRE(!room.empty());
    HOLDFAST_REQUIRE(room.size() <= std::max<std::size_t>(limit + 1, 65'536));
    const auto count = std::min({room.size(), stream.size(), random()});
    std::memcpy(room.data(), stream.data(), count);
    reader.written(count);
    stream.remove_prefix(count);
    while (auto message = reader.next())
      outcome.messages.push_back(std::move(*message));
  }
  outcome.too_large = reader.too_large();
  outcome.partial = !outcome.too_large && reader.partial();
  return outcome;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const std::size_t limit =
      1 + std::size_t{data[0]} * (data[0] < 128 ? 1 : 700);  // up to 178,500: several chunks
  std::uint32_t state = data[1] + 1U;
  const std::string_view stream(reinterpret_cast<const char*>(data) + 2, size - 2);
  const auto want = expected(stream, limit);
  HOLDFAST_REQUIRE(read_in_pieces(stream, limit, [] { return SIZE_MAX; }) == want);
  HOLDFAST_REQUIRE(read_in_pieces(stream, limit, [] { return std::size_t{1}; }) == want);
  HOLDFAST_REQUIRE(read_in_pieces(stream, limit, [&state] {
                     state = state * 1'664'525 + 1'013'904'223;
                     const std::size_t count = state >> 24;
                     return count > 250 ? SIZE_MAX : 1 + count % 37;
                   }) == want);
  return 0;
}
