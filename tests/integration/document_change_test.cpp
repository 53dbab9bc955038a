// Goal: Commit does what its description says: create, replace, delete, several documents at once,
// preconditions, nothing at all where nothing changes. Method: each through the protocol, looked at in the
// reply and on disk.
#include <boost/test/unit_test.hpp>

#include "tests/integration/store.hpp"

namespace holdfast::test {
namespace {

BOOST_FIXTURE_TEST_SUITE(document_change, Store)

BOOST_AUTO_TEST_CASE(every_commit_is_one_revision) {
  auto store = client();
  BOOST_TEST(store.call("Status").integer("revision") == 0);
  const auto first = store.put("a.json", "1\n");
  BOOST_TEST(first.text("outcome") == "committed");
  BOOST_TEST(first.integer("revision") == 1);
  BOOST_TEST(first.document_revision() == 1);
  const auto second = store.put("b.json", "2\n");
  BOOST_TEST(second.integer("revision") == 2);
  BOOST_TEST(store.get("a.json").document_revision() == 1);
  BOOST_TEST(store.get("a.json").integer("revision") == 2);
}

BOOST_AUTO_TEST_CASE(a_document_is_described_as_it_is) {
  auto store = client();
  store.put("a.json", "{}\n");
  const auto reply = store.get("a.json");
  const auto document = reply.document();
  BOOST_TEST(document.find("name")->string() == "a.json");
  BOOST_TEST(document.find("digest")->string() ==
             "sha256:ca3d163bab055381827226140568f3bef7eaac187cebd76878e0b63e9e442356");
  BOOST_TEST(document.find("bytes")->integer().value() == 3);
  BOOST_TEST(document.find("kind")->string() == "json");
  BOOST_TEST(document.find("mode")->string() == "0644");
  BOOST_TEST(document.find("valid")->boolean());
  store.put("a.conf", "{}\n");
  BOOST_TEST(store.get("a.conf").document().find("kind")->string() == "opaque");
}

BOOST_AUTO_TEST_CASE(the_same_bytes_again_are_no_new_revision) {
  auto store = client();
  store.put("a.json", "1\n");
  const auto inode = [&] { return std::filesystem::last_write_time(path("a.json")); };
  const auto before = inode();
  const auto reply = store.put("a.json", "1\n");
  BOOST_TEST(reply.text("outcome") == "unchanged");
  BOOST_TEST(reply.integer("revision") == 1);
  BOOST_TEST(reply.document_revision() == 1);
  BOOST_TEST((inode() == before));
}

BOOST_AUTO_TEST_CASE(a_deleted_document_is_gone) {
  auto store = client();
  store.put("a.json", "1\n");
  const auto reply = store.remove("a.json");
  BOOST_TEST(reply.text("outcome") == "committed");
  BOOST_TEST(reply.integer("revision") == 2);
  BOOST_TEST(reply.document_revision() == 0);
  BOOST_TEST(!std::filesystem::exists(path("a.json")));
  BOOST_TEST(store.get("a.json").error() == "NoSuchDocument");
  BOOST_TEST(store.remove("a.json").error() == "NoSuchDocument");
  BOOST_TEST(store.put("a.json", "2\n").integer("revision") == 3);
}

BOOST_AUTO_TEST_CASE(directories_are_made_for_nested_documents) {
  auto store = client();
  BOOST_TEST(store.put("a/b/c/d/e/f/g/h.json", "1\n").error() == "");
  BOOST_TEST(file("a/b/c/d/e/f/g/h.json") == "1\n");
  BOOST_TEST(store.put("a/b/other.json", "2\n").error() == "");
  BOOST_TEST(store.put("a/b", "2\n").error() != "");
  BOOST_TEST(store.put("a/b/other.json/below", "2\n").error() == "InvalidOperation");
  BOOST_TEST(store.put("a/b/c/d/e/f/g/h/i.json", "1\n").error() == "InvalidOperation");
}

BOOST_AUTO_TEST_CASE(revision_zero_means_create_only) {
  auto store = client();
  BOOST_TEST(store.put("a.json", "1\n", 0).error() == "");
  const auto again = store.put("a.json", "2\n", 0);
  BOOST_TEST(again.error() == "RevisionMismatch");
  BOOST_TEST(again.integer("expected") == 0);
  BOOST_TEST(again.integer("actual") == 1);
  BOOST_TEST(file("a.json") == "1\n");
  store.remove("a.json", 1);
  BOOST_TEST(store.put("a.json", "3\n", 0).error() == "");
}

BOOST_AUTO_TEST_CASE(a_stale_revision_is_refused) {
  auto store = client();
  store.put("a.json", "1\n");
  store.put("a.json", "2\n", 1);
  const auto stale = store.put("a.json", "3\n", 1);
  BOOST_TEST(stale.error() == "RevisionMismatch");
  BOOST_TEST(stale.integer("actual") == 2);
  BOOST_TEST(store.remove("a.json", 1).error() == "RevisionMismatch");
  BOOST_TEST(store.put("never.json", "1\n", 7).error() == "RevisionMismatch");
  BOOST_TEST(store.put("a.json", "3\n", -1).error() == "InvalidOperation");
  BOOST_TEST(file("a.json") == "2\n");
  BOOST_TEST(store.call("Status").integer("revision") == 2);
}

BOOST_AUTO_TEST_CASE(several_documents_are_one_commit) {
  auto store = client();
  store.put("old.json", "1\n");
  const auto reply = store.commit({put_operation("a.json", "1\n"), put_operation("deep/b.conf", "b"),
                                   delete_operation("old.json"), put_operation("a.json", "2\n")});
  BOOST_TEST(reply.integer("revision") == 2);
  BOOST_TEST(reply.member("documents").size() == 3U);
  BOOST_TEST(reply.member("applied").size() == 4U);
  BOOST_TEST(reply.document_revision(0) == 2);
  BOOST_TEST(reply.document_revision(1) == 2);
  BOOST_TEST(reply.document_revision(2) == 0);
  const std::map<std::string, std::string> expected{{"a.json", "2\n"}, {"deep/b.conf", "b"}};
  BOOST_TEST((documents_below(directory()) == expected));
  BOOST_TEST(strays() == "");
}

BOOST_AUTO_TEST_CASE(one_bad_operation_refuses_the_whole_commit) {
  auto store = client();
  store.put("a.json", "1\n");
  const auto reply = store.commit({put_operation("a.json", "2\n"), put_operation("b.json", "not json")});
  BOOST_TEST(reply.error() == "InvalidDocument");
  BOOST_TEST(reply.integer("operation") == 1);
  BOOST_TEST(reply.text("document") == "b.json");
  BOOST_TEST(reply.integer("line") == 1);
  BOOST_TEST(store.commit({put_operation("a.json", "2\n"), delete_operation("none")}).error() ==
             "NoSuchDocument");
  const std::map<std::string, std::string> expected{{"a.json", "1\n"}};
  BOOST_TEST((documents_below(directory()) == expected));
}

BOOST_AUTO_TEST_CASE(limits_of_one_commit_are_kept) {
  auto store = client();
  std::vector<std::string> operations;
  for (int i = 0; i < 65; ++i)
    operations.push_back(put_operation("d" + std::to_string(i), "x"));
  const auto reply = store.commit(operations);
  BOOST_TEST(reply.error() == "TooLarge");
  BOOST_TEST(reply.text("limit") == "commitDocumentsMax");
  operations.pop_back();
  BOOST_TEST(store.commit(operations).error() == "");
  BOOST_TEST(documents_below(directory()).size() == 64U);
}

BOOST_AUTO_TEST_CASE(what_this_version_cannot_do_is_refused_by_name) {
  auto store = client();
  store.put("a.json", "{}\n");
  for (const auto* method : {"Confirm", "Watch", "Verify", "History"}) {
    const auto refused = store.call(method);
    BOOST_TEST((refused.error() == "MethodNotImplemented" || refused.error() == "InvalidParameter"));
  }
  BOOST_TEST(file("a.json") == "{}\n");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::test
