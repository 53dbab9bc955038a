// What the strict parser says of single texts, as data: one row a text, named as what is odd about it, in the
// three kinds that public suites for JSON parsers use. must_...: the grammar of RFC 8259 decides. we_...: the
// RFC leaves it to the reader (limits on size, depth and range; names that repeat; lone surrogates; a byte
// order mark; bytes that are no UTF-8), and the verdict is this project's. All rows were made for this
// project.
#pragma once

#include <cstddef>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "ipc/json/parse.hpp"

namespace holdfast::json {

enum class Verdict { accept, refuse };
enum class DecidedBy { grammar, project };

struct VerdictRow {
  std::string name;  // unique in the table
  std::string input;
  Verdict verdict;
  DecidedBy decided_by;
  Place refused_at;  // of no meaning for what is accepted
};
using VerdictRows = std::vector<VerdictRow>;

/// What Boost.Test prints of a row that fails.
inline std::ostream& operator<<(std::ostream& out, const VerdictRow& row) {
  return out << row.name;
}

inline VerdictRow must_accept(std::string_view name, std::string_view input) {
  return {std::string(name), std::string(input), Verdict::accept, DecidedBy::grammar, {}};
}
inline VerdictRow we_accept(std::string_view name, std::string_view input) {
  return {std::string(name), std::string(input), Verdict::accept, DecidedBy::project, {}};
}
inline VerdictRow must_refuse(std::string_view name, std::string_view input, std::size_t line,
                              std::size_t column) {
  return {std::string(name), std::string(input), Verdict::refuse, DecidedBy::grammar, {line, column}};
}
inline VerdictRow we_refuse(std::string_view name, std::string_view input, std::size_t line,
                            std::size_t column) {
  return {std::string(name), std::string(input), Verdict::refuse, DecidedBy::project, {line, column}};
}

/// `piece` written `times` times.
[[nodiscard]] std::string repeated(std::string_view piece, std::size_t times);

// One source each, json_verdict_SUBJECT.cpp.
[[nodiscard]] VerdictRows structure_verdicts();
[[nodiscard]] VerdictRows number_verdicts();
[[nodiscard]] VerdictRows string_verdicts();
[[nodiscard]] VerdictRows utf8_verdicts();
[[nodiscard]] VerdictRows object_verdicts();
[[nodiscard]] VerdictRows blank_verdicts();

/// All rows, those of one subject together.
[[nodiscard]] VerdictRows all_verdicts();

/// The rows with this verdict.
[[nodiscard]] VerdictRows verdicts_of(Verdict verdict);

}  // namespace holdfast::json
