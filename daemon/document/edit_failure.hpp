// Why an operation inside a document cannot be done, in a sentence for people. Paths and tokens may be
// megabytes long; what is told of them is not.
#pragma once

#include <boost/system/result.hpp>
#include <cstdint>
#include <string>

#include "daemon/document/pointer.hpp"

namespace holdfast::document {

/// Why an operation cannot be done.
struct EditFailure {
  enum class Kind {
    no_such_path,  // nothing is there
    invalid_path,  // it cannot name one place: a bad index, two elements that match
    invalid_from,  // likewise, or a value would move into itself
    no_such_from,
    test_failed,
    too_deep,
    too_large,  // the new values would take more bytes than the document may
  };
  Kind kind;
  std::string message;  // a sentence
};
template <class T>
using EditResult = boost::system::result<T, EditFailure>;

/// A path or a token as it stands in a sentence.
[[nodiscard]] std::string quoted(const std::string& token);
[[nodiscard]] std::string quoted(const Pointer& path);

[[nodiscard]] EditFailure no_such_path(const Pointer& path, const std::string& why);
[[nodiscard]] EditFailure no_member(const Pointer& path, const std::string& token);
[[nodiscard]] EditFailure not_a_container(const Pointer& path, const std::string& token);
[[nodiscard]] EditFailure beyond_array(const Pointer& path, std::uint32_t count);
[[nodiscard]] EditFailure not_an_index(const Pointer& path, const std::string& token);
/// None or several elements match a token key=value.
[[nodiscard]] EditFailure not_one_match(const Pointer& path, const std::string& token, bool none);
/// The same failure, told of the place a value comes from.
[[nodiscard]] EditFailure of_source(EditFailure failure);

}  // namespace holdfast::document
