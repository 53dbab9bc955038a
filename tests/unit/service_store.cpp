// Goal: every reply of the store's methods is as the interface declares it, and only those who may get one.
// Method: StoreService on a real store, without sockets; each reply is held against its method's type.
#include "daemon/service/store_service.hpp"

#include <algorithm>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/test/unit_test.hpp>

#include "daemon/service/wire_refusal.hpp"
#include "tests/unit/commit_support.hpp"
#include "tests/unit/service_support.hpp"

namespace holdfast::service {
namespace {

using namespace holdfast::test;

class EventList final : public EventLog {
 public:
  void write(const Event& event) override { events.push_back(event); }
  std::vector<Event> events;
};

struct Fixture : StoreFixture {
  Fixture() {
    write("by-hand.json", "{\"a\":1.0}");
    write("bytes.bin", std::string("\0\xFF", 2));
    open();
    queue = std::make_unique<commit::CommitQueue>(io, store->committer(), commit::QueueLimits{});
    StoreInfo info;
    info.version = "1.2.3";
    info.mount = {"ext4", "full"};
    info.connections = [] { return std::size_t{1}; };
    service = std::make_unique<StoreService>(*queue, store->state(), access, events, info);
    service->register_with(methods);
  }
  // The last reply to a call of this method, checked against the interface. `error` is its short name.
  json::ParsedText call(const std::string& method, const std::string& parameters,
                        std::string* error = nullptr, uid_t uid = 0) {
    auto message = varlink::CallMessage::parse(
        R"({"method":"io.holdfast.config.)" + method + R"(","parameters":)" + parameters + "}", {});
    BOOST_TEST_REQUIRE(message.has_value());
    auto peer = std::make_shared<varlink::Peer>();
    peer->uid = uid;
    const auto made = std::make_shared<varlink::Call>(std::move(*message), peer);
    methods.dispatch(made);
    // The writer's answers are no work of the context's own.
    io.restart();
    const auto work = boost::asio::make_work_guard(io);
    while (queue->waiting() > 0)
      io.run_one();
    BOOST_TEST_REQUIRE(made->finished());
    std::string output = made->take_output();
    output.pop_back();  // the NUL
    const auto reply = json_of(output);
    const auto given = reply.root().find("parameters");
    const std::string body = given ? std::string(given->raw()) : "{}";
    const auto name = reply.root().find("error");
    if (error != nullptr) *error = name ? short_name({name->string(), ""}) : "";
    if (name && name->string().starts_with("io.holdfast")) {
      check_fits_interface({name->string(), body});
    } else if (!name) {
      const auto mismatch =
          config_interface().mismatch(config_interface().methods().at(method).out, json_of(body).root());
      BOOST_TEST(!mismatch.has_value(), method << " " << body << ": " << mismatch.value_or(""));
    }
    return json_of(body);
  }
  std::string error_of(const std::string& method, const std::string& parameters, uid_t uid = 0) {
    std::string error;
    (void)call(method, parameters, &error, uid);
    return error;
  }

