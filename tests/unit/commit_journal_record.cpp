// Goal: what is written down in the journal is read back, every field of it, and bytes that are no such
// record are refused without taking memory for what they claim. Method: records with all fields set, whole,
// cut at every byte, and with lengths that cannot be.
#include "daemon/commit/journal_record.hpp"

#include <boost/test/unit_test.hpp>

#include "daemon/disk/byte_code.hpp"
#include "tests/support/counted_memory.hpp"
#include "tests/support/test_store.hpp"

namespace holdfast::commit {
namespace {

using namespace holdfast::test;

Checkpoint full_checkpoint() {
  return {{77},
          {{name("a.json"), {3}, std::string(64, 'a'), "2024-01-02T03:04:05.000006Z"},
           {name("x/broken.json"), {9}, "", "2024-01-02T03:04:05.000007Z"}},
          {{1000, "id with \"odd\" letters", "2024-01-02T03:04:05.000008Z"}, {0, "other", "then"}}};
}

JournaledTransaction full_transaction() {
  JournaledTransaction transaction;
  transaction.kind = JournaledTransaction::Kind::commit;
  transaction.changed = true;
  transaction.revision = {1ull << 52U};
  transaction.uid = 1000;
  transaction.gid = 1001;
  transaction.pid = 4'000'000;
  transaction.message = std::string("why\n\0\xC3\xA9", 7);
  transaction.request_id = "one";
  transaction.operations_digest = disk::sha256_of("operations");
  transaction.operations = {
      {Operation::Kind::put, name("a.json"), "", "", std::nullopt},
      {Operation::Kind::delete_document, name("b.json"), "", "", std::nullopt},
      {Operation::Kind::move, name("a.json"), "/x~1y", "/list/0", std::nullopt},
      {Operation::Kind::merge, name("a.json"), "", "", "{\"b\" : 1.0}"},
      {Operation::Kind::test, name("a.json"), "/x", "", ""},
  };
  transaction.documents = {{name("a.json"), {5}, 1ull << 40U, std::string(64, 'b'), 0640, "then"},
                           {name("b.json"), {}, 0, "", 0, "then"}};
  return transaction;
}

JournaledGroup full_group() {
  JournaledTransaction by_hand;
  by_hand.kind = JournaledTransaction::Kind::by_hand;
  by_hand.revision = {5};
  JournaledTransaction fence;
  fence.kind = JournaledTransaction::Kind::fence;
  fence.request_id = "fenced";
  JournaledGroup group{"2024-01-02T03:04:05.000006Z", {full_transaction(), by_hand, fence}, {}};
  group.changes = {
      {name("a.json"),
       {5},
       false,
       std::string(64, 'a'),
       1ull << 63U,
       -5,
       std::string(64, 'b'),
       0640,
       1000,
       1001,
       {{0, "", "inserted"}, {1ull << 33U, std::string("remo\0ved", 8), ""}}},
      {name("b.json"), {6}, false, std::string(64, 'c'), 12, 1ll << 62U, "", 0, 0, 0, {{0, "all", ""}}},
      {name("x/y/c.bin"), {7}, true, "", 0, 0, std::string(64, 'd'), 0600, 0, 0, {}},
  };
  return group;
}

void check_equal(const JournaledTransaction& one, const JournaledTransaction& other) {
  BOOST_TEST((one.kind == other.kind));
  BOOST_TEST(one.changed == other.changed);
  BOOST_TEST(one.revision.number == other.revision.number);
  BOOST_TEST(one.uid == other.uid);
  BOOST_TEST(one.gid == other.gid);
  BOOST_TEST(one.pid == other.pid);
  BOOST_TEST(one.message == other.message);
  BOOST_TEST(one.request_id == other.request_id);
  BOOST_TEST((one.operations_digest == other.operations_digest));
  BOOST_TEST_REQUIRE(one.operations.size() == other.operations.size());
  for (std::size_t i = 0; i < one.operations.size(); ++i) {
    const auto &a = one.operations[i], &b = other.operations[i];
    BOOST_TEST((a.kind == b.kind && a.document == b.document && a.path == b.path && a.from == b.from));
    BOOST_TEST((a.value == b.value));
  }
  BOOST_TEST_REQUIRE(one.documents.size() == other.documents.size());
  for (std::size_t i = 0; i < one.documents.size(); ++i) {
    const auto &a = one.documents[i], &b = other.documents[i];
    BOOST_TEST((a.name == b.name && a.revision == b.revision && a.bytes == b.bytes && a.digest == b.digest));
    BOOST_TEST((a.mode == b.mode && a.modified == b.modified));
  }
}

void check_equal(const JournaledChange& one, const JournaledChange& other) {
  BOOST_TEST((one.name == other.name));
  BOOST_TEST(one.revision.number == other.revision.number);
  BOOST_TEST(one.by_hand == other.by_hand);
  BOOST_TEST(one.digest_before == other.digest_before);
  BOOST_TEST(one.inode_before == other.inode_before);
  BOOST_TEST(one.born_before_ns == other.born_before_ns);
  BOOST_TEST(one.digest_after == other.digest_after);
  BOOST_TEST(one.mode == other.mode);
  BOOST_TEST(one.uid == other.uid);
  BOOST_TEST(one.gid == other.gid);
  BOOST_TEST((one.splices == other.splices));
}

BOOST_AUTO_TEST_SUITE(commit_journal_record)

BOOST_AUTO_TEST_CASE(a_checkpoint_is_read_back_with_every_field) {
  const auto written = full_checkpoint();
  const auto read = decode_checkpoint(encode(written));
  BOOST_TEST_REQUIRE(read.has_value());
  BOOST_TEST(read->revision.number == 77U);
  BOOST_TEST_REQUIRE(read->documents.size() == 2U);
  for (std::size_t i = 0; i < 2; ++i) {
    const auto &a = written.documents[i], &b = read->documents[i];
    BOOST_TEST(
        (a.name == b.name && a.revision == b.revision && a.digest == b.digest && a.modified == b.modified));
  }
  BOOST_TEST_REQUIRE(read->fences.size() == 2U);
  for (std::size_t i = 0; i < 2; ++i) {
    const auto &a = written.fences[i], &b = read->fences[i];
    BOOST_TEST((a.uid == b.uid && a.request_id == b.request_id && a.time == b.time));
  }
}

BOOST_AUTO_TEST_CASE(a_group_is_read_back_with_every_field) {
  const auto written = full_group();
  const auto read = decode_group(encode(written));
  BOOST_TEST_REQUIRE(read.has_value());
  BOOST_TEST(read->time == written.time);
  BOOST_TEST_REQUIRE(read->transactions.size() == written.transactions.size());
  for (std::size_t i = 0; i < written.transactions.size(); ++i)
    check_equal(read->transactions[i], written.transactions[i]);
  BOOST_TEST_REQUIRE(read->changes.size() == written.changes.size());
  for (std::size_t i = 0; i < written.changes.size(); ++i)
    check_equal(read->changes[i], written.changes[i]);
}

BOOST_AUTO_TEST_CASE(a_transaction_is_read_back_alone) {
  const auto read = decode_transaction(encode(full_transaction()));
  BOOST_TEST_REQUIRE(read.has_value());
  check_equal(*read, full_transaction());
}

BOOST_AUTO_TEST_CASE(empty_ones_are_read_back) {
  BOOST_TEST(decode_checkpoint(encode(Checkpoint{})).has_value());
  BOOST_TEST(decode_group(encode(JournaledGroup{})).has_value());
  BOOST_TEST(decode_transaction(encode(JournaledTransaction{})).has_value());
}

BOOST_AUTO_TEST_CASE(the_revision_of_a_group_is_the_highest_of_its_transactions) {
  BOOST_TEST(full_group().revision().number == 1ull << 52U);
  BOOST_TEST(JournaledGroup{}.revision().number == 0U);
}

BOOST_AUTO_TEST_CASE(what_is_cut_at_any_byte_or_longer_than_it_should_be_is_refused) {
  const auto checkpoint = encode(full_checkpoint()), group = encode(full_group()),
             transaction = encode(full_transaction());
  for (std::size_t size = 0; size < checkpoint.size(); ++size)
    BOOST_TEST(!decode_checkpoint(checkpoint.substr(0, size)).has_value(), "cut at " << size);
  for (std::size_t size = 0; size < group.size(); ++size)
    BOOST_TEST(!decode_group(group.substr(0, size)).has_value(), "cut at " << size);
  for (std::size_t size = 0; size < transaction.size(); ++size)
    BOOST_TEST(!decode_transaction(transaction.substr(0, size)).has_value(), "cut at " << size);
  BOOST_TEST(!decode_checkpoint(checkpoint + '\0').has_value());
  BOOST_TEST(!decode_group(group + '\0').has_value());
  BOOST_TEST(!decode_transaction(transaction + '\0').has_value());
}

BOOST_AUTO_TEST_CASE(lengths_that_cannot_be_take_no_memory) {
  const auto checkpoint = encode(full_checkpoint()), group = encode(full_group());
  // Any four bytes may be a length.
  for (const std::uint32_t length : {0xFFFFFFFFU, 0x7FFFFFFFU, 0x10000000U, 0x00FFFFFFU}) {
    const auto claim = disk::ByteWriter().u32(length).take();
    for (std::size_t at = 0; at + 4 <= group.size(); ++at) {
      auto payload = group;
      payload.replace(at, 4, claim);
      auto other = checkpoint;
      if (at + 4 <= other.size()) other.replace(at, 4, claim);
      const auto before = memory_in_use();
      start_peak();
      (void)decode_group(payload);
      (void)decode_checkpoint(other);
      BOOST_TEST(memory_peak() - before < 64 * 1024U,
                 length << " at " << at << " took " << memory_peak() - before);
    }
  }
}

BOOST_AUTO_TEST_CASE(names_and_kinds_that_cannot_be_are_refused) {
  const auto payload = encode(full_checkpoint());
  for (const std::string bad : {"../../", ".a.tmp", "a//jso"}) {
    auto other = payload;
    BOOST_TEST_REQUIRE(bad.size() == std::string("a.json").size());
    other.replace(other.find("a.json"), bad.size(), bad);
    BOOST_TEST(!decode_checkpoint(other).has_value(), bad);
  }
  auto transaction = full_transaction();
  transaction.kind = static_cast<JournaledTransaction::Kind>(3);
  BOOST_TEST(!decode_transaction(encode(transaction)).has_value());
  transaction = full_transaction();
  transaction.operations[0].kind = static_cast<Operation::Kind>(9);
  BOOST_TEST(!decode_transaction(encode(transaction)).has_value());
}

BOOST_AUTO_TEST_CASE(operations_that_ask_for_the_same_have_one_digest_and_others_have_another) {
  using Kind = Operation::Kind;
  const std::vector<std::vector<Operation>> all{
      {},
      {put("a.json", "[1]")},
      {put("a.json", "[1]", 0)},
      {put("a.json", "[1]", 1)},
      {put("a.json", "")},
      {put("b.json", "[1]")},
      {put("a.json", "[1]"), put("a.json", "[1]")},
      {remove("a.json")},
      {remove("a.json", 0)},
      {edit(Kind::add, "a.json", "/x", "1")},
      {edit(Kind::add, "a.json", "/x", "1.0")},
      {edit(Kind::add, "a.json", "/x", "null")},
      {edit(Kind::add, "a.json", "/x/y", "1")},
      {edit(Kind::replace, "a.json", "/x", "1")},
  };
  for (std::size_t i = 0; i < all.size(); ++i) {
    for (std::size_t k = 0; k < all.size(); ++k)
      BOOST_TEST((digest_of(all[i]) == digest_of(all[k])) == (i == k), i << " and " << k);
  }
  BOOST_TEST((digest_of({put("a.json", "[1]")}) == digest_of({put("a.json", "[1]")})));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::commit
