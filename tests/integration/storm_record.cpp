#include "tests/integration/storm_record.hpp"

#include <algorithm>

namespace holdfast::test {
namespace {

std::string shown(const std::optional<Witness>& content) {
  if (!content) return "absent";
  return "write " + std::to_string(content->sequence) + " of client " + std::to_string(content->writer);
}

}  // namespace

void StormRecord::tried(const StormWrite& write) {
  const std::lock_guard lock(mutex_);
  for (const auto& [name, content] : write.documents)
    tried_[name].insert(content);
  if (write.documents.size() > 1) pairs_.push_back(write);
}

void StormRecord::acknowledged(const StormWrite& write, std::int64_t revision) {
  const std::lock_guard lock(mutex_);
  if (!revisions_.emplace(revision, write).second)
    throw std::runtime_error("revision " + std::to_string(revision) + " was given twice");
  highest_ = std::max(highest_, revision);
  for (const auto& [name, content] : write.documents) {
    auto& last = last_[name];
    if (revision > last.revision) last = {revision, content};
  }
}

bool StormRecord::was_tried(const std::string& document, const std::optional<Witness>& content) const {
  const auto found = tried_.find(document);
  return found != tried_.end() && found->second.contains(content);
}

std::vector<std::string> StormRecord::faults_of_files(const std::map<std::string, std::string>& files) const {
  std::vector<std::string> faults;
  for (const auto& [name, text] : files) {
    if (name.ends_with(".tmp")) continue;
    const auto content = Witness::read(text);
    if (!content) {
      faults.push_back(name + " is torn: " + text.substr(0, 200));
    } else if (!was_tried(name, content)) {
      faults.push_back(name + " holds what nobody wrote: " + shown(content));
    }
  }
  for (const auto& [name, last] : last_) {
    if (last.content && !files.contains(name) && !was_tried(name, std::nullopt))
      faults.push_back(name + " is missing");
  }
  return faults;
}

void StormRecord::judge(const std::string& document, const State& found, std::vector<std::string>& faults) {
  auto& last = last_[document];
  const auto fault = [&](const std::string& what) {
    faults.push_back(document + " at revision " + std::to_string(found.revision) + " is " +
                     shown(found.content) + ": " + what + " (last known: revision " +
                     std::to_string(last.revision) + ", " + shown(last.content) + ")");
  };
  if (found.content == last.content && (found.revision == last.revision || !found.content)) return;
  if (!was_tried(document, found.content)) return fault("nobody wrote that");
  // An absent document has no revision of its own: that it was tried is all that can be asked.
  if (!found.content) {
    last = {last.revision, std::nullopt};
    return;
  }
  if (found.revision < last.revision) fault("an acknowledged write is lost");
  if (found.revision == last.revision) fault("one revision, two contents");
  if (const auto known = revisions_.find(found.revision); known != revisions_.end()) {
    const auto& documents = known->second.documents;
    const auto same = documents.find(document);
    if (same == documents.end() || same->second != found.content) fault("the revision was another write");
  }
  last = found;
  highest_ = std::max(highest_, found.revision);
}

// A write of several documents that shows in one of them shows in the others, or in them a later one does.
void StormRecord::judge_pairs(const std::map<std::string, State>& found,
                              std::vector<std::string>& faults) const {
  for (const auto& pair : pairs_) {
    for (const auto& [name, content] : pair.documents) {
      const auto here = found.find(name);
      if (!content || here == found.end() || here->second.content != content) continue;
      for (const auto& [other, other_content] : pair.documents) {
        const auto there = found.find(other);
        const bool whole = there != found.end() && (there->second.content == other_content
                                                        ? there->second.revision == here->second.revision
                                                        : there->second.revision > here->second.revision);
        if (!whole) faults.push_back(shown(content) + " is in " + name + " but not in " + other);
      }
    }
  }
}

std::vector<std::string> StormRecord::faults_of_store(StoreClient& store) {
  std::vector<std::string> faults;
  std::map<std::string, State> found;
  for (const auto& page : store.call_more("List")) {
    const auto documents = page.member("documents");
    for (const json::Value document : documents) {
      const auto name = document.find("name")->string();
      const auto reply = store.get(name);
      const auto content = Witness::read(reply.content());
      if (!content) {
        faults.push_back(name + " is torn");
      } else {
        found[name] = {reply.document_revision(), content};
      }
    }
  }
  judge_pairs(found, faults);
  for (const auto& [name, contents] : tried_)
    judge(name, found[name], faults);
  const auto revision = store.call("Status").integer("revision");
  if (revision < highest_) faults.push_back("the store went back to revision " + std::to_string(revision));
  highest_ = std::max(highest_, revision);
  pairs_.clear();
  for (auto& [name, contents] : tried_)
    contents = {last_[name].content};
  return faults;
}

}  // namespace holdfast::test