  boost::asio::io_context io;
  Access access{990, 991};
  EventList events;
  std::unique_ptr<commit::CommitQueue> queue;
  std::unique_ptr<StoreService> service;
  varlink::Service methods{{"Example", "tests", "1", "https://example.com/"}};
};

BOOST_FIXTURE_TEST_SUITE(service_store, Fixture)

BOOST_AUTO_TEST_CASE(a_commit_is_answered_with_its_revision_and_documents) {
  const auto reply = call("Commit", R"({"operations":[{"op":"put","document":"a.json","text":"[1]"}]})");
  BOOST_TEST(reply.root().find("outcome")->string() == "committed");
  BOOST_TEST(*reply.root().find("revision")->integer() == 2);
  BOOST_TEST(read("a.json") == "[1]");
  const auto again = call("Commit", R"({"operations":[{"op":"put","document":"a.json","text":"[1]"}]})");
  BOOST_TEST(again.root().find("outcome")->string() == "unchanged");
}

BOOST_AUTO_TEST_CASE(a_deleted_document_is_answered_as_absent) {
  const auto reply = call("Commit", R"({"operations":[{"op":"delete","document":"bytes.bin"}]})");
  const auto document = *reply.root().find("documents")->begin();
  BOOST_TEST(*document.find("revision")->integer() == 0);
}

BOOST_AUTO_TEST_CASE(what_was_committed_is_what_get_and_list_show_and_the_log_tells) {
  (void)call("Commit", R"({"operations":[{"op":"put","document":"a.json","text":"[1]"}],"message":"why"})");
  const auto got = call("Get", R"({"document":"a.json"})");
  BOOST_TEST(got.root().find("text")->string() == "[1]");
  BOOST_TEST(call("List", "{}").root().find("documents")->raw().find("a.json") != std::string_view::npos);
  BOOST_TEST_REQUIRE(!events.events.empty());
  BOOST_TEST((events.events.back().kind == EventKind::committed));
  BOOST_TEST(events.events.back().message.find("why") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(bytes_that_are_no_text_come_as_base64) {
  const auto reply = call("Get", R"({"document":"bytes.bin"})");
  BOOST_TEST(reply.root().find("base64")->string() == "AP8=");
  BOOST_TEST(!reply.root().find("text").has_value());
}

BOOST_AUTO_TEST_CASE(refusals_arrive_as_declared) {
  BOOST_TEST(error_of("Get", R"({"document":"missing.json"})") == "NoSuchDocument");
  BOOST_TEST(error_of("Commit", R"({"operations":[{"op":"delete","document":"missing"}]})") ==
             "NoSuchDocument");
  BOOST_TEST(error_of("Commit", R"({"operations":[{"op":"put","document":"a.json","text":"["}]})") ==
             "InvalidDocument");
  BOOST_TEST(error_of("Commit", R"({"operations":[{"op":"put","document":"a","text":"","ifRevision":5}]})") ==
             "RevisionMismatch");
  BOOST_TEST(error_of("Commit", R"({"operations":[{"op":"put","document":"../a","text":""}]})") ==
             "InvalidOperation");
  write("by-hand.json", "{");
  BOOST_TEST(error_of("Commit", R"({"operations":[{"op":"put","document":"by-hand.json","text":"1"}]})") ==
             "InvalidOnDisk");
  files.fail_kind(CallKind::create_exclusive, 1, 1, EROFS);
  BOOST_TEST(error_of("Commit", R"({"operations":[{"op":"put","document":"a","text":""}]})") ==
             "StorageFailed");
}

BOOST_AUTO_TEST_CASE(the_status_fits_the_interface_before_and_after_commits) {
  BOOST_TEST(call("Status", "{}").root().find("state")->string() == "ready");
  (void)call("Commit", R"({"operations":[{"op":"put","document":"a.json","text":"[1]"}]})");
  BOOST_TEST(*call("Status", "{}").root().find("revision")->integer() == 2);
}

BOOST_AUTO_TEST_CASE(a_stranger_gets_nothing_and_changes_nothing) {
  constexpr uid_t stranger = 4711;
  for (const auto& [method, parameters] : std::vector<std::pair<std::string, std::string>>{
           {"Get", R"({"document":"by-hand.json"})"},
           {"Get", R"({"document":"missing.json"})"},
           {"List", "{}"},
           {"Commit", R"({"operations":[{"op":"delete","document":"by-hand.json"}]})"},
           {"Commit", R"({"operations":[{"op":"delete","document":"missing.json"}]})"},
           {"Commit", R"({"operations":[{"op":"delete","document":"../x"}]})"}})
    BOOST_TEST(error_of(method, parameters, stranger) == "PermissionDenied", method);
  BOOST_TEST(read("by-hand.json") == "{\"a\":1.0}");
}

BOOST_AUTO_TEST_CASE(a_value_is_read_by_its_path_in_its_own_spelling) {
  const auto reply = call("Get", R"({"document":"by-hand.json","path":"/a"})");
  BOOST_TEST(reply.root().find("value")->raw() == "1.0");
  BOOST_TEST(!reply.root().find("text").has_value());
  BOOST_TEST(call("Get", R"({"document":"by-hand.json","path":""})").root().find("value")->raw() ==
             "{\"a\":1.0}");
  BOOST_TEST(error_of("Get", R"({"document":"by-hand.json","path":"/b"})") == "NoSuchPath");
  BOOST_TEST(error_of("Get", R"({"document":"by-hand.json","path":"b"})") == "InvalidParameter");
  BOOST_TEST(error_of("Get", R"({"document":"bytes.bin","path":""})") == "InvalidParameter");
}

BOOST_AUTO_TEST_CASE(an_edit_is_answered_with_what_was_applied_its_tokens_resolved) {
  (void)call(
      "Commit",
      R"({"operations":[{"op":"put","document":"s.json","text":"[{\"id\":\"a\"},{\"id\":\"b\"}]\n"}]})");
  const auto reply = call("Commit", R"({"operations":[
      {"op":"add","document":"s.json","path":"/id=b/n","value":1.0},
      {"op":"add","document":"s.json","path":"/-","value":{"id":"c"}},
      {"op":"copy","document":"s.json","from":"/id=a","path":"/id=c"},
      {"op":"test","document":"s.json","path":"/0/id","value":"a"}]})");
  BOOST_TEST(std::string(reply.root().find("applied")->raw()) ==
             R"([{"op":"add","document":"s.json","path":"/1/n","value":1.0},)"
             R"({"op":"add","document":"s.json","path":"/2","value":{"id":"c"}},)"
             R"({"op":"copy","document":"s.json","path":"/2","from":"/0"},)"
             R"({"op":"test","document":"s.json","path":"/0/id","value":"a"}])");
  BOOST_TEST(read("s.json") == "[{\"id\":\"a\"},{\"id\":\"b\",\"n\":1.0},{\"id\":\"a\"},{\"id\":\"c\"}]\n");
}

BOOST_AUTO_TEST_CASE(a_dry_run_tells_the_difference_and_writes_nothing) {
  const auto reply = call(
      "Commit", R"({"dryRun":true,"operations":[{"op":"add","document":"by-hand.json","path":"/b","value":2},
                                                    {"op":"put","document":"new.json","text":"[1]"},
                                                    {"op":"delete","document":"bytes.bin"}]})");
  BOOST_TEST(reply.root().find("outcome")->string() == "planned");
  BOOST_TEST(*reply.root().find("revision")->integer() == 1);
  const auto diffs = *reply.root().find("diffs");
  BOOST_TEST(diffs.size() == 3U);
  BOOST_TEST(
      (*diffs.begin()).string() ==
      "--- a/by-hand.json\n+++ b/by-hand.json\n@@ -1 +1 @@\n-{\"a\":1.0}\n\\ No newline at end of file\n"
      "+{\"a\":1.0,\"b\":2}\n\\ No newline at end of file\n");
  BOOST_TEST(read("by-hand.json") == "{\"a\":1.0}");
  BOOST_TEST(*call("Status", "{}").root().find("commits")->integer() == 0);
  BOOST_TEST(error_of("Get", R"({"document":"new.json"})") == "NoSuchDocument");
  const auto nothing =
      call("Commit",
           R"({"dryRun":true,"operations":[{"op":"test","document":"by-hand.json","path":"/a","value":1}]})");
  BOOST_TEST(nothing.root().find("outcome")->string() == "unchanged");
  BOOST_TEST(nothing.root().find("diffs")->size() == 0U);
}

