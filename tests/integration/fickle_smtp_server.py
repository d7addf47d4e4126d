"""An SMTP server with moods, for mail_test: plain, on loopback, and each recipient gets what the address asks for.

fickle_smtp_server.py FOLDER PORT [PAUSE]
  later-…@        its first two messages are put off with 451
  never-…@        refused with 550 and a text that is nobody's business
  …@stalled.test  no answer comes
Writes what it takes to FOLDER as it came (N.eml), what it put off as N.later, and every command's address to FOLDER/seen.
PAUSE: seconds that it takes for each message. Prints "ready".
"""

import asyncio
import collections
import pathlib
import sys

from aiosmtpd.smtp import SMTP


class Moods:
    def __init__(self, folder, pause):
        self.folder = folder
        self.pause = pause
        self.put_off = collections.Counter()

    def note(self, line):
        with open(self.folder / "seen", "a") as seen:
            seen.write(line + "\n")

    def keep(self, content, suffix):
        # Numbers go on where an earlier server with this folder ended.
        name = self.folder / f"{len(list(self.folder.iterdir())) + 1}{suffix}"
        partial = name.with_suffix(".part")
        partial.write_bytes(content)
        partial.rename(name)

    async def handle_MAIL(self, server, session, envelope, address, options):
        self.note(f"MAIL {address}")
        envelope.mail_from = address
        return "250 go on"

    async def handle_RCPT(self, server, session, envelope, address, options):
        self.note(f"RCPT {address}")
        if address.endswith("@stalled.test"):
            await asyncio.sleep(3600)
        if address.startswith("never-"):
            return "550 5.1.1 mailbox of Bob Secretname closed in 2019"
        envelope.rcpt_tos.append(address)
        return "250 go on"

    async def handle_DATA(self, server, session, envelope):
        address = envelope.rcpt_tos[0]
        if address.startswith("later-") and self.put_off[address] < 2:
            self.put_off[address] += 1
            self.keep(envelope.original_content, ".later")
            return "451 4.7.1 come back later"
        await asyncio.sleep(self.pause)
        self.keep(envelope.original_content, ".eml")
        return "250 taken"


async def serve(folder, port, pause):
    moods = Moods(folder, pause)
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(moods), "127.0.0.1", port)
    print("ready", flush=True)
    await server.serve_forever()


asyncio.run(serve(pathlib.Path(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]) if len(sys.argv) > 3 else 0.0))
