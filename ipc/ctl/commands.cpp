#include "ipc/ctl/commands.hpp"

#include <algorithm>

#include "ipc/ctl/report.hpp"
#include "ipc/ctl/streams.hpp"
#include "ipc/json/writer.hpp"

namespace holdfast::ctl {
namespace {

using json::Value;
using json::Writer;

void print_table(const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i)
      widths[i] = std::max(widths[i], row[i].size());
  }
  std::string out;
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      const bool last = i + 1 == row.size();
      out += row[i] + (last ? "\n" : std::string(widths[i] - row[i].size() + 2, ' '));
    }
  }
  print(out);
}

}  // namespace

void list(const Common& common, const std::vector<std::string>& globs) {
  for (const auto& glob : globs)
    demand_utf8(glob, "a pattern");
  std::vector<std::vector<std::string>> rows{{"DOCUMENT", "REVISION", "BYTES", "MODIFIED"}};
  Writer all;
  all.begin_object().name("documents").begin_array();
  std::string after;
  for (bool more = true; more;) {
    Writer ask_for;
    ask_for.begin_object();
    if (!globs.empty()) {
      ask_for.name("documents").begin_array();
      for (const auto& glob : globs)
        ask_for.string(glob);
      ask_for.end_array();
    }
    if (!after.empty()) ask_for.member("after", after);
    const auto reply = ask(common, "List", ask_for.end_object().take(), false);
    const auto parameters = parameters_of(reply);
    for (const Value document : member(parameters, "documents")) {
      all.raw(document.raw());
      after = member(document, "name").string();
      const bool valid = member(document, "valid").boolean();
      rows.push_back({text(document, "name"), text(document, "revision"), text(document, "bytes"),
                      text(document, "modified") + (valid ? "" : "  INVALID ON DISK")});
    }
    more = member(parameters, "truncated").boolean();
    if (!more) all.end_array().name("revision").raw(member(parameters, "revision").raw()).end_object();
  }
  if (common.json) return print(all.take() + "\n");
  if (rows.size() == 1) return print("no documents\n");
  print_table(rows);
}

void get(const Common& common, const Selection& selection) {
  demand_utf8(selection.document, "the document's name");
  if (selection.raw && !selection.path) throw Stop(Exit::usage, "--raw needs a PATH; see --help");
  Writer ask_for;
  ask_for.begin_object().member("document", selection.document);
  if (selection.path) {
    demand_utf8(*selection.path, "the path");
    ask_for.member("path", *selection.path);
  }
  const auto reply = ask(common, "Get", ask_for.end_object().take(), false);
  const auto parameters = parameters_of(reply);
  if (common.json) return print(std::string(parameters.raw()) + "\n");
  if (!selection.path) return print(content_of(reply));
  const auto value = parameters.find("value");
  const bool decode = selection.raw && value && value->is(json::Kind::string);
  const auto shown = decode ? value->string() : std::string(value ? value->raw() : "null");
  print(shown + "\n");
}

void put(const Common& common, const Change& change, const std::string& file) {
  print_change(common, commit(common, change, put_operation(change, read_input(file))), change.dry_run);
}

void remove(const Common& common, const Change& change) {
  const auto operation = begin_operation(change, "delete").end_object().take();
  print_change(common, commit(common, change, operation), change.dry_run);
}

void status(const Common& common) {
  const auto reply = ask(common, "Status", "{}", false);
  const auto parameters = parameters_of(reply);
  if (common.json) return print(std::string(parameters.raw()) + "\n");
  std::vector<std::vector<std::string>> rows;
  for (const Value value : parameters) {
    if (value.is(json::Kind::object)) continue;  // the limits: for --json
    rows.push_back({value.key() + ":", text(parameters, value.key())});
  }
  print_table(rows);
}

}  // namespace holdfast::ctl
