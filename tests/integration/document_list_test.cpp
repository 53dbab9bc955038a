// Goal: List gives every document once, in order, however it is asked; Status is true. Method: a few
// documents, all combinations of globs, after, limit and more; every reply compared with the interface on its
// way.
#include <boost/test/unit_test.hpp>

#include "tests/integration/store.hpp"

namespace holdfast::test {
namespace {

std::string names_in(const Reply& reply) {
  std::string names;
  const auto documents = reply.member("documents");
  for (const json::Value document : documents)
    names += document.find("name")->string() + " ";
  return names;
}

struct Listed : Store {
  Listed() {
    auto store = client();
    for (const auto* name : {"b.json", "a.json", "net/wifi.json", "net/dns.conf", "B.json"})
      store.put(name, "1\n");
  }
};

BOOST_FIXTURE_TEST_SUITE(document_list, Listed)

BOOST_AUTO_TEST_CASE(documents_are_listed_by_name) {
  auto store = client();
  const auto reply = store.call("List");
  BOOST_TEST(names_in(reply) == "B.json a.json b.json net/dns.conf net/wifi.json ");
  BOOST_TEST(reply.integer("revision") == 5);
  BOOST_TEST(!reply.member("truncated").boolean());
}

BOOST_AUTO_TEST_CASE(globs_select) {
  auto store = client();
  BOOST_TEST(names_in(store.call("List", R"({"documents":["*.conf"]})")) == "net/dns.conf ");
  BOOST_TEST(names_in(store.call("List", R"({"documents":["net/*","a.json"]})")) ==
             "a.json net/dns.conf net/wifi.json ");
  BOOST_TEST(names_in(store.call("List", R"({"documents":["[ab].json"]})")) == "a.json b.json ");
  BOOST_TEST(names_in(store.call("List", R"({"documents":["none*"]})")) == "");
  BOOST_TEST(names_in(store.call("List", R"({"documents":[]})")) == "");
}

BOOST_AUTO_TEST_CASE(a_limit_and_after_walk_through_all) {
  auto store = client();
  const auto first = store.call("List", R"({"limit":2})");
  BOOST_TEST(names_in(first) == "B.json a.json ");
  BOOST_TEST(first.member("truncated").boolean());
  const auto second = store.call("List", R"({"limit":2,"after":"a.json"})");
  BOOST_TEST(names_in(second) == "b.json net/dns.conf ");
  const auto third = store.call("List", R"({"limit":2,"after":"net/dns.conf"})");
  BOOST_TEST(names_in(third) == "net/wifi.json ");
  BOOST_TEST(!third.member("truncated").boolean());
  BOOST_TEST(names_in(store.call("List", R"({"after":"zzz"})")) == "");
  BOOST_TEST(store.call("List", R"({"limit":0})").error() == "InvalidParameter");
  BOOST_TEST(names_in(store.call("List", R"({"limit":9223372036854775807})")).size() > 0U);
}

BOOST_AUTO_TEST_CASE(more_streams_all_pages) {
  auto store = client();
  const auto pages = store.call_more("List", R"({"limit":2})");
  BOOST_TEST(pages.size() == 3U);
  std::string names;
  for (const auto& page : pages) {
    names += names_in(page);
    BOOST_TEST(!page.member("truncated").boolean());
  }
  BOOST_TEST(names == "B.json a.json b.json net/dns.conf net/wifi.json ");
  BOOST_TEST(store.call_more("List").size() == 1U);
  BOOST_TEST(store.call_more("Status").size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_page_has_at_most_a_thousand_documents) {
  (void)daemon().stop();
  for (int i = 0; i < 1001; ++i)
    write_file(path("many/d" + std::to_string(i)), "x");
  daemon().start();
  auto store = client();
  const auto first = store.call("List", R"({"limit":5000})");
  BOOST_TEST(first.member("documents").size() == 1000U);
  BOOST_TEST(first.member("truncated").boolean());
  BOOST_TEST(store.call_more("List").size() == 2U);
}

BOOST_AUTO_TEST_CASE(status_tells_how_the_daemon_is) {
  auto store = client();
  store.put("a.json", "not json");
  const auto status = store.call("Status");
  BOOST_TEST(status.text("state") == "ready");
  BOOST_TEST(status.text("directory") == directory().string());
  BOOST_TEST(status.integer("revision") == 5);
  BOOST_TEST(status.integer("documents") == 5);
  BOOST_TEST(status.integer("commits") == 5);
  BOOST_TEST(status.integer("refused") == 1);
  BOOST_TEST(status.integer("queued") == 0);
  BOOST_TEST(status.integer("commitLatencyP50") > 0);
  BOOST_TEST(status.integer("commitLatencyP99") >= status.integer("commitLatencyP50"));
  BOOST_TEST(status.integer("syncLatencyP99") >= status.integer("syncLatencyP50"));
  BOOST_TEST(status.member("limits").find("documentBytesMax")->integer().value() == 8 * 1024 * 1024);
  BOOST_TEST(status.text("lastCommit").back() == 'Z');
  BOOST_TEST(status.text("started") < status.text("lastCommit"));
  BOOST_TEST(!status.text("filesystem").empty());
  BOOST_TEST(!status.text("durability").empty());
}

BOOST_AUTO_TEST_CASE(status_counts_connections) {
  auto first = client();
  BOOST_TEST(eventually([&] { return first.call("Status").integer("connections") == 1; }));
  auto second = client();
  second.call("Status");
  BOOST_TEST(first.call("Status").integer("connections") == 2);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::test
