// Mutants of the store's own sources (tests/fault/source_mutants.json): one of them takes the place of what
// ships while an object of this kind lives, on its thread. Only programs built from the mutated copies have
// any.
#pragma once

namespace holdfast::test {

class SourceMutant {
 public:
  /// `number`: its place in the list, from 1 on; 0: what ships.
  explicit SourceMutant(int number) : before_(active_) { active_ = number; }
  ~SourceMutant() { active_ = before_; }
  SourceMutant(const SourceMutant&) = delete;
  SourceMutant& operator=(const SourceMutant&) = delete;

  /// Asked by the mutated copies.
  [[nodiscard]] static bool is(int number) { return active_ == number; }

 private:
  static inline thread_local int active_ = 0;
  int before_;
};

}  // namespace holdfast::test
