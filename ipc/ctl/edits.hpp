// The commands that edit inside documents, one function each. Each returns when the change is durable, prints
// what came of it on standard output, or throws Stop.
#pragma once

#include <string>

#include "ipc/ctl/change.hpp"
#include "ipc/ctl/value_argument.hpp"

namespace holdfast::ctl {

/// Replaces the value at `path`; makes a member that an object does not have, never an element of an array.
void set(const Common& common, const Change& change, const std::string& path, const ValueArgument& value);
void unset(const Common& common, const Change& change, const std::string& path);
/// A new member, or an element put in before the one that `path` names; at "-" behind the last.
void add(const Common& common, const Change& change, const std::string& path, const ValueArgument& value);
/// A merge patch (RFC 7396) for the value at `path`; "" is the whole document.
void merge(const Common& common, const Change& change, const std::string& path, const ValueArgument& value);
/// Says that the value at `path` is as given, or throws Stop.
void test(const Common& common, const Change& change, const std::string& path, const ValueArgument& value);
/// All operations of a file, as one change.
void apply(const Common& common, const Change& change, const std::string& file);

/// Whether the last token of a path may only mean an element of an array for `set`: a number, or "-".
[[nodiscard]] bool names_element(const std::string& path);

}  // namespace holdfast::ctl
