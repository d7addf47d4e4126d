"""Writes a C++ file that holds the bytes of the files given: embed.py NAME OUT ROOT FILE...

The assembler reads the files themselves (.incbin), so that megabytes cost the compiler nothing. The bytes lie in read-only
pages of the binary, which take no memory before they are read.
"""
import hashlib
import os
import sys

name, out, root, *files = sys.argv[1:]
os.makedirs(os.path.dirname(out), exist_ok=True)
with open(out, "w", encoding="ascii") as f:
    f.write('#include "base/embedded.h"\n\n#include <array>\n\n')
    f.write('__asm__(".section .rodata\\n"\n')
    for i, path in enumerate(files):
        full = os.path.join(root, path)
        f.write(f'        ".balign 16\\n{name}_{i}:\\n.incbin \\"{full}\\"\\n"\n')
    f.write('        ".previous\\n");\n\nextern "C" {\n')
    for i in range(len(files)):
        f.write(f"extern const unsigned char {name}_{i}[];\n")
    f.write("}\n\nnamespace roster::embedded {\nnamespace {\n")
    f.write(f"constexpr std::array<EmbeddedFile, {len(files)}> files{{{{\n")
    for i, path in enumerate(files):
        with open(os.path.join(root, path), "rb") as source:
            data = source.read()
        # The digest also makes this file another one when the bytes are others: caches of compilers see only it.
        digest = hashlib.sha256(data).hexdigest()[:32]
        f.write(f'    {{"{path}", {name}_{i}, {len(data)}, "{digest}"}},\n')
    f.write("}};\n}  // namespace\n\n")
    f.write(f"std::span<const EmbeddedFile> {name}() {{ return files; }}\n\n}}  // namespace roster::embedded\n")
