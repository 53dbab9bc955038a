#include "daemon/commit/request_ids.hpp"

namespace holdfast::commit {

void RequestIds::insert(Key key, Entry entry) {
  order_.emplace_back(entry.sequence, key);
  entries_.insert_or_assign(std::move(key), std::move(entry));
}

void RequestIds::remember(const JournaledGroup& group, std::uint64_t sequence) {
  for (const auto& transaction : group.transactions) {
    if (transaction.request_id.empty()) continue;
    if (transaction.kind == JournaledTransaction::Kind::fence) {
      remember(Fence{transaction.uid, transaction.request_id, group.time}, sequence);
    } else {
      insert({transaction.uid, transaction.request_id},
             {false, transaction.operations_digest, encode(transaction), {}, sequence});
    }
  }
}

void RequestIds::remember(const Fence& fence, std::uint64_t sequence) {
  insert({fence.uid, fence.request_id}, {true, {}, {}, fence.time, sequence});
}

void RequestIds::forget_through(std::uint64_t sequence, const std::string& fences_since) {
  std::deque<std::pair<std::uint64_t, Key>> kept;
  for (; !order_.empty() && order_.front().first <= sequence; order_.pop_front()) {
    auto& [told_in, key] = order_.front();
    const auto found = entries_.find(key);
    if (found == entries_.end() || found->second.sequence != told_in) continue;
    if (found->second.fence && found->second.time >= fences_since) {
      kept.emplace_back(told_in, std::move(key));
    } else {
      entries_.erase(found);
    }
  }
  order_.insert(order_.begin(), kept.begin(), kept.end());
}

void RequestIds::clear() {
  entries_.clear();
  order_.clear();
}

const RequestIds::Entry* RequestIds::find(std::uint32_t uid, const std::string& request_id) const {
  const auto found = entries_.find({uid, request_id});
  return found == entries_.end() ? nullptr : &found->second;
}

std::vector<Fence> RequestIds::fences() const {
  std::vector<Fence> fences;
  for (const auto& [key, entry] : entries_) {
    if (entry.fence) fences.push_back({key.first, key.second, entry.time});
  }
  return fences;
}

}  // namespace holdfast::commit
