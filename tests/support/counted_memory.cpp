#include "tests/support/counted_memory.hpp"

#include <algorithm>
#include <atomic>
#include <cstdlib>

namespace holdfast::test {
namespace {

std::atomic<std::size_t> in_use{0};
std::atomic<std::size_t> peak{0};

// Every block starts with its size.
constexpr std::size_t header = alignof(std::max_align_t);

void* allocate(std::size_t size) noexcept {
  auto* block = static_cast<std::size_t*>(std::malloc(size + header));
  if (block == nullptr) return nullptr;
  *block = size;
  const auto now = in_use += size;
  if (now > peak) peak = now;
  return reinterpret_cast<char*>(block) + header;
}

void release(void* memory) noexcept {
  if (memory == nullptr) return;
  auto* block = static_cast<char*>(memory) - header;
  in_use -= *reinterpret_cast<std::size_t*>(block);
  std::free(block);
}

}  // namespace

std::size_t memory_in_use() {
  return in_use;
}

std::size_t memory_peak() {
  return peak;
}

void start_peak() {
  peak = in_use.load();
}

}  // namespace holdfast::test

#include "tests/support/replaced_new.hpp"
