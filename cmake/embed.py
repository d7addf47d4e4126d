"""Writes a C++ file with the bytes of the files given: embed.py NAME OUT ROOT FILE..."""
import os
import sys

name, out, root, *files = sys.argv[1:]
os.makedirs(os.path.dirname(out), exist_ok=True)
with open(out, "w", encoding="ascii") as f:
    f.write('#include "base/embedded.h"\n#include <array>\nnamespace roster::embedded {\nnamespace {\n')
    for i, path in enumerate(files):
        data = open(os.path.join(root, path), "rb").read()
        f.write(f"constexpr unsigned char bytes_{i}[] = {{")
        f.write(",".join(str(b) for b in data) or "0")
        f.write("};\n")
    f.write(f"constexpr std::array<EmbeddedFile, {len(files)}> files{{{{\n")
    for i, path in enumerate(files):
        size = os.path.getsize(os.path.join(root, path))
        f.write(f'  {{"{path}", bytes_{i}, {size}}},\n')
    f.write("}};\n}  // namespace\n")
    f.write(f"std::span<const EmbeddedFile> {name}() {{ return files; }}\n}}  // namespace roster::embedded\n")
