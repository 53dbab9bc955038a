#include "tests/integration/trace_rules.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace holdfast::test {
namespace {

using Calls = std::vector<TracedCall>;

template <std::size_t N>
bool is_one_of(const TracedCall& call, const std::array<std::string_view, N>& names) {
  return std::find(names.begin(), names.end(), call.name) != names.end();
}

bool changes_content_or_metadata(const TracedCall& call) {
  constexpr std::array<std::string_view, 10> names{"write",        "pwrite64", "writev", "fallocate",
                                                   "ftruncate",    "fchmod",   "fchown", "fsetxattr",
                                                   "fremovexattr", "pwritev"};
  return is_one_of(call, names);
}

std::string directory_of(const std::string& path) {
  return path.substr(0, path.rfind('/'));
}
bool is_in_own_directory(const std::string& path) {
  return path.find("/.holdfast/") != std::string::npos;
}
bool is_temporary_document(const std::string& path) {
  return is_temporary(path) && !is_in_own_directory(path);
}

// One commit: everything between two replies.
class Window {
 public:
  Window(const Calls& calls, const TracedCall& reply) : calls_(calls), reply_(reply) {}

  std::vector<std::string> judge() {
    for (const auto& call : calls_) {
      if (!call.succeeded()) continue;
      if (is_rename(call) && is_temporary(call.target(0))) judge_rename(call);
      if (call.name == "mkdirat") judge_directory(call);
      if (call.name == "unlinkat" && !is_temporary(call.target())) changed(call.target(), call);
    }
    if (documents_.empty()) {
      violations_.emplace_back("a reply says committed, and no document was renamed or removed");
    } else {
      judge_documents();
    }
    return violations_;
  }

 private:
  void judge_rename(const TracedCall& rename) {
    const auto temporary = rename.target(0);
    const auto synced = find_sync(temporary, 0, rename.begun);
    // After a failed sync of the directory the whole of it is done anew, behind what the first try left.
    const bool repeated = std::any_of(documents_.begin(), documents_.end(),
                                      [&](const auto* call) { return call->target(1) == rename.target(1); });
    if (synced == nullptr) {
      violations_.push_back(temporary + " was not synced before its rename");
    } else if (!repeated && !is_in_own_directory(temporary)) {
      staged_by_ = std::max(staged_by_, synced->ended);
    }
    for (const auto& call : calls_) {
      if (!changes_content_or_metadata(call) || call.open_on() != temporary) continue;
      if (synced != nullptr && call.ended > synced->begun)
        violations_.push_back(call.name + " on " + temporary + " came after its sync");
    }
    changed(rename.target(1), rename);
  }

  void judge_directory(const TracedCall& made) {
    const auto path = made.target();
    for (const auto& call : calls_) {
      if (!is_rename(call) || directory_of(call.target(1)) != path) continue;
      if (find_sync(directory_of(path), made.ended, call.begun) == nullptr)
        violations_.push_back("the name of the new directory " + path + " was not synced before it was used");
    }
  }

  // A name is another than before: its directory must be synced behind that, and before the reply.
  void changed(const std::string& path, const TracedCall& call) {
    if (is_in_own_directory(path)) return judge_segment(path, call);
    documents_.push_back(&call);
    if (find_sync(directory_of(path), call.ended, reply_.begun) == nullptr)
      violations_.push_back("the directory of " + path + " was not synced between its " + call.name +
                            " and the reply");
  }

  // A new segment of the journal: there is no use in a record that no name leads to.
  void judge_segment(const std::string& path, const TracedCall& call) {
    if (!is_rename(call)) return;
    for (const auto& record : calls_) {
      if (!is_journal_record(record) || record.open_on() != path || record.begun < call.ended) continue;
      if (find_sync(directory_of(path), call.ended, record.begun) == nullptr)
        violations_.push_back("the name of the segment " + path + " was not synced before it was used");
    }
  }

  void judge_documents() {
    const auto first =
        (*std::min_element(documents_.begin(), documents_.end(), [](const auto* a, const auto* b) {
          return a->begun < b->begun;
        }))->begun;
    if (staged_by_ > first)
      violations_.emplace_back("a document was renamed before all were staged and synced");
    judge_record(first);
  }

