#include "tests/support/durable_image.hpp"

#include <unistd.h>

#include <cstdio>

namespace holdfast::test {
namespace {

void walk(const DurableImage& image, Inode directory, const std::string& below,
          const DurableImage::Visit& visit) {
  for (const auto& [name, inode] : image.nodes.at(directory).entries) {
    const auto& node = image.nodes.at(inode);
    visit(below + name, node);
    if (node.kind == disk::FileKind::directory) walk(image, inode, below + name + "/", visit);
  }
}

constexpr std::size_t shown_max = 60;

// Short, and in one line.
std::string shown(const std::string& bytes) {
  std::string text;
  for (const char byte : bytes.substr(0, shown_max))
    text += byte >= ' ' && byte <= '~' ? std::string(1, byte)
            : byte == '\n'             ? std::string("\\n")
                                       : std::string("?");
  return bytes.size() > shown_max ? text + "..." : text;
}

}  // namespace

DurableImage DurableImage::empty() {
  DurableImage image;
  Node node;
  node.kind = disk::FileKind::directory;
  node.looks = make_looks({0755, false, ::geteuid(), ::getegid(), {}});
  image.nodes.emplace(root, std::move(node));
  return image;
}

void DurableImage::each(const Visit& visit) const {
  walk(*this, root, "", visit);
}

std::string DurableImage::text() const {
  std::string lines;
  each([&lines](const std::string& path, const Node& node) {
    char mode[8];
    std::snprintf(mode, sizeof mode, "%04o", node.looks->appearance.mode);
    lines += "  " + path + " " + mode;
    if (node.bytes)
      lines +=
          " " + std::to_string(node.bytes->size()) + " bytes: " + shown(node.bytes->text(0, shown_max + 1));
    lines += "\n";
  });
  return lines;
}

}  // namespace holdfast::test
