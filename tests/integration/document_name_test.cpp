// Goal: no name leads out of the directory or to holdfast's own files (RELIABILITY 3.3, 21-29, 38). Method:
// every bad name through every method, then nothing may have changed inside or outside; look-alike names are
// told apart.
#include <boost/test/unit_test.hpp>

#include "ipc/json/printable.hpp"
#include "ipc/json/writer.hpp"
#include "tests/integration/store.hpp"

namespace holdfast::test {
namespace {

const std::vector<std::string>& bad_names() {
  static const std::vector<std::string> names{
      "../x", "../documents/a.json", "/etc/passwd", "//etc/passwd", "a/../../x", "a/..", "", ".", "..",
      "./a.json", "a.json/", "a//b", "a/./b", "/", "a/",
      // Longer than a name may be: one component, many of them, more than PATH_MAX.
      std::string(201, 'n'), std::string(255, 'n'), std::string(256, 'n'), "a/" + std::string(255, 'n'),
      "1/2/3/4/5/6/7/8/9",
      [] {
        std::string deep;
        for (int i = 0; i < 3000; ++i)
          deep += "d/";
        return deep + "x";
      }(),
      // Characters that end a string, a line, or fool a person.
      std::string("a\0b.json", 8), "a\nb.json", "a\x1b[31mb.json",
      "a\xe2\x80\xae"
      "b.json",
      "caf\xc3\xa9.json", "a b.json", "a\\b.json", "a:b", "a*b", "a?b", "a'b", "a\tb",
      "\xef\xbb\xbf"
      "a.json",
      // Our own, and what could be taken for it.
      ".holdfast", ".holdfast/journal/0000000000000001", ".holdfast/lock", ".a.json",
      ".a.json.0123456789abcdef.tmp", "a.json.tmp", "x.tmp", "x/.holdfast/lock", "x/a.tmp",
      "a.json.conflict-7", "x/b.conflict-", "-rf", "+x", "@x", "~", "a.tmp/b.json", "a.conflict-1/b.json",
      "/proc/self/fd/3", "proc/self/../../../etc/passwd"};
  return names;
}

BOOST_FIXTURE_TEST_SUITE(document_name, Store)

BOOST_AUTO_TEST_CASE(a_bad_name_is_refused_and_touches_nothing) {
  auto store = client();
  store.put("a.json", "1\n");
  const auto inside = documents_below(directory());
  const auto outside_before = documents_below(directory().parent_path());
  for (const auto& name : bad_names()) {
    const auto shown = json::printable(name.substr(0, 60));
    const auto put = store.put(name, "2\n");
    BOOST_TEST((put.error() == "InvalidOperation" || put.error() == "InvalidParameter"),
               shown << ": " << put.error());
    if (put.error() == "InvalidOperation") BOOST_TEST(put.text("field") == "document", shown);
    const auto removed = store.remove(name);
    BOOST_TEST((removed.error() == "InvalidOperation"), shown << ": " << removed.error());
    const auto got = store.get(name);
    BOOST_TEST((got.error() == "InvalidParameter" || got.error() == "NoSuchDocument"),
               shown << ": " << got.error());
  }
  BOOST_TEST((documents_below(directory()) == inside));
  BOOST_TEST((documents_below(directory().parent_path()) == outside_before));
  BOOST_TEST(strays() == "");
  BOOST_TEST(store.call("Status").integer("revision") == 1);
}

BOOST_AUTO_TEST_CASE(an_error_names_no_absolute_path) {
  auto store = client();
  for (const auto& name : bad_names()) {
    const auto reply = store.put(name, "2\n");
    if (!reply.has("message")) continue;
    BOOST_TEST(reply.text("message").find(directory().string()) == std::string::npos);
  }
}

BOOST_AUTO_TEST_CASE(the_longest_good_name_works) {
  auto store = client();
  const std::string name = "d/" + std::string(198, 'n');
  BOOST_TEST(store.put(name, "1").error() == "");
  BOOST_TEST(store.get(name).content() == "1");
  BOOST_TEST(store.put(std::string(200, 'n'), "2").error() == "");
  BOOST_TEST(strays() == "");
}

BOOST_AUTO_TEST_CASE(names_that_look_alike_are_different_documents) {
  auto store = client();
  BOOST_TEST(store.put("Wifi.json", "1\n").error() == "");
  BOOST_TEST(store.put("wifi.json", "2\n", 0).error() == "");
  BOOST_TEST(store.get("Wifi.json").content() == "1\n");
  BOOST_TEST(store.get("wifi.json").content() == "2\n");
}

BOOST_AUTO_TEST_CASE(a_glob_or_after_that_is_no_name_leads_nowhere) {
  auto store = client();
  store.put("a.json", "1\n");
  for (const auto& name : bad_names()) {
    json::Writer writer;
    writer.begin_object().name("documents").begin_array().string(name).end_array();
    const auto reply = store.call("List", writer.member("after", name).end_object().take());
    BOOST_TEST(reply.error() == "");
  }
  for (const auto* pattern : {"[", "[a-", "\\\\", "[[:alpha:", "**/***", "{a,b}"}) {
    json::Writer writer;
    writer.begin_object().name("documents").begin_array().string(pattern).end_array();
    BOOST_TEST(store.call("List", writer.end_object().take()).error() == "");
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::test
