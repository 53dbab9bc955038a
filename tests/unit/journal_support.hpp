// What the journal tests share: a journal in a directory of its own whose every call can be made to fail,
// what a reader finds there, and the bytes of its segments behind its back.
#pragma once

#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "daemon/disk/journal.hpp"
#include "daemon/disk/posix_file_system.hpp"
#include "tests/support/failing_file_system.hpp"
#include "tests/support/temporary_directory.hpp"

namespace holdfast::test {

/// A record as a reader was shown it.
struct Seen {
  std::uint64_t epoch = 0;
  std::uint64_t sequence = 0;
  std::uint64_t retired = 0;
  std::uint32_t kind = 0;
  std::string payload;
};

struct Found {
  disk::JournalContents contents;
  std::vector<Seen> records;

  /// "a b c": the payloads in order.
  [[nodiscard]] std::string payloads() const {
    std::string text;
    for (const auto& record : records)
      text += (text.empty() ? "" : " ") + record.payload;
    return text;
  }
  /// Nothing is wrong beside, perhaps, a torn tail.
  [[nodiscard]] bool is_sound() const { return contents.history_damage.empty() && !contents.fatal_damage; }
  /// What is wrong, for messages.
  [[nodiscard]] std::string damage() const {
    std::string text = contents.fatal_damage ? "fatal: " + contents.fatal_damage->message : "";
    for (const auto& one : contents.history_damage)
      text += " history: " + one.message;
    return text;
  }
};

constexpr std::uint64_t small_segment = 4096;

struct JournalFixture {
  TemporaryDirectory directory;
  disk::PosixFileSystem posix;
  FailingFileSystem files{posix};
  disk::File root;

  JournalFixture() {
    files.elide_syncs();
    root = files.open_root(directory.path()).value();
  }

  [[nodiscard]] Found read() {
    Found found;
    auto contents = disk::read_journal(files, root, [&found](const disk::StoredRecord& record) {
      found.records.push_back(
          {record.epoch, record.sequence, record.retired, record.kind, std::string(record.payload)});
    });
    BOOST_TEST_REQUIRE(contents.has_value(), contents.error().text());
    found.contents = std::move(*contents);
    return found;
  }

  /// As a restart would: reads, and goes on behind it. Not started.
  [[nodiscard]] disk::Journal reopen() {
    return disk::Journal(files, root, read().contents, {small_segment});
  }

  [[nodiscard]] disk::Result<void> start(disk::Journal& journal, const std::string& payload) {
    return journal.start_segment(journal.end(), {{1, payload}}, 0);
  }
  /// Durable on return.
  void add(disk::Journal& journal, const std::string& payload) {
    BOOST_TEST_REQUIRE(journal.is_ready());
    BOOST_TEST_REQUIRE(journal.has_room_for(payload.size()));
    const auto appended = journal.append({2, payload});
    BOOST_TEST_REQUIRE(appended.has_value(), appended.error().text());
    BOOST_TEST_REQUIRE(journal.sync().has_value());
  }
  /// A new journal that holds these, the first one as its segment's first record.
  [[nodiscard]] disk::Journal journal_of(const std::vector<std::string>& payloads) {
    auto journal = reopen();
    const auto started = start(journal, payloads.front());
    BOOST_TEST_REQUIRE(started.has_value(), started.error().text());
    for (std::size_t i = 1; i < payloads.size(); ++i)
      add(journal, payloads[i]);
    return journal;
  }

  [[nodiscard]] std::filesystem::path path(std::uint64_t epoch) const {
    return directory / disk::segment_name(epoch);
  }
  /// In place where the size stays: ext4 writes a file that was cut to nothing back at once, which takes its
  /// time.
  void put(std::uint64_t epoch, const std::string& bytes) const {
    std::fstream file(path(epoch), std::ios::binary | std::ios::in | std::ios::out);
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size())).flush();
    BOOST_TEST_REQUIRE(file.good());
    if (std::filesystem::file_size(path(epoch)) != bytes.size())
      std::filesystem::resize_file(path(epoch), bytes.size());
  }
  void flip(std::uint64_t epoch, std::uint64_t offset, unsigned bit = 0) {
    auto bytes = read_file(path(epoch));
    bytes.at(offset) = static_cast<char>(bytes.at(offset) ^ (1 << bit));
    put(epoch, bytes);
  }
};

/// Where the record number `index` of a segment begins, if all before it have payloads of these sizes.
inline std::uint64_t offset_behind(const std::vector<std::size_t>& payload_sizes) {
  std::uint64_t offset = disk::SegmentHeader::encoded_bytes;
  for (const auto size : payload_sizes)
    offset += disk::record_bytes(size);
  return offset;
}

}  // namespace holdfast::test
