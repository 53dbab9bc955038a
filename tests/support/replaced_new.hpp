// Replaces operator new and delete in a program. To be included once, behind holdfast::test::allocate() and
// release(), which they call; the former returns null where there is no memory.
#pragma once

#include <cstddef>
#include <new>

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
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept {
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
