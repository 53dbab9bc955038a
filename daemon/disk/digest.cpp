#include "daemon/disk/digest.hpp"

#include <openssl/evp.h>

#include <cstdlib>

namespace holdfast::disk {

Sha256 sha256_of(std::string_view bytes) {
  Sha256 hash{};
  unsigned length = 0;
  // Fails only without memory or without the algorithm; a daemon that cannot tell contents apart must not go
  // on.
  if (EVP_Digest(bytes.data(), bytes.size(), hash.data(), &length, EVP_sha256(), nullptr) != 1) std::abort();
  return hash;
}

std::string digest_of(std::string_view bytes) {
  static constexpr char hex[] = "0123456789abcdef";
  std::string text = "sha256:";
  for (const unsigned char byte : sha256_of(bytes)) {
    text.push_back(hex[byte >> 4U]);
    text.push_back(hex[byte & 15U]);
  }
  return text;
}

}  // namespace holdfast::disk