BOOST_AUTO_TEST_CASE(the_first_operation_that_fails_refuses_all_with_its_place) {
  std::string error;
  const auto reply =
      call("Commit", R"({"operations":[{"op":"add","document":"by-hand.json","path":"/b","value":2},
                                                      {"op":"put","document":"new.json","text":"[1]"},
                                                      {"op":"remove","document":"by-hand.json","path":"/c/d"}]})",
           &error);
  BOOST_TEST(error == "NoSuchPath");
  BOOST_TEST(*reply.root().find("operation")->integer() == 2);
  BOOST_TEST(reply.root().find("path")->string() == "/c/d");
  BOOST_TEST(reply.root().find("document")->string() == "by-hand.json");
  BOOST_TEST(read("by-hand.json") == "{\"a\":1.0}");
  BOOST_TEST(error_of("Get", R"({"document":"new.json"})") == "NoSuchDocument");
}

BOOST_AUTO_TEST_CASE(a_failed_test_and_an_edit_of_bytes_are_refused_as_declared) {
  BOOST_TEST(error_of("Commit",
                      R"({"operations":[{"op":"test","document":"by-hand.json","path":"/a","value":2}]})") ==
             "TestFailed");
  BOOST_TEST(
      error_of("Commit", R"({"operations":[{"op":"add","document":"bytes.bin","path":"/a","value":2}]})") ==
      "InvalidOperation");
  BOOST_TEST(
      error_of("Commit", R"({"operations":[{"op":"add","document":"none.json","path":"/a","value":2}]})") ==
      "NoSuchDocument");
}