  // `first`: where the first document is changed. An idle journal may have written that it is at rest before.
  void judge_record(std::size_t first) {
    const TracedCall* record = nullptr;
    for (const auto& call : calls_) {
      if (!is_journal_record(call) || !call.succeeded()) continue;
      if (call.ended > first) {
        violations_.emplace_back("a document was changed before the journal told of it");
        return;
      }
      record = &call;
    }
    if (record == nullptr) {
      violations_.emplace_back("a document was changed, and the journal did not tell of it");
      return;
    }
    if (find_sync(record->open_on(), record->ended, first) == nullptr)
      violations_.emplace_back("a document was changed before the journal's record was synced");
    judge_staged(*record);
  }

  // Whatever is begun anew after a failure is told of already.
  void judge_staged(const TracedCall& record) {
    for (const auto* changed : documents_) {
      if (!is_rename(*changed)) continue;
      const auto temporary = changed->target(0);
      const bool written_before = std::any_of(calls_.begin(), calls_.end(), [&](const TracedCall& call) {
        return is_rename(call) && call.succeeded() && call.target(1) == changed->target(1) &&
               call.begun < changed->begun;
      });
      if (written_before || !is_temporary_document(temporary)) continue;
      const bool late = std::any_of(calls_.begin(), calls_.end(), [&](const TracedCall& call) {
        return changes_content_or_metadata(call) && call.open_on() == temporary && call.ended > record.begun;
      });
      if (late && !has_failed_sync())
        violations_.push_back("the journal told of " + changed->target(1) + " before it was staged");
    }
  }

  // Then a document may have been staged anew, behind its record.
  [[nodiscard]] bool has_failed_sync() const {
    return std::any_of(calls_.begin(), calls_.end(),
                       [](const TracedCall& call) { return is_sync(call) && !call.succeeded(); });
  }

  // A successful sync of this path that lies between two lines.
  [[nodiscard]] const TracedCall* find_sync(const std::string& path, std::size_t after,
                                            std::size_t before) const {
    for (const auto& call : calls_) {
      const bool fits = is_sync(call) && call.succeeded() && call.open_on() == path;
      if (fits && call.begun >= after && call.ended <= before) return &call;
    }
    return nullptr;
  }

  const Calls& calls_;
  const TracedCall& reply_;
  std::vector<std::string> violations_;
  std::vector<const TracedCall*> documents_;
  std::size_t staged_by_ = 0;
};

}  // namespace

bool is_committed_reply(const TracedCall& call) {
  constexpr std::array<std::string_view, 4> names{"sendto", "sendmsg", "write", "writev"};
  return is_one_of(call, names) && call.open_on().starts_with("socket:") &&
         call.arguments.find(R"(\"outcome\":\"committed\")") != std::string::npos;
}

bool is_journal_record(const TracedCall& call) {
  return call.name == "pwrite64" && call.open_on().find("/.holdfast/journal/") != std::string::npos;
}

bool is_sync(const TracedCall& call) {
  return call.name == "fsync" || call.name == "fdatasync";
}

bool is_rename(const TracedCall& call) {
  constexpr std::array<std::string_view, 3> names{"rename", "renameat", "renameat2"};
  return is_one_of(call, names);
}

bool is_temporary(const std::string& path) {
  return path.ends_with(".tmp") && path[path.rfind('/') + 1] == '.';
}

std::vector<std::string> order_violations(const Calls& calls) {
  std::vector<std::string> all;
  Calls window;
  bool replied = false;
  for (const auto& call : calls) {
    window.push_back(call);
    if (!is_committed_reply(call)) continue;
    replied = true;
    const auto reply = window.back();
    const auto found = Window(window, reply).judge();
    all.insert(all.end(), found.begin(), found.end());
    window.clear();
  }
  if (!replied) all.emplace_back("no reply says committed");
  return all;
}

std::vector<std::string> repeated_syncs(const Calls& calls) {
  std::vector<std::string> repeated;
  std::set<int> failed;
  for (const auto& call : calls) {
    if (call.name == "close") failed.erase(call.descriptor());
    if (!is_sync(call)) continue;
    if (failed.contains(call.descriptor()))
      repeated.push_back(call.name + "(" + call.arguments + ") was repeated");
    if (!call.succeeded()) failed.insert(call.descriptor());
  }
  return repeated;
}

}  // namespace holdfast::test
