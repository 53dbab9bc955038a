#include "tests/fault/scenario.hpp"

#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <stdexcept>

#include "daemon/disk/posix_file_system.hpp"

namespace holdfast::test {
namespace fs = std::filesystem;

Documents after(Documents documents, const commit::Request& request) {
  for (const auto& operation : request.operations) {
    if (operation.bytes) {
      documents[operation.document.text()] = *operation.bytes;
    } else {
      documents.erase(operation.document.text());
    }
  }
  return documents;
}

Documents Scenario::old_version() const {
  Documents documents = before;
  for (const auto& [document, bytes] : hand_edits)
    documents[document] = bytes;
  return documents;
}

Documents Scenario::new_version() const {
  return after(old_version(), request);
}

commit::Request Scenario::follow_up() const {
  commit::Request more;
  for (const auto& operation : request.operations)
    more.operations.push_back(put(operation.document.text(), "{\"version\":\"third\"}\n"));
  return more;
}

Documents Scenario::followed_up() const {
  return after(new_version(), follow_up());
}

const std::vector<Scenario>& scenarios() {
  const std::string first = "{\"version\":\"first\"}\n";
  // Longer than one write of a dying process takes, and different at every place.
  const std::string second = "{\"version\":\"second, and longer than the first one\"}\n";
  const Documents three{{"servers.json", first}, {"groups.json", first}, {"network/wifi.json", first}};
  static const std::vector<Scenario> all{
      {"replace", three, {}, request_of({put("servers.json", second)})},
      {"create", three, {}, request_of({put("new.json", second)})},
      {"create in new directories", three, {}, request_of({put("one/two/new.json", second)})},
      {"delete", three, {}, request_of({remove("servers.json")})},
      {"replace two", three, {}, request_of({put("groups.json", second), put("servers.json", second)})},
      {"replace, create and delete in three directories",
       three,
       {},
       request_of({put("servers.json", second), put("one/new.json", second), remove("network/wifi.json")})},
      {"delete two", three, {}, request_of({remove("groups.json"), remove("servers.json")})},
      {"replace after a hand edit",
       three,
       {{"servers.json", "{\"version\":\"by hand\"}"}},
       request_of({put("servers.json", second)})},
  };
  return all;
}

Prepared::Prepared(const Scenario& scenario) : first_("servers.json") {
  disk::PosixFileSystem files;
  auto store = TestStore::open(files, directory_.path());
  if (!store) throw std::runtime_error(store.error().text());
  for (const auto& [document, bytes] : scenario.before) {
    const auto outcome = (*store)->apply({put(document, bytes)});
    if (!applied_in(outcome)) throw std::runtime_error(text_of(outcome));
  }
}

void Prepared::copy_to(const TemporaryDirectory& directory) const {
  copy_directory(directory_.path(), directory);
  const std::string path = directory / first_;
  if (::chmod(path.c_str(), 0640) != 0) throw std::runtime_error("cannot chmod " + path);
  // Where these are not possible, the calls that would keep them are not made either.
  (void)::setxattr(path.c_str(), "user.note", "kept", 4, 0);
  if (::geteuid() == 0) (void)!::chown(path.c_str(), 1234, 1234);
}

void copy_directory(const std::string& from, const TemporaryDirectory& to) {
  fs::copy(from, to.path(), fs::copy_options::recursive);
}

}  // namespace holdfast::test
