// Puts the rows of all subjects together and picks among them.
#include "tests/unit/json_verdict_table.hpp"

#include <algorithm>
#include <iterator>

namespace holdfast::json {

std::string repeated(std::string_view piece, std::size_t times) {
  std::string text;
  text.reserve(piece.size() * times);
  for (std::size_t i = 0; i < times; ++i)
    text += piece;
  return text;
}

VerdictRows all_verdicts() {
  VerdictRows all;
  for (const auto& rows : {structure_verdicts(), number_verdicts(), string_verdicts(), utf8_verdicts(),
                           object_verdicts(), blank_verdicts()})
    all.insert(all.end(), rows.begin(), rows.end());
  return all;
}

VerdictRows verdicts_of(Verdict verdict) {
  const auto all = all_verdicts();
  VerdictRows picked;
  std::copy_if(all.begin(), all.end(), std::back_inserter(picked),
               [verdict](const VerdictRow& row) { return row.verdict == verdict; });
  return picked;
}

}  // namespace holdfast::json
