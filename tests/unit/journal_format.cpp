// Goal: what we write into a journal comes back as it was, and a single wrong bit of it is noticed. Method:
// bytes in memory; the checksum against the vectors of RFC 3720 appendix B.4.
#include "daemon/disk/journal_format.hpp"

#include <boost/test/unit_test.hpp>

#include "daemon/disk/byte_code.hpp"
#include "daemon/disk/crc32c.hpp"

namespace holdfast::disk {
namespace {

Sha256 hash_of_bytes(unsigned char first) {
  Sha256 hash{};
  for (auto& byte : hash)
    byte = first++;
  return hash;
}

const SegmentHeader header{0x0102030405060708, 4096, {77, hash_of_bytes(1)}, 0x8877665544332211, 400};

StoredRecord record_with(std::string_view payload) {
  return {header.epoch, 78, 12, 3, hash_of_bytes(9), payload, {}};
}

std::string flipped(std::string bytes, std::size_t bit) {
  bytes[bit / 8] = static_cast<char>(bytes[bit / 8] ^ (1 << bit % 8));
  return bytes;
}

bool equal(const StoredRecord& one, const StoredRecord& other) {
  return one.epoch == other.epoch && one.sequence == other.sequence && one.retired == other.retired &&
         one.kind == other.kind && one.previous_hash == other.previous_hash && one.payload == other.payload &&
         one.hash == other.hash;
}

BOOST_AUTO_TEST_SUITE(journal_format)

BOOST_AUTO_TEST_CASE(what_was_written_is_read_back) {
  const std::string with_nul("a\0b", 3);
  ByteWriter writer;
  writer.u8(0).u8(255).u32(0).u32(0xFFFFFFFF).u64(0x0123456789ABCDEF).u64(~0ULL);
  writer.text("").text(with_nul).bytes("xy");
  ByteReader reader(writer.written());
  BOOST_TEST(reader.u8() == 0);
  BOOST_TEST(reader.u8() == 255);
  BOOST_TEST(reader.u32() == 0U);
  BOOST_TEST(reader.u32() == 0xFFFFFFFFU);
  BOOST_TEST(reader.u64() == 0x0123456789ABCDEFU);
  BOOST_TEST(reader.u64() == ~0ULL);
  BOOST_TEST(reader.text() == "");
  BOOST_TEST(reader.text() == with_nul);
  BOOST_TEST(!reader.is_at_end());
  reader.skip(1);
  BOOST_TEST(reader.bytes(1) == "y");
  BOOST_TEST(reader.is_at_end());
  BOOST_TEST(!reader.is_bad());
}

BOOST_AUTO_TEST_CASE(numbers_are_little_endian_and_a_text_stands_behind_its_length) {
  BOOST_TEST(ByteWriter().u32(0x04030201).u8(5).text("z").take() == std::string("\1\2\3\4\5\1\0\0\0z", 10));
}

BOOST_AUTO_TEST_CASE(bytes_that_run_out_are_remembered_and_nothing_is_read_from_then_on) {
  const auto whole = ByteWriter().u32(7).text("abc").u64(9).take();
  for (std::size_t length = 0; length < whole.size(); ++length) {
    ByteReader reader(std::string_view(whole).substr(0, length));
    const auto number = reader.u32();
    const auto text = reader.text();
    BOOST_TEST(reader.u64() == 0U);
    BOOST_TEST(reader.is_bad());
    BOOST_TEST(number == (length < 4 ? 0U : 7U));
    BOOST_TEST(text == (length < 11 ? "" : "abc"));
    BOOST_TEST(reader.u8() == 0);
    BOOST_TEST(reader.bytes(0) == "");
  }
  ByteReader refused(whole);
  refused.refuse();
  BOOST_TEST(refused.is_bad());
  BOOST_TEST(refused.u32() == 0U);
}

BOOST_AUTO_TEST_CASE(a_count_is_believed_only_if_so_many_things_can_follow) {
  const auto counted = [](std::uint32_t count, std::size_t behind) {
    return ByteWriter().u32(count).bytes(std::string(behind, 'x')).take();
  };
  for (const auto& [count, behind, fits] : {std::tuple{3U, 12U, true},
                                            {3U, 11U, false},
                                            {0U, 0U, true},
                                            {1U, 0U, false},
                                            {0xFFFFFFFFU, 100U, false}}) {
    const auto bytes = counted(count, behind);
    ByteReader reader(bytes);
    BOOST_TEST(reader.count(4) == (fits ? count : 0U));
    BOOST_TEST(reader.is_bad() == !fits);
  }
}

// The function sums up eight bytes of salt first: the vectors' first eight bytes are given as the salt.
BOOST_AUTO_TEST_CASE(the_checksum_is_that_of_rfc_3720) {
  BOOST_TEST(crc32c_of(0, std::string(24, '\0')) == 0x8A9136AAU);
  BOOST_TEST(crc32c_of(~0ULL, std::string(24, '\xFF')) == 0x62A8AB43U);
  std::string rising, falling;
  for (char byte = 8; byte < 32; ++byte) {
    rising.push_back(byte);
    falling.push_back(static_cast<char>(31 - byte));
  }
  BOOST_TEST(crc32c_of(0x0706050403020100, rising) == 0x46DD794EU);
  BOOST_TEST(crc32c_of(0x18191A1B1C1D1E1F, falling) == 0x113FDB5CU);
  const std::string read_command(
      "\0\0\0\0\0\0\0\0\x14\0\0\0\0\0\x04\0\0\0\0\x14\0\0\0\x18\x28\0\0\0\0\0\0\0\x02\0\0\0\0\0\0\0", 40);
  BOOST_TEST(crc32c_of(0xC001, read_command) == 0xD9963A56U);
  BOOST_TEST(crc32c_of(0x3837363534333231, "9") == 0xE3069283U);  // "123456789"
}

BOOST_AUTO_TEST_CASE(a_header_is_read_back) {
  const auto bytes = encode(header);
  BOOST_TEST(bytes.size() == SegmentHeader::encoded_bytes);
  const auto read = decode_header(bytes + "more");
  BOOST_TEST_REQUIRE(read.has_value());
  BOOST_TEST(read->epoch == header.epoch);
  BOOST_TEST(read->bytes == header.bytes);
  BOOST_TEST((read->previous == header.previous));
  BOOST_TEST(read->salt == header.salt);
  BOOST_TEST(read->whole_bytes == header.whole_bytes);
}

BOOST_AUTO_TEST_CASE(each_bit_of_a_header_counts_also_of_what_is_not_used_yet) {
  const auto bytes = encode(header);
  for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit)
    BOOST_TEST(!decode_header(flipped(bytes, bit)).has_value(), "bit " << bit);
  for (std::size_t length = 0; length < bytes.size(); ++length)
    BOOST_TEST(!decode_header(bytes.substr(0, length)).has_value(), "length " << length);
}

BOOST_AUTO_TEST_CASE(a_record_is_read_back_from_any_place) {
  for (const std::string payload : {"", "a", "12345678", "a payload of 25 bytes, ok"}) {
    auto written = record_with(payload);
    const auto bytes = encode(written, header.salt);
    BOOST_TEST(bytes.size() == record_bytes(payload.size()));
    BOOST_TEST(bytes.size() % 8 == 0U);
    BOOST_TEST(bytes.size() < StoredRecord::header_bytes + payload.size() + 8);
    const auto segment = std::string(16, 'x') + bytes + std::string(16, 'y');
    const auto read = decode_record(segment, 16, header);
    BOOST_TEST_REQUIRE(read.has_value());
    BOOST_TEST(equal(*read, written));
    BOOST_TEST((read->position() == RecordPosition{78, written.hash}));
  }
}

BOOST_AUTO_TEST_CASE(each_bit_of_a_record_counts_except_those_that_only_fill_it_up) {
  const std::string payload = "a payload of 25 bytes, ok";
  auto written = record_with(payload);
  const auto bytes = encode(written, header.salt);
  const auto used = StoredRecord::header_bytes + payload.size();
  for (std::size_t bit = 0; bit < used * 8; ++bit)
    BOOST_TEST(!decode_record(flipped(bytes, bit), 0, header).has_value(), "bit " << bit);
  for (std::size_t bit = used * 8; bit < bytes.size() * 8; ++bit)
    BOOST_TEST(decode_record(flipped(bytes, bit), 0, header).has_value(), "bit " << bit);
  for (std::size_t length = 0; length < used; ++length)
    BOOST_TEST(!decode_record(bytes.substr(0, length), 0, header).has_value(), "length " << length);
}

BOOST_AUTO_TEST_CASE(a_record_of_another_segment_is_none) {
  auto written = record_with("payload");
  const auto bytes = encode(written, header.salt);
  auto other = header;
  other.epoch += 1;
  BOOST_TEST(!decode_record(bytes, 0, other).has_value());
  other = header;
  other.salt += 1;
  BOOST_TEST(!decode_record(bytes, 0, other).has_value());
  BOOST_TEST(!decode_record(bytes, bytes.size(), header).has_value());
  BOOST_TEST(!decode_record(bytes, ~0ULL, header).has_value());
  BOOST_TEST(decode_record(bytes, 0, header).has_value());
}

BOOST_AUTO_TEST_CASE(a_record_follows_only_the_one_it_names) {
  const RecordPosition before{77, hash_of_bytes(9)};
  auto record = record_with("");
  BOOST_TEST(follows(record, before));
  BOOST_TEST(!follows(record, {76, before.hash}));
  BOOST_TEST(!follows(record, {78, before.hash}));
  BOOST_TEST(!follows(record, {77, hash_of_bytes(8)}));
  record.retired = 77;
  BOOST_TEST(follows(record, before));
  record.retired = 78;
  BOOST_TEST(!follows(record, before));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::disk
