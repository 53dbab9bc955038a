// Goal: temporary names are told apart from everybody else's, and digests are SHA-256. Method: round trips,
// near misses, and the examples of FIPS 180-4 as NIST publishes them.
#include <boost/test/unit_test.hpp>
#include <string>

#include "daemon/disk/digest.hpp"
#include "daemon/disk/mount.hpp"
#include "daemon/disk/temporary_name.hpp"

namespace holdfast::disk {
namespace {

BOOST_AUTO_TEST_SUITE(disk_name_and_digest)

BOOST_AUTO_TEST_CASE(a_temporary_name_holds_its_target_and_all_sixteen_digits) {
  BOOST_TEST(make_temporary_name("servers.json", 0) == ".servers.json.0000000000000000.tmp");
  BOOST_TEST(make_temporary_name("a", 0x0123456789ABCDEFULL) == ".a.0123456789abcdef.tmp");
  BOOST_TEST(make_temporary_name("a", ~0ULL) == ".a.ffffffffffffffff.tmp");
}

BOOST_AUTO_TEST_CASE(a_made_name_is_recognised_and_gives_its_target_back) {
  for (const std::string leaf : {"a", "servers.json", "a.0123456789abcdef", "x.tmpx", "0000000000000001"}) {
    const auto made = make_temporary_name(leaf, 0xFEDCBA9876543210ULL);
    BOOST_TEST(is_temporary_name(made), made);
    BOOST_TEST(target_of_temporary(made) == leaf);
  }
}

BOOST_AUTO_TEST_CASE(names_of_others_are_not_taken_for_ours) {
  for (const std::string other :
       {"", ".", "..", ".tmp", ".a.tmp", "a.0123456789abcdef.tmp", ".a.0123456789abcde.tmp",
        ".a.0123456789ABCDEF.tmp", ".a.0123456789abcdeg.tmp", ".a.0123456789abcdef.tm",
        ".a.0123456789abcdef.tmpx", "..0123456789abcdef.tmp", ".0123456789abcdef.tmp",
        ".a-0123456789abcdef.tmp", ".a.json.swp", "a.json~"})
    BOOST_TEST(!is_temporary_name(other), other);
}

BOOST_AUTO_TEST_CASE(the_digest_is_sha_256) {
  BOOST_TEST(digest_of("") == "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  BOOST_TEST(digest_of("abc") == "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  BOOST_TEST(digest_of("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") ==
             "sha256:248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  BOOST_TEST(digest_of(std::string(1'000'000, 'a')) ==
             "sha256:cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

BOOST_AUTO_TEST_CASE(the_digest_covers_bytes_behind_a_nul) {
  BOOST_TEST(digest_of(std::string("a\0b", 3)) != digest_of(std::string("a\0c", 3)));
}

BOOST_AUTO_TEST_CASE(local_journaling_file_systems_are_fully_durable) {
  for (const std::string type : {"ext3", "ext4", "xfs", "btrfs", "f2fs"})
    BOOST_TEST(durability_on(type, "rw,relatime") == "full", type);
}

BOOST_AUTO_TEST_CASE(what_is_lost_with_the_power_is_called_so) {
  for (const std::string type : {"tmpfs", "ramfs"})
    BOOST_TEST(durability_on(type, "rw").starts_with("none"), type);
  BOOST_TEST(durability_on("overlay", "rw,volatile").starts_with("none"));
}

BOOST_AUTO_TEST_CASE(what_depends_on_somebody_else_is_unverified) {
  for (const std::string type : {"nfs", "nfs4", "cifs", "smb3", "9p", "ceph", "fuse", "fuse.sshfs",
                                 "virtiofs", "overlay", "vfat", "unknown", ""})
    BOOST_TEST(durability_on(type, "rw").starts_with("unverified"), type);
}

BOOST_AUTO_TEST_CASE(barriers_turned_off_are_noticed_among_other_options) {
  BOOST_TEST(durability_on("ext4", "rw,nobarrier").starts_with("unverified"));
  BOOST_TEST(durability_on("ext4", "rw,barrier=0,relatime").starts_with("unverified"));
  BOOST_TEST(durability_on("ext4", "rw,barrier=1") == "full");
  BOOST_TEST(durability_on("ext4", "rw,x-nobarrier") == "full");
}

BOOST_AUTO_TEST_CASE(the_mount_of_a_place_that_does_not_exist_is_unknown) {
  BOOST_TEST(mount_of("/nonexistent/place").type == "unknown");
  BOOST_TEST(mount_of("/proc").type == "proc");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::disk
