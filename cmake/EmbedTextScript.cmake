# Run by embed_text(): writes INPUT as a raw string literal. A literal is cut in pieces below the compiler's guaranteed length.
file(READ ${INPUT} text)
set(body "")
string(LENGTH "${text}" length)
set(at 0)
while(at LESS length)
  string(SUBSTRING "${text}" ${at} 4000 piece)
  string(APPEND body "R\"holdfast(${piece})holdfast\"\n")
  math(EXPR at "${at} + 4000")
endwhile()
file(WRITE ${OUTPUT} "// Made from ${VARIABLE}'s source file by CMake.
#pragma once

#include <string_view>

namespace ${NAMESPACE} {
inline constexpr std::string_view ${VARIABLE} =
${body};
}  // namespace ${NAMESPACE}
")
