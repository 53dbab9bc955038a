// What a fuzz target demands; stays on in release builds. The abort is what libFuzzer and ctest see.
#pragma once

#include <cstdio>
#include <cstdlib>

#define HOLDFAST_REQUIRE(condition)                                                \
  do {                                                                             \
    if (!(condition)) {                                                            \
      std::fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition); \
      std::abort();                                                                \
    }                                                                              \
  } while (false)
