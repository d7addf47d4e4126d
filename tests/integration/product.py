"""A product behind a proxy: says what it was told of whom it serves. python3 product.py PORT"""
import http.server
import sys

TOLD = ["X-Auth-Request-User", "X-Auth-Request-Email", "X-Auth-Account", "X-Auth-Role", "X-Auth-Permissions"]


class Product(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        body = "\n".join([f"{self.command} {self.path}"] + [f"{name}: {self.headers.get(name, '')}" for name in TOLD]).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Product).serve_forever()