BOOST_AUTO_TEST_CASE(methods_of_later_versions_say_so) {
  BOOST_TEST(error_of("Confirm", R"({"revision":1})") == "MethodNotImplemented");
  BOOST_TEST(error_of("Verify", "{}") == "MethodNotImplemented");
}

BOOST_AUTO_TEST_CASE(a_commit_sent_again_with_its_id_is_answered_as_the_first_time) {
  const std::string parameters = R"({"requestId":"one","operations":[
      {"op":"add","document":"by-hand.json","path":"/b","value":2},
      {"op":"put","document":"a.json","text":"[1]"}]})";
  const auto first = call("Commit", parameters);
  BOOST_TEST(first.root().find("outcome")->string() == "committed");
  (void)call("Commit", R"({"operations":[{"op":"put","document":"a.json","text":"[2]"}]})");
  const auto again = call("Commit", parameters);
  BOOST_TEST(again.text() == first.text());
  BOOST_TEST(read("a.json") == "[2]");
  BOOST_TEST(*call("Status", "{}").root().find("commits")->integer() == 2);
  const auto committed = std::count_if(events.events.begin(), events.events.end(), [](const Event& event) {
    return event.kind == EventKind::committed && event.request_id == "one";
  });
  BOOST_TEST(committed == 1);
}

BOOST_AUTO_TEST_CASE(an_id_used_for_something_else_is_refused_by_name) {
  (void)call("Commit", R"({"requestId":"one","operations":[{"op":"put","document":"a.json","text":"[1]"}]})");
  std::string error;
  const auto reply =
      call("Commit", R"({"requestId":"one","operations":[{"op":"put","document":"a.json","text":"[2]"}]})",
           &error);
  BOOST_TEST(error == "RequestIdReused");
  BOOST_TEST(reply.root().find("requestId")->string() == "one");
  BOOST_TEST(read("a.json") == "[1]");
}

BOOST_AUTO_TEST_CASE(resolve_tells_of_a_commit_and_keeps_an_unknown_one_from_happening) {
  (void)call("Commit", R"({"requestId":"one","operations":[{"op":"put","document":"a.json","text":"[1]"}]})");
  const auto known = call("Resolve", R"({"requestId":"one"})");
  BOOST_TEST(known.root().find("outcome")->string() == "committed");
  BOOST_TEST(*known.root().find("revision")->integer() == 2);
  const auto unknown = call("Resolve", R"({"requestId":"two"})");
  BOOST_TEST(unknown.root().find("outcome")->string() == "notApplied");
  BOOST_TEST(!unknown.root().find("revision").has_value());
  BOOST_TEST(
      error_of("Commit",
               R"({"requestId":"two","operations":[{"op":"put","document":"a.json","text":"[2]"}]})") ==
      "RequestIdReused");
  BOOST_TEST(read("a.json") == "[1]");
  BOOST_TEST(error_of("Resolve", R"({"requestId":""})") == "InvalidParameter");
  BOOST_TEST(error_of("Resolve", R"({"requestId":"one"})", 4711) == "PermissionDenied");
}

BOOST_AUTO_TEST_CASE(a_store_that_cannot_tell_says_unknown) {
  files.on_call([this](const Call& made) {
    if (made.kind == CallKind::rename && made.target == "a.json")
      files.fail_kind(CallKind::sync_directory, 1, FailingFileSystem::for_ever, EIO);
  });
  std::string error;
  const auto reply =
      call("Commit", R"({"requestId":"one","operations":[{"op":"put","document":"a.json","text":"[1]"}]})",
           &error);
  BOOST_TEST(error == "OutcomeUnknown");
  BOOST_TEST_REQUIRE(reply.root().find("requestId").has_value());
  BOOST_TEST(reply.root().find("requestId")->string() == "one");
  for (const std::string id : {"one", "two"})
    BOOST_TEST(call("Resolve", R"({"requestId":")" + id + "\"}").root().find("outcome")->string() ==
               "unknown");
  BOOST_TEST(call("Status", "{}").root().find("state")->string() == "degraded");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::service
