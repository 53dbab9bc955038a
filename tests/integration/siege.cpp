#include "tests/integration/siege.hpp"

namespace holdfast::test {

Siege::Siege() {
  auto store = client();
  store.put("a.json", "{\"a\": 1}\n");
  store.put("deep/b.conf", "b\n");
  documents_ = documents_below(directory());
  // Counted with one idle connection, which is what check_unharmed() leaves behind for a moment at most.
  descriptors_ = 0;
  BOOST_REQUIRE(eventually([&] { return store.call("Status").integer("connections") == 1; }));
  descriptors_ = daemon().open_descriptors() - 1;
}

// All that the attack made the daemon hold is given back.
Siege::~Siege() {
  const bool returned = eventually([this] { return daemon().open_descriptors() == descriptors_; });
  BOOST_TEST(returned,
             "the daemon holds " << daemon().open_descriptors() << " descriptors, not " << descriptors_);
}

void Siege::check_unharmed() {
  auto store = client();
  BOOST_TEST(store.get("a.json").content() == "{\"a\": 1}\n");
  BOOST_TEST(store.call("Status").text("state") == "ready");
  BOOST_TEST(store.put("a.json", "{\"a\": 1}\n").text("outcome") == "unchanged");
  BOOST_TEST((documents_below(directory()) == documents_));
  BOOST_TEST(strays() == "");
}

void Siege::check_closed_after(std::string_view bytes) {
  auto raw = attacker();
  (void)raw.send(bytes);
  const auto answer = raw.receive();
  BOOST_TEST(!answer.has_value(),
             "answered " << answer.value_or("").substr(0, 200) << " to " << bytes.substr(0, 100));
}

std::string Siege::error_of(const std::string& method, const std::string& parameters) {
  auto raw = attacker();
  const bool full = method.find('.') != std::string::npos;
  (void)raw.send_message(R"({"method":")" + (full ? "" : std::string("io.holdfast.config.")) + method +
                         R"(","parameters":)" + parameters + "}");
  const auto answer = raw.receive();
  if (!answer) return "closed";
  const auto reply = reply_from(method, *answer);
  if (reply.error() == "InvalidParameter") return "InvalidParameter " + reply.text("parameter");
  return reply.error();
}

}  // namespace holdfast::test
