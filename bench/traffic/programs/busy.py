"""busy.py ADDRESS PORT [ssl]: HTTP/1.1 that burns one millisecond of processor time a request; TLS of its own where told."""
import asyncio, ssl, subprocess, sys, time

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\nhello, world\n"


class Http(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport, self.held = transport, b""

    def data_received(self, data):
        self.held += data
        while b"\r\n\r\n" in self.held:
            self.held = self.held.split(b"\r\n\r\n", 1)[1]
            end = time.thread_time_ns() + 1_000_000
            while time.thread_time_ns() < end:
                pass
            self.transport.write(ANSWER)


async def main(address, port, *tls):
    context = None
    if tls:
        words = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 9 -subj /CN=direct -keyout /tmp/key -out /tmp/crt"
        subprocess.run(["openssl", *words.split()], check=True, stderr=subprocess.DEVNULL)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain("/tmp/crt", "/tmp/key")
    server = await asyncio.get_running_loop().create_server(Http, address, int(port), ssl=context)
    await server.serve_forever()


asyncio.run(main(*sys.argv[1:]))
