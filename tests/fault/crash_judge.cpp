#include "tests/fault/crash_judge.hpp"

#include <algorithm>
#include <array>

#include "daemon/disk/temporary_name.hpp"

namespace holdfast::test {
namespace {

using Kind = Problem::Kind;

// Names that start with a dot are no documents: ours, and those of editors.
bool is_document(const std::string& path) {
  return !path.starts_with('.') && path.find("/.") == std::string::npos;
}

std::string leaf_of(const std::string& path) {
  return path.substr(path.rfind('/') + 1);
}

// Which documents differ from a version, in words.
std::string differences(const commit::StoreState& state, const Version& version) {
  std::string text;
  for (const auto& [document, whole] : version) {
    const auto found = state.documents.find(name(document));
    if (found == state.documents.end()) {
      text += " " + document + " is absent;";
    } else if (!found->second->content || !whole.bytes->holds(found->second->content->bytes())) {
      text += " " + document + " differs;";
    }
  }
  for (const auto& [document, held] : state.documents) {
    if (!version.contains(document.text())) text += " " + document.text() + " is there;";
  }
  return text;
}

bool serves(const commit::StoreState& state, const Version& version) {
  if (state.documents.size() != version.size()) return false;
  return std::all_of(state.documents.begin(), state.documents.end(), [&version](const auto& held) {
    const auto found = version.find(held.first.text());
    return found != version.end() && held.second->valid() && held.second->content &&
           found->second.bytes->holds(held.second->content->bytes());
  });
}

std::optional<Problem> revision_problem(const commit::StoreState& state, const Told& told) {
  const auto number = state.revision.number;
  const auto because = [](const std::string& text) { return Problem{Kind::revision, text}; };
  if (number < told.revision)
    return because("revision " + std::to_string(told.revision) + " was told, now it is " +
                   std::to_string(number));
  for (const auto& [document, held] : state.documents) {
    const auto at = held->revision.number;
    const auto known = told.documents.find(document.text());
    const bool is_as_told = known != told.documents.end() && known->second.digest == held->digest;
    if (at > number) return because(document.text() + " is at a revision that the store has not reached");
    if (is_as_told && at != known->second.revision)
      return because(document.text() + " was told to be at " + std::to_string(known->second.revision) +
                     ", is at " + std::to_string(at));
    if (!is_as_told && at <= told.revision)
      return because(document.text() + " is another one at the old revision " + std::to_string(at));
  }
  return std::nullopt;
}

}  // namespace

const char* name_of(Problem::Kind kind) {
  constexpr std::array names{"a document is torn",
                             "a document is missing before recovery",
                             "a document that nobody made",
                             "the store does not start",
                             "a transaction in part, or an acknowledged change lost",
                             "something else is served than lies on disk",
                             "a temporary file is left behind",
                             "a revision goes back, comes twice or is forgotten",
                             "a second recovery changes something",
                             "a commit on a healthy disk is refused",
                             "a false answer",
                             "an edit by hand is lost",
                             "recovery puts an older version in place",
                             "what a crash may leave is taken for damage",
                             "two stores own one directory"};
  return names[static_cast<std::size_t>(kind)];
}

Told Told::of(const commit::StoreState& state) {
  Told told;
  told.revision = told.hash = state.revision.number;
  for (const auto& [document, held] : state.documents) {
    told.documents[document.text()] = {held->revision.number, held->digest};
    told.hash =
        mix(mix(mix(told.hash, hash_of(document.text())), held->revision.number), hash_of(held->digest));
  }
  return told;
}

std::uint64_t Expectation::hash() const {
  std::uint64_t sum = told.hash;
  for (const auto& version : versions) {
    sum = mix(sum, version->size());
    for (const auto& [document, whole] : *version)
      sum = mix(mix(sum, hash_of(document)), whole.hash());
  }
  return sum;
}

std::uint64_t hash_of_documents(const DurableImage& image) {
  std::uint64_t sum = 0;
  image.each([&sum](const std::string& path, const DurableImage::Node& node) {
    if (node.kind == disk::FileKind::regular && is_document(path))
      sum += entry_hash(hash_of(path), node.bytes->hash(), node.looks->hash);
  });
  return sum;
}

std::optional<Problem> problem_in(const DurableImage& image, const Expectation& expectation) {
  std::optional<Problem> problem;
  std::vector<std::string> present;
  image.each([&](const std::string& path, const DurableImage::Node& node) {
    if (problem || node.kind == disk::FileKind::directory || !is_document(path)) return;
    present.push_back(path);
    bool known = false;
    for (const auto& version : expectation.versions) {
      const auto found = version->find(path);
      known |= found != version->end();
      if (found != version->end() && found->second.bytes->hash() == node.bytes->hash() &&
          found->second.looks->hash == node.looks->hash)
        return;
    }
    problem = Problem{known ? Kind::torn : Kind::stray, path + " holds no version of it"};
  });
  if (problem) return problem;
  for (const auto& [document, whole] : *expectation.versions.front()) {
    const auto has = [&at = document](const auto& version) { return version->contains(at); };
    const bool always = std::all_of(expectation.versions.begin(), expectation.versions.end(), has);
    if (always && std::find(present.begin(), present.end(), document) == present.end())
      return Problem{Kind::missing, document + " is absent"};
  }
  return std::nullopt;
}

std::optional<std::size_t> served_version(const commit::StoreState& state, const Expectation& expectation) {
  const auto& all = expectation.versions;
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const auto& version) { return serves(state, *version); });
  if (found == all.end()) return std::nullopt;
  return static_cast<std::size_t>(found - all.begin());
}

std::optional<std::size_t> version_on(const DurableImage& image, const Expectation& expectation) {
  for (std::size_t i = 0; i < expectation.versions.size(); ++i) {
    const auto& version = *expectation.versions[i];
    std::size_t same = 0, other = 0;
    image.each([&](const std::string& path, const DurableImage::Node& node) {
      if (node.kind == disk::FileKind::directory || !is_document(path)) return;
      const auto found = version.find(path);
      ++(found != version.end() && found->second.bytes->hash() == node.bytes->hash() ? same : other);
    });
    if (other == 0 && same == version.size()) return i;
  }
  return std::nullopt;
}

std::optional<Problem> problem_in(const commit::StoreState& state, const DurableImage& image,
                                  const Expectation& expectation) {
  const auto served = served_version(state, expectation);
  if (!served) {
    return Problem{Kind::partial,
                   "against the oldest version allowed:" + differences(state, *expectation.versions.front()) +
                       " against the newest:" + differences(state, *expectation.versions.back())};
  }
  std::optional<Problem> problem;
  image.each([&problem](const std::string& path, const DurableImage::Node&) {
    if (disk::is_temporary_name(leaf_of(path))) problem = Problem{Kind::left_behind, path};
  });
  if (problem) return problem;
  const Expectation only{{expectation.versions[*served]}, expectation.told};
  if (auto other = problem_in(image, only)) return Problem{Kind::not_served, other->text};
  return revision_problem(state, expectation.told);
}

}  // namespace holdfast::test
