# What every target of ours is built with: warnings as errors, the sanitizers asked for, includes from the root.
add_library(holdfast_options INTERFACE)
target_include_directories(holdfast_options INTERFACE ${PROJECT_SOURCE_DIR} ${PROJECT_BINARY_DIR})
target_compile_options(holdfast_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror -fno-omit-frame-pointer)
target_compile_definitions(holdfast_options INTERFACE
  BOOST_ASIO_SEPARATE_COMPILATION BOOST_ASIO_NO_DEPRECATED BOOST_LOG_DYN_LINK)
if(HOLDFAST_SANITIZE)
  target_compile_options(holdfast_options INTERFACE -fsanitize=${HOLDFAST_SANITIZE} -fno-sanitize-recover=all)
  target_link_options(holdfast_options INTERFACE -fsanitize=${HOLDFAST_SANITIZE})
  # gcc 12's flow analysis is not reliable in instrumented code, nor does its TSan know atomic_thread_fence.
  target_compile_options(holdfast_options INTERFACE
    $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized -Wno-error=tsan>)
endif()
if(HOLDFAST_COVERAGE)
  target_compile_options(holdfast_options INTERFACE --coverage)
  target_link_options(holdfast_options INTERFACE --coverage)
endif()

# holdfast_layer(NAME SOURCES file... DEPENDS lower-layer... [ASIO])
# One folder, one static library. ASIO shares the precompiled Asio header.
function(holdfast_layer name)
  cmake_parse_arguments(ARG "ASIO" "" "SOURCES;DEPENDS" ${ARGN})
  add_library(${name} STATIC ${ARG_SOURCES})
  target_link_libraries(${name} PUBLIC holdfast_options ${ARG_DEPENDS})
  if(ARG_ASIO)
    target_link_libraries(${name} PUBLIC holdfast_asio)
    target_precompile_headers(${name} REUSE_FROM holdfast_asio)
  endif()
endfunction()
