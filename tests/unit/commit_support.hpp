// What the commit tests share: a store on the real file system that can be closed and opened again.
#pragma once

#include <boost/test/unit_test.hpp>
#include <memory>
#include <string>

#include "daemon/disk/posix_file_system.hpp"
#include "tests/support/failing_file_system.hpp"
#include "tests/support/temporary_directory.hpp"
#include "tests/support/test_store.hpp"

namespace holdfast::test {

struct StoreFixture {
  StoreFixture() { open(); }

  /// Closes the store if it is open, and opens it: what a restart does.
  void open() {
    store.reset();
    auto opened = TestStore::open(files, directory.path(), options);
    BOOST_TEST_REQUIRE(opened.has_value(), opened.error().text());
    store = std::move(*opened);
    files.forget_calls();
  }
  /// The errno with which opening fails; 0 if it does not.
  int error_of_open() {
    store.reset();
    const auto opened = TestStore::open(files, directory.path(), options);
    return opened ? 0 : opened.error().code.value();
  }
  /// Applies and requires success.
  commit::Outcome apply(std::vector<commit::Operation> operations) {
    auto outcome = store->apply(request_of(std::move(operations)));
    BOOST_TEST_REQUIRE(applied_in(outcome) != nullptr, text_of(outcome));
    return outcome;
  }
  /// Applies and requires a refusal.
  commit::Refusal refuse(std::vector<commit::Operation> operations) {
    const auto outcome = store->apply(request_of(std::move(operations)));
    BOOST_TEST_REQUIRE(refusal_in(outcome) != nullptr, text_of(outcome));
    return *refusal_in(outcome);
  }
  void write(const std::string& document, const std::string& bytes) {
    write_file(directory / document, bytes);
  }
  [[nodiscard]] std::string read(const std::string& document) const {
    return read_file(directory / document);
  }

  TemporaryDirectory directory;
  disk::PosixFileSystem real;
  FailingFileSystem files{real};
  commit::CommitterOptions options = fast_options();
  std::unique_ptr<TestStore> store;
};

}  // namespace holdfast::test
