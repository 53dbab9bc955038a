#include "ipc/ctl/editor.hpp"

#include <iostream>
#include <optional>

#include "ipc/ctl/draft.hpp"
#include "ipc/ctl/editor_process.hpp"
#include "ipc/ctl/interruption.hpp"
#include "ipc/ctl/question.hpp"
#include "ipc/ctl/report.hpp"
#include "ipc/ctl/streams.hpp"
#include "ipc/ctl/terminal.hpp"
#include "ipc/json/parse.hpp"
#include "ipc/json/printable.hpp"
#include "ipc/text/unified_diff.hpp"

namespace holdfast::ctl {
namespace {

// The largest depthMax a daemon can be set to; what is too deep for this one it says itself.
constexpr json::ParseLimits limits{.depth_max = 1000};

// A document as it was fetched; one that does not exist is empty and at revision 0.
struct Version {
  std::string bytes;
  std::int64_t revision = 0;
  std::string unchanged;  // the parameters of a Commit that changed nothing
};

Version fetch(const Common& common, const std::string& document) {
  json::Writer parameters;
  parameters.begin_object().member("document", document);
  const auto reply = exchange(common, "Get", parameters.end_object().take(), false);
  json::Writer unchanged;
  unchanged.begin_object().member("outcome", "unchanged").name("revision");
  if (is_error(reply, "NoSuchDocument")) {
    unchanged.integer(0).name("documents").begin_array().end_array();
    return {"", 0, unchanged.name("applied").begin_array().end_array().end_object().take()};
  }
  if (!reply.error().empty()) throw stop_for(reply);
  const auto found = member(parameters_of(reply), "document");
  unchanged.raw(member(parameters_of(reply), "revision").raw());
  unchanged.name("documents").begin_array().raw(found.raw()).end_array();
  return {content_of(reply), integer(found, "revision"),
          unchanged.name("applied").begin_array().end_array().end_object().take()};
}

class Editing {
 public:
  Editing(const Common& common, const Change& change, Version base, const Draft& draft,
          Interruption& interruption)
      : common_(common),
        change_(change),
        base_(std::move(base)),
        draft_(draft),
        interruption_(interruption) {}

  void run() {
    std::string mine = edited();
    for (;;) {
      if (mine == base_.bytes) return tell_unchanged(mine);
      const auto reply = put(mine);
      if (!is_error(reply, "RevisionMismatch")) return finish(reply, mine);
      interruption_.set_sent(false);
      mine = settled(mine, stop_for(reply));
    }
  }

 private:
  // The text as it comes from the editor, good to be put; or a Stop.
  std::string edited() {
    for (;;) {
      const bool ended_well = run_editor(draft_.path());
      const auto mine = draft_.read();
      if (!ended_well) stop_for_editor(mine);
      const auto fault = fault_in(mine);
      if (!fault || mine == base_.bytes) return mine;
      if (answer_to(*fault + "\nedit again (e) or quit and keep your text (q)?", "eq") != 'e')
        throw Stop(Exit::refused, *fault);
    }
  }

  [[noreturn]] void stop_for_editor(const std::string& mine) {
    if (mine == base_.bytes) remove_draft(mine);
    throw Stop(Exit::usage, "the editor failed");
  }

  [[nodiscard]] std::optional<std::string> fault_in(const std::string& mine) const {
    if (!change_.document.ends_with(".json")) return std::nullopt;
    const auto tree = json::parse(mine, limits);
    if (tree) return std::nullopt;
    const auto& failure = tree.error();
    return "line " + std::to_string(failure.line) + ", column " + std::to_string(failure.column) + ": " +
           json::printable(failure.message);
  }

  varlink::ReplyMessage put(const std::string& mine) {
    Change change = change_;
    change.if_revision = base_.revision;
    interruption_.set_sent(!change.dry_run);
    return commit(common_, change, put_operation(change, mine));
  }

  // The outcome is looked at before the text goes: only these two mean that the store holds it.
  void finish(const varlink::ReplyMessage& reply, const std::string& mine) {
    if (!reply.error().empty()) throw stop_for(reply);
    const auto outcome = text(parameters_of(reply), "outcome");
    if (change_.dry_run) {
      print_change(common_, reply, true);
      std::cerr << "your text is kept in " << json::printable(draft_.path()) << '\n';
      return;
    }
    if (outcome != "committed" && outcome != "unchanged")
      throw Stop(Exit::unknown, "the daemon answered '" + outcome + "', which says nothing of the disk");
    remove_draft(mine);
    print_change(common_, reply, false);
  }

  void tell_unchanged(const std::string& mine) {
    remove_draft(mine);
    print(common_.json ? base_.unchanged + "\n" : "no change\n");
  }

  // An editor that goes to the background may have saved once more since the text was read.
  void remove_draft(const std::string& mine) const {
    if (draft_.present() && draft_.read() != mine) {
      std::cerr << "holdfast: the file was changed since; it is kept as " << json::printable(draft_.path())
                << '\n';
      return;
    }
    if (draft_.remove()) return;
    const auto directory = draft_.path().substr(0, draft_.path().rfind('/'));
    std::cerr << "holdfast: the editor left files in " << json::printable(directory) << '\n';
  }

  // What is to be put after somebody else changed the document; from then on theirs is what it is based on.
  std::string settled(const std::string& mine, const Stop& mismatch) {
    auto theirs = fetch(common_, change_.document);
    show_sides(theirs, mine);
    base_ = std::move(theirs);
    for (;;) {
      const auto answer =
          answer_to("edit again (e), overwrite theirs (o) or quit and keep your text (q)?", "eoq");
      if (answer == 'o') return mine;
      if (answer != 'e') throw mismatch;
      std::cerr << "their text is in " << json::printable(draft_.lay_beside(base_.bytes)) << '\n';
      auto again = edited();
      // Leaving the editor is no decision to overwrite.
      if (again != mine) return again;
      std::cerr << "your text is as it was, without what they changed\n";
    }
  }

  void show_sides(const Version& theirs, const std::string& mine) const {
    if (common_.json) return;
    const auto look = look_of_output();
    const auto name = json::printable(change_.document);
    const auto fetched = name + " (revision " + std::to_string(base_.revision) + ")";
    const auto side = [&](const std::string& heading, const std::string& bytes, const std::string& label) {
      const auto diff = text::unified_diff(base_.bytes, bytes, {fetched, label});
      print(bold(heading, look) + "\n" + (diff.empty() ? "no change\n" : dress_diff(diff, look)));
    };
    const auto now = theirs.revision == 0 ? "deleted" : "revision " + std::to_string(theirs.revision);
    side("theirs (" + now + "):", theirs.bytes, name + " (" + now + ")");
    side("yours:", mine, name + " (yours)");
  }

  const Common& common_;
  const Change& change_;
  Version base_;
  const Draft& draft_;
  Interruption& interruption_;
};

}  // namespace

void edit(const Common& common, const Change& change) {
  demand_utf8(change.document, "the document's name");
  demand_utf8(change.message, "the message");
  auto base = fetch(common, change.document);
  const Draft draft(change.document, base.bytes);
  Interruption interruption(draft.path());
  const auto kept = [&] {
    return draft.present() ? "; your text is kept in " + json::printable(draft.path()) : std::string();
  };
  try {
    Editing(common, change, std::move(base), draft, interruption).run();
  } catch (const Stop& stop) {
    throw Stop(stop.code(), stop.what() + kept());
  } catch (const std::exception& error) {
    throw Stop(Exit::usage, json::printable(error.what()) + kept());
  }
}

}  // namespace holdfast::ctl
