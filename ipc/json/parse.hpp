// The strict parser (RFC 8259): a text in, its tree of spans out. Refuses what other readers would read
// differently: duplicate names, a byte order mark, NaN, ill-formed UTF-8, lone surrogates, text behind the
// value, deep nesting. Built on Boost.JSON's basic_parser, which checks the grammar; where each value stands
// is worked out here.
#pragma once

#include <boost/assert/source_location.hpp>
#include <boost/system/result.hpp>
#include <cstddef>
#include <string>
#include <string_view>

#include "ipc/json/tree.hpp"

namespace holdfast::json {

/// Why a text is not accepted, and where.
struct ParseFailure {
  std::string message;  // a sentence without the place
  std::size_t offset = 0;
  std::size_t line = 1;        // from 1
  std::size_t column = 1;      // from 1, in characters
  bool out_of_memory = false;  // says nothing of the text
};

/// Lets result::value() throw: std::bad_alloc if out_of_memory; all else is for start-up code only.
[[noreturn]] void throw_exception_from_error(const ParseFailure& failure,
                                             const boost::source_location& where);

/// A place in a text as people count: both from 1, columns in characters.
struct Place {
  std::size_t line = 1;
  std::size_t column = 1;
};
[[nodiscard]] Place place_of(std::string_view text, std::size_t offset);

struct ParseLimits {
  std::size_t depth_max = 64;         // objects and arrays within each other
  std::size_t nodes_max = 4'194'304;  // values in one text: bounds the tree at 64 MiB
};

/// Part of a text for a message: as it is if it has at most 80 bytes, else its start and "...".
[[nodiscard]] std::string excerpt(std::string_view text);

/// Parses all of `text`. Allocates the tree; does not keep a reference to `text`. Threads: any.
[[nodiscard]] boost::system::result<Tree, ParseFailure> parse(std::string_view text,
                                                              const ParseLimits& limits = {});

/// The same, keeping the text with its tree.
[[nodiscard]] boost::system::result<ParsedText, ParseFailure> parse_owned(std::string text,
                                                                          const ParseLimits& limits = {});

}  // namespace holdfast::json
