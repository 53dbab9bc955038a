// Goal: every refusal of the store arrives as an error that the interface declares, with the numbers it
// carried. Method: each kind, with all of its fields and with as few as it may have, against the interface.
#include "daemon/service/wire_refusal.hpp"

#include <boost/test/unit_test.hpp>
#include <cerrno>
#include <set>

#include "tests/unit/service_support.hpp"

namespace holdfast::service {
namespace {

using namespace holdfast::test;
using commit::Refusal;
using Kind = Refusal::Kind;

constexpr std::array all_kinds{Kind::no_such_document,  Kind::no_such_path,     Kind::test_failed,
                               Kind::revision_mismatch, Kind::invalid_document, Kind::invalid_operation,
                               Kind::invalid_on_disk,   Kind::too_large,        Kind::request_id_reused,
                               Kind::queue_full,        Kind::storage_full,     Kind::storage_failed,
                               Kind::read_only,         Kind::outcome_unknown};

Refusal full_refusal(Kind kind) {
  Refusal refusal;
  refusal.kind = kind;
  refusal.message = "a \"sentence\"\nwith \x1b[31m odd \xC3\xA9 letters";
  refusal.operation = 3;
  refusal.document = "a.json";
  refusal.path = "/a/0";
  refusal.field = "path";
  refusal.request_id = "id \"one\"";
  refusal.expected = {7};
  refusal.actual = {9};
  refusal.line = 2;
  refusal.column = 5;
  refusal.limit = "documentBytesMax";
  refusal.limit_max = 10;
  refusal.limit_actual = 11;
  refusal.cause = disk::make_failure(EIO, "fsync of /secret/place");
  return refusal;
}

std::int64_t number(const varlink::WireError& error, const std::string& field) {
  const auto parameters = json_of(error.parameters);
  const auto value = parameters.root().find(field);
  BOOST_TEST_REQUIRE(value.has_value(), field << " in " << error.parameters);
  return *value->integer();
}

std::string text(const varlink::WireError& error, const std::string& field) {
  const auto parameters = json_of(error.parameters);
  const auto value = parameters.root().find(field);
  BOOST_TEST_REQUIRE(value.has_value(), field << " in " << error.parameters);
  return value->string();
}

BOOST_AUTO_TEST_SUITE(service_wire_refusal)

BOOST_AUTO_TEST_CASE(every_kind_of_refusal_fits_the_interface) {
  std::set<std::string> names;
  for (const auto kind : all_kinds) {
    const auto error = wire_error_of(full_refusal(kind));
    check_fits_interface(error);
    BOOST_TEST(names.insert(error.name).second, error.name << " stands for two kinds");
    BOOST_TEST(text(error, "message") == full_refusal(kind).message);
  }
}

BOOST_AUTO_TEST_CASE(a_refusal_without_details_fits_the_interface_too) {
  for (const auto kind : all_kinds) {
    Refusal refusal;
    refusal.kind = kind;
    check_fits_interface(wire_error_of(refusal));
  }
}

BOOST_AUTO_TEST_CASE(no_error_names_what_the_daemon_was_doing) {
  for (const auto kind : all_kinds)
    BOOST_TEST(wire_error_of(full_refusal(kind)).parameters.find("/secret/place") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_numbers_arrive) {
  const auto mismatch = wire_error_of(full_refusal(Kind::revision_mismatch));
  BOOST_TEST(number(mismatch, "operation") == 3);
  BOOST_TEST(number(mismatch, "expected") == 7);
  BOOST_TEST(number(mismatch, "actual") == 9);
  BOOST_TEST(text(mismatch, "document") == "a.json");
  const auto invalid = wire_error_of(full_refusal(Kind::invalid_document));
  BOOST_TEST(number(invalid, "line") == 2);
  BOOST_TEST(number(invalid, "column") == 5);
  const auto large = wire_error_of(full_refusal(Kind::too_large));
  BOOST_TEST(text(large, "limit") == "documentBytesMax");
  BOOST_TEST(number(large, "maximum") == 10);
  BOOST_TEST(number(large, "actual") == 11);
  BOOST_TEST(number(wire_error_of(full_refusal(Kind::queue_full)), "retryAfterMilliseconds") > 0);
  BOOST_TEST(text(wire_error_of(full_refusal(Kind::read_only)), "reason") == "degraded");
  for (const auto kind : {Kind::request_id_reused, Kind::outcome_unknown})
    BOOST_TEST(text(wire_error_of(full_refusal(kind)), "requestId") == "id \"one\"");
}

BOOST_AUTO_TEST_CASE(the_kernels_error_arrives_by_number_and_by_name) {
  const auto error = wire_error_of(full_refusal(Kind::storage_failed));
  BOOST_TEST(number(error, "errno") == EIO);
  BOOST_TEST(text(error, "errnoName") == "EIO");
  Refusal odd = full_refusal(Kind::storage_failed);
  odd.cause = disk::make_failure(99999, "something");
  BOOST_TEST(text(wire_error_of(odd), "errnoName") == "unknown");
}

BOOST_AUTO_TEST_CASE(the_short_name_is_the_last_part) {
  BOOST_TEST(short_name({"io.holdfast.config.TooLarge", "{}"}) == "TooLarge");
  BOOST_TEST(short_name({"Plain", "{}"}) == "Plain");
}

BOOST_AUTO_TEST_CASE(a_full_disk_and_a_used_up_quota_are_told_apart_from_a_broken_disk) {
  for (const int error : {ENOSPC, EDQUOT})
    BOOST_TEST((commit::refusal_of(disk::make_failure(error, "writing")).kind == Kind::storage_full));
  for (const int error : {EIO, EROFS, EACCES, EPERM, ESTALE, ENOMEM, EMFILE, ELOOP})
    BOOST_TEST((commit::refusal_of(disk::make_failure(error, "writing")).kind == Kind::storage_failed));
}

BOOST_AUTO_TEST_CASE(a_refusal_says_that_nothing_changed_what_failed_and_what_to_do) {
  for (const int error : {ENOSPC, EDQUOT, EROFS, EACCES, EPERM, EIO, ESTALE, EMFILE, ENFILE, ENOMEM}) {
    const auto refusal = commit::refusal_of(disk::make_failure(error, "writing"));
    BOOST_TEST(refusal.message.starts_with("nothing was changed: writing: "));
    BOOST_TEST(!commit::advice_for(error).empty());
    BOOST_TEST(refusal.message.ends_with(commit::advice_for(error)));
  }
  BOOST_TEST(commit::advice_for(ELOOP).empty());
  BOOST_TEST(!commit::refusal_of(disk::make_failure(ELOOP, "writing")).message.ends_with("; "));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::service
