// Goal: the interface file in the tree, the methods registered and what the daemon tells of itself are one
// and the same. Method: the service's own registration in this process, and the running daemon asked.
#include <boost/test/unit_test.hpp>
#include <set>

#include "daemon/disk/posix_file_system.hpp"
#include "daemon/service/store_service.hpp"
#include "tests/integration/store.hpp"

namespace holdfast::test {
namespace {

struct NoLog final : service::EventLog {
  void write(const service::Event&) override {}
};

std::string interface_file(const char* name) {
  return read_file(std::filesystem::path(HOLDFAST_SOURCE_DIR) / "ipc" / name);
}

BOOST_AUTO_TEST_SUITE(method_set)

BOOST_AUTO_TEST_CASE(every_declared_method_is_registered_and_no_other) {
  const TemporaryDirectory place;
  disk::PosixFileSystem files;
  const auto directory = disk::ManagedDirectory::open(files, place.path()).value();
  commit::Committer committer(directory, {}, {});
  boost::asio::io_context io;
  commit::CommitQueue queue(io, committer, {});
  const service::Access access(0, 0);
  NoLog log;
  service::StoreService store(queue, {}, access, log, {});
  varlink::Service service({"v", "p", "0", "u"});
  store.register_with(service);
  const auto names = service.method_names();
  const std::set<std::string> registered(names.begin(), names.end());
  std::set<std::string> declared;
  for (const auto* file : {"io.holdfast.config.varlink", "org.varlink.service.varlink"}) {
    const auto interface = varlink::Interface::parse(interface_file(file));
    BOOST_REQUIRE(interface.has_value());
    for (const auto& [name, method] : interface->methods())
      declared.insert(interface->name() + "." + name);
  }
  BOOST_TEST(registered == declared, boost::test_tools::per_element());
}

BOOST_FIXTURE_TEST_CASE(the_running_daemon_describes_itself_with_the_file_of_the_tree, Store) {
  auto store = client();
  const auto described = [&](const std::string& name) {
    return store.call("org.varlink.service.GetInterfaceDescription", R"({"interface":")" + name + "\"}")
        .text("description");
  };
  BOOST_TEST(described("io.holdfast.config") == interface_file("io.holdfast.config.varlink"));
  BOOST_TEST(described("org.varlink.service") == interface_file("org.varlink.service.varlink"));
}

BOOST_FIXTURE_TEST_CASE(the_running_daemon_tells_who_it_is, Store) {
  auto store = client();
  const auto info = store.call("org.varlink.service.GetInfo");
  BOOST_TEST(info.text("product") == "holdfastd");
  BOOST_TEST(info.text("version") == store.call("Status").text("version"));
  BOOST_TEST(std::string(info.member("interfaces").raw()) ==
             R"(["io.holdfast.config","org.varlink.service"])");
}

BOOST_FIXTURE_TEST_CASE(every_declared_method_answers, Store) {
  auto store = client();
  const auto interface = varlink::Interface::parse(interface_file("io.holdfast.config.varlink"));
  for (const auto& [name, method] : interface->methods())
    BOOST_TEST(store.call(name).error() != "MethodNotFound");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::test
