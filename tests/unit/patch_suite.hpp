// The operations inside a JSON document, as data: one row a patch, with the document it meets and what comes
// of it. Every row stands in several dresses (see Dress), so that no verdict hangs on a layout. Apart from
// the examples of the RFCs all rows were made for this project.
#pragma once

#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "daemon/document/editor.hpp"

namespace holdfast::document {

/// Which operation of a patch is refused, and why.
struct Refused {
  std::size_t operation;
  std::optional<EditFailure::Kind> kind;  // nothing: a path in it is no JSON Pointer
  bool operator==(const Refused&) const = default;
};

struct PatchRow {
  std::string name;  // unique in the table
  std::string document;
  std::string operations;  // an array as RFC 6902 section 3 has it; merge stands beside its six
  std::variant<std::string, Refused> outcome;  // the document afterwards, by value
  bool only_whole = false;  // the row is about the root: below others it means something else
};
using PatchRows = std::vector<PatchRow>;

/// What Boost.Test prints of a row that fails.
inline std::ostream& operator<<(std::ostream& out, const PatchRow& row) {
  return out << row.name;
}
std::ostream& operator<<(std::ostream& out, EditFailure::Kind kind);
std::ostream& operator<<(std::ostream& out, const Refused& refused);

inline PatchRow becomes(std::string_view name, std::string_view document, std::string_view operations,
                        std::string_view afterwards) {
  return {std::string(name), std::string(document), std::string(operations), std::string(afterwards)};
}
/// All operations succeed and change nothing.
inline PatchRow stays(std::string_view name, std::string_view document, std::string_view operations) {
  return becomes(name, document, operations, document);
}
inline PatchRow refuses(std::string_view name, std::string_view document, std::string_view operations,
                        EditFailure::Kind kind, std::size_t operation = 0) {
  return {std::string(name), std::string(document), std::string(operations), Refused{operation, kind}};
}
inline PatchRow no_pointer(std::string_view name, std::string_view operations, std::size_t operation = 0) {
  return {std::string(name), R"({"a":{"b":1}})", std::string(operations), Refused{operation, {}}, true};
}
inline PatchRow only_whole(PatchRow row) {
  row.only_whole = true;
  return row;
}

/// How a document of a row is laid out.
enum class Dress {
  as_written,
  spread,         // two spaces a level
  carriage,       // the same with CR LF
  odd_blanks,     // blank space of all kinds wherever it may stand
  below_members,  // as a member within other containers, all paths led there
};
std::ostream& operator<<(std::ostream& out, Dress dress);

/// The row with its document, its paths and its outcome in that dress.
[[nodiscard]] PatchRow dressed(const PatchRow& row, Dress dress);

// One source each, patch_suite_SUBJECT.cpp.
[[nodiscard]] PatchRows rfc_patches();
[[nodiscard]] PatchRows member_patches();
[[nodiscard]] PatchRows element_patches();
[[nodiscard]] PatchRows equality_patches();
[[nodiscard]] PatchRows refused_patches();
[[nodiscard]] PatchRows selector_patches();
[[nodiscard]] PatchRows transfer_patches();
[[nodiscard]] PatchRows sequence_patches();
[[nodiscard]] PatchRows merge_patches();

[[nodiscard]] PatchRows all_patches();

}  // namespace holdfast::document
