// What became of requests that had an id: so that one sent again is answered as the first time and changes
// nothing, and an id that was told to be not applied never is. Ids of different users never meet. Kept as
// long as the journal keeps the record that tells of them; fences for a day at least. Threads: one at a time.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "daemon/commit/journal_record.hpp"

namespace holdfast::commit {

class RequestIds {
 public:
  struct Entry {
    bool fence = false;
    disk::Sha256 operations_digest{};
    std::string transaction;  // encoded: what it was answered
    std::string time;         // of a fence
    std::uint64_t sequence = 0;
  };

  /// Remembers all transactions of a group that have an id; the record is named by its sequence number.
  void remember(const JournaledGroup& group, std::uint64_t sequence);
  void remember(const Fence& fence, std::uint64_t sequence);
  /// Forgets what records up to this one told, but no fence younger than `fences_since` (RFC 3339).
  void forget_through(std::uint64_t sequence, const std::string& fences_since);
  void clear();

  /// Null if nothing is known of it.
  [[nodiscard]] const Entry* find(std::uint32_t uid, const std::string& request_id) const;
  [[nodiscard]] std::vector<Fence> fences() const;
  [[nodiscard]] std::size_t size() const { return entries_.size(); }

 private:
  using Key = std::pair<std::uint32_t, std::string>;
  void insert(Key key, Entry entry);

  std::map<Key, Entry> entries_;
  std::deque<std::pair<std::uint64_t, Key>> order_;  // by sequence; a key may stand in it more than once
};

}  // namespace holdfast::commit
