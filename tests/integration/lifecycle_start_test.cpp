// Goal: the daemon starts only where it can keep its promises, and says in one line why it does not. Method:
// each reason made by hand, then the exit code, the line, and that nothing was touched.
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <boost/test/unit_test.hpp>

#include "tests/integration/store.hpp"

namespace holdfast::test {
namespace {

namespace fs = std::filesystem;

struct Starting : Store {
  Starting() : Store("", Begin::stopped) {}
  // The one line it says; it must end with `exit_code` within bounds.
  std::string refusal(DaemonProcess& process, int exit_code = 1) {
    const auto code = process.launch().wait(std::chrono::seconds(30));
    BOOST_TEST((code == exit_code), "ended with " << code.value_or(-1));
    const auto said = process.log();
    BOOST_TEST(std::count(said.begin(), said.end(), '\n') == 1, said);
    BOOST_TEST(said.starts_with("holdfastd: "), said);
    return said;
  }
  std::string refusal() { return refusal(daemon()); }
  // The file that the journal is, as long as it is short.
  fs::path only_segment() {
    const std::vector<fs::path> found(fs::directory_iterator(path(".holdfast/journal")), {});
    BOOST_REQUIRE(found.size() == 1U);
    return found.front();
  }
  std::string refusal_of_settings(const std::string& settings) {
    daemon().options().settings = settings;
    return refusal();
  }
};

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::string changed_at(std::string bytes, std::size_t at) {
  bytes.at(at) = static_cast<char>(bytes.at(at) ^ 0x10);
  return bytes;
}

BOOST_FIXTURE_TEST_SUITE(lifecycle_start, Starting)

BOOST_AUTO_TEST_CASE(a_second_daemon_on_the_same_directory_refuses) {
  daemon().start();
  client().put("a.json", "1\n");
  DaemonProcess second({.directory = directory(), .socket = outside("second")});
  BOOST_TEST(contains(refusal(second), "is served by another holdfastd already"));
  BOOST_TEST(!fs::exists(outside("second")));
  BOOST_TEST(client().put("a.json", "2\n").error() == "");
}

BOOST_AUTO_TEST_CASE(a_second_daemon_on_the_same_socket_refuses) {
  daemon().start();
  fs::create_directory(outside("other"));
  DaemonProcess second({.directory = outside("other"), .socket = socket()});
  BOOST_TEST(contains(refusal(second), "somebody is listening on"));
  BOOST_TEST(client().call("Status").text("directory") == directory().string());
}

BOOST_AUTO_TEST_CASE(a_stale_socket_is_replaced) {
  daemon().start();
  daemon().kill();
  BOOST_TEST(fs::is_socket(socket()));
  daemon().start();
  BOOST_TEST(client().call("Status").text("state") == "ready");
}

BOOST_AUTO_TEST_CASE(what_is_no_socket_is_not_removed) {
  write_file(socket(), "a plain file");
  BOOST_TEST(contains(refusal(), "is not a socket"));
  BOOST_TEST(read_file(socket()) == "a plain file");
  fs::remove(socket());
  fs::create_symlink(outside("target"), socket());
  BOOST_TEST(contains(refusal(), "is not a socket"));
  BOOST_TEST(fs::is_symlink(socket()));
  fs::remove(socket());
  fs::create_directory(socket());
  BOOST_TEST(contains(refusal(), "is not a socket"));
}

BOOST_AUTO_TEST_CASE(a_socket_path_that_is_too_long_is_told) {
  DaemonProcess other({.directory = directory(), .socket = outside(std::string(120, 's'))});
  BOOST_TEST(contains(refusal(other), "at most 107 bytes"));
}

BOOST_AUTO_TEST_CASE(the_socket_is_open_to_all) {
  daemon().start();
  struct stat found {};
  ::lstat(socket().c_str(), &found);
  BOOST_TEST((found.st_mode & 0777U) == 0666U);
}

BOOST_AUTO_TEST_CASE(a_wrong_setting_is_told_with_its_place) {
  BOOST_TEST(contains(refusal_of_settings("{\n  \"logLevel\": \"info\",\n  \"colour\": 1\n}"),
                      "line 3, column 3: unknown setting \"colour\""));
  BOOST_TEST(contains(refusal_of_settings("{\"documentBytesMax\": -1}"),
                      "line 1, column 2: \"documentBytesMax\" must be"));
  BOOST_TEST(contains(refusal_of_settings("{\"documentBytesMax\": \"8\"}"), "must be a whole number"));
  BOOST_TEST(contains(refusal_of_settings("{\"newFileMode\": 420}"), "four octal digits"));
  BOOST_TEST(contains(refusal_of_settings("{\"logLevel\": \"loud\"}"), "must be one of"));
  BOOST_TEST(contains(refusal_of_settings("{\n\"logLevel\" \"info\"}"), "line 2, column "));
  BOOST_TEST(
      contains(refusal_of_settings("{\"logLevel\":\"info\",\"logLevel\":\"debug\"}"), "line 1, column "));
  BOOST_TEST(contains(refusal_of_settings("[]"), "settings are a JSON object"));
  BOOST_TEST(!fs::exists(path(".holdfast")));
}

BOOST_AUTO_TEST_CASE(a_settings_file_that_cannot_be_read_is_told) {
  const auto run = run_program({{HOLDFASTD_PATH, "--directory", directory().string(), "--socket",
                                 socket().string(), "--settings", outside("none").string()},
                                {},
                                {},
                                {}});
  BOOST_TEST(run.exit_code == 1);
  BOOST_TEST(contains(run.errors, "cannot read the settings file"));
}

BOOST_AUTO_TEST_CASE(settings_take_effect) {
  daemon().options().settings = R"({"documentBytesMax": 10, "commitDocumentsMax": 1})";
  daemon().start();
  auto store = client();
  BOOST_TEST(store.put("a.txt", "0123456789").error() == "");
  BOOST_TEST(store.put("a.txt", "0123456789x").error() == "TooLarge");
  BOOST_TEST(store.commit({put_operation("a.txt", "1"), put_operation("b.txt", "1")}).error() == "TooLarge");
  BOOST_TEST(store.call("Status").member("limits").find("documentBytesMax")->integer().value() == 10);
}

BOOST_AUTO_TEST_CASE(a_wrong_command_line_is_2) {
  for (const auto& arguments : std::vector<std::vector<std::string>>{
           {}, {"--directory", "x"}, {"--socket", "x"}, {"--directory", "x", "--socket", "y", "--unknown"}}) {
    std::vector<std::string> all{HOLDFASTD_PATH};
    all.insert(all.end(), arguments.begin(), arguments.end());
    const auto run = run_program({all, {}, {}, {}});
    BOOST_TEST(run.exit_code == 2);
    BOOST_TEST(run.output == "");
    BOOST_TEST(std::count(run.errors.begin(), run.errors.end(), '\n') == 1, run.errors);
  }
}

BOOST_AUTO_TEST_CASE(a_missing_directory_is_told) {
  DaemonProcess other({.directory = outside("none"), .socket = socket()});
  BOOST_TEST(contains(refusal(other), "No such file or directory"));
  write_file(outside("file"), "x");
  DaemonProcess another({.directory = outside("file"), .socket = socket()});
  BOOST_TEST(contains(refusal(another), "Not a directory"));
}

BOOST_AUTO_TEST_CASE(a_damaged_journal_is_served_read_only_and_says_what_to_do) {
  daemon().start();
  client().put("a.json", "1\n");
  client().put("a.json", "2\n");
  daemon().stop();
  const auto segment = only_segment();
  const auto good = read_file(segment);
  constexpr std::size_t header = 128;
  // The segment's own header as of another version, its first record, and all of it gone.
  for (const auto& bad :
       {changed_at(good, 0), changed_at(good, 8), changed_at(good, header + 20), std::string()}) {
    write_file(segment, bad);
    daemon().start();
    auto store = client();
    const auto status = store.call("Status");
    BOOST_TEST(status.text("state") == "degraded");
    BOOST_TEST(contains(status.text("reason"), "the journal is damaged (segment 0000000000000001, byte "));
    BOOST_TEST(contains(status.text("reason"), "restore .holdfast/journal from a backup, or move it away"));
    BOOST_TEST(store.get("a.json").content() == "2\n");
    const auto refused = store.put("a.json", "3\n");
    BOOST_TEST(refused.error() == "ReadOnly");
    BOOST_TEST(refused.text("reason") == "degraded");
    BOOST_TEST(store.put("new.json", "3\n").error() == "ReadOnly");
    daemon().stop();
    BOOST_TEST(contains(daemon().log(), "restore .holdfast/journal from a backup, or move it away"));
    BOOST_TEST((read_file(segment) == bad), "a damaged journal is left as it is");
    BOOST_TEST(file("a.json") == "2\n");
    BOOST_TEST(!fs::exists(path("new.json")));
  }
  write_file(segment, good);
  daemon().start();
  BOOST_TEST(client().call("Status").text("state") == "ready");
  BOOST_TEST(client().get("a.json").document_revision() == 2);
  BOOST_TEST(client().put("a.json", "3\n").integer("revision") == 3);
}

BOOST_AUTO_TEST_CASE(a_damaged_journal_that_was_moved_away_starts_counting_anew) {
  daemon().start();
  client().put("a.json", "1\n");
  client().put("a.json", "2\n");
  daemon().stop();
  write_file(only_segment(), "damaged");
  fs::rename(path(".holdfast/journal"), outside("journal.damaged"));
  daemon().start();
  BOOST_TEST(client().call("Status").text("state") == "ready");
  BOOST_TEST(client().get("a.json").document_revision() == 1);
  BOOST_TEST(client().put("a.json", "3\n").integer("revision") == 2);
}

BOOST_AUTO_TEST_CASE(a_few_descriptors_are_enough_and_running_out_of_them_passes) {
  daemon().options().prepare = [] {
    const rlimit limit{32, 32};
    (void)::setrlimit(RLIMIT_NOFILE, &limit);
  };
  daemon().start();
  {
    std::vector<client::Connection> held;
    for (int i = 0; i < 64; ++i) {
      if (auto connection = client::Connection::open(socket().string()))
        held.push_back(std::move(*connection));
    }
    BOOST_TEST(held.size() >= 16U);
  }
  BOOST_TEST(eventually([&] {
    auto connection = client::Connection::open(socket().string());
    return connection && connection->call("io.holdfast.config.Status", "{}").has_value();
  }));
  BOOST_TEST(client().put("a.json", "1\n").error() == "");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::test
