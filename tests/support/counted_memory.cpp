#include "tests/support/counted_memory.hpp"

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <new>

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

void* operator new(std::size_t size) {
  void* memory = holdfast::test::allocate(size);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}
void* operator new[](std::size_t size) {
  return operator new(size);
}
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  return holdfast::test::allocate(size);
}
void operator delete(void* memory) noexcept {
  holdfast::test::release(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
  holdfast::test::release(memory);
}
void operator delete[](void* memory) noexcept {
  holdfast::test::release(memory);
}
void operator delete[](void* memory, std::size_t) noexcept {
  holdfast::test::release(memory);
}
