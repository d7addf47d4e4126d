"""An SMTP server as operators run them: STARTTLS (or TLS from the first byte), AUTH only after it. For smtp_server_test.

smtp_server.py CERTIFICATE KEY FOLDER [--implicit-tls]
Prints its port. Accepts noreply / "p@ss:w/rd". Writes each message to FOLDER as it came, N.eml.
"""

import asyncio
import pathlib
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult


class Folder:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.count = 0

    async def handle_DATA(self, server, session, envelope):
        self.count += 1
        name = self.folder / f"{self.count}.eml"
        partial = name.with_suffix(".part")
        partial.write_bytes(envelope.original_content)
        partial.rename(name)
        return "250 taken"


def authenticate(server, session, envelope, mechanism, data):
    good = data.login == b"noreply" and data.password == b"p@ss:w/rd"
    return AuthResult(success=good, handled=False)


def main():
    certificate, key, folder = sys.argv[1:4]
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key)
    implicit = "--implicit-tls" in sys.argv

    def session():
        return SMTP(
            Folder(folder),
            authenticator=authenticate,
            auth_required=True,
            auth_require_tls=not implicit,
            tls_context=None if implicit else context,
            require_starttls=not implicit,
        )

    async def serve():
        loop = asyncio.get_running_loop()
        server = await loop.create_server(session, "127.0.0.1", 0, ssl=context if implicit else None)
        print(server.sockets[0].getsockname()[1], flush=True)
        await server.serve_forever()

    asyncio.run(serve())


main()
