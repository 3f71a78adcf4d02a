"""A network in which every address there is belongs to this machine, and every SYN is seen.

`python -m harness.closed_network`, run in name spaces of its own (`unshare --user --map-root-user
--net --mount`), starts the real server there with the system's resolver, the system's TLS trust
and port 443, has a signed-in person open authorization requests of hostile clients, and prints
what happened as JSON.
"""

import json
import os
import socket
import ssl
import struct
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from urllib.parse import urlencode

from harness.raw import RawPerson
from harness.server import Demo
from harness.vault import Vault

PUBLIC4, PUBLIC6 = "93.184.216.34", "2606:2800:220:1::1"
RESOLVER = "127.0.0.53"
ZONE = "client.example"

# One name for each address that must never see a packet.
FORBIDDEN = [
    "0.0.0.0", "10.0.0.1", "100.64.0.1", "100.100.100.200", "127.0.0.1", "127.8.8.8", "168.63.129.16",
    "169.254.169.254", "169.254.170.2", "169.254.170.23", "169.254.42.42", "172.16.0.1", "192.0.0.192",
    "192.168.0.1", "198.18.0.1", "224.0.0.1", "255.255.255.255", "::1", "::ffff:127.0.0.1",
    "::ffff:93.184.216.34", "64:ff9b::a9fe:a9fe", "64:ff9b:1::7f00:1", "2002:7f00:1::1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2606:2800::5efe:10.0.0.1", "fc00::1", "fd00:ec2::254",
    "fd00:ec2::23", "fd20:ce::254", "fe80::a9fe:a9fe", "fec0::1", "ff02::1",
]  # fmt: skip


def record(address):
    return {"AAAA" if ":" in address else "A": [[address]]}


# For each type the answers by the number of the question; the last one stays.
NAMES = {f"n{number}": record(address) for number, address in enumerate(FORBIDDEN)} | {
    "good": {"A": [[PUBLIC4]], "AAAA": [[PUBLIC6]]},
    "mixed": {"A": [[PUBLIC4, "10.0.0.1"]]},
    "families": {"A": [[PUBLIC4]], "AAAA": [["fd00:ec2::254"]]},
    "rebinding": {"A": [[PUBLIC4], ["127.0.0.1"]]},
    "alias": {"CNAME": "n1"},
    "silent": None,
    "redirecting": {"A": [[PUBLIC4]]},
}


class NameServer:
    """Answers A and AAAA questions over UDP as NAMES says."""

    def __init__(self):
        self.asked = []
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind((RESOLVER, 53))
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            question, client = self._socket.recvfrom(4096)
            answer = self._answer(question)
            if answer:
                self._socket.sendto(answer, client)

    def _answer(self, message):
        labels, offset = [], 12
        while message[offset]:
            labels.append(message[offset + 1 : offset + 1 + message[offset]].decode().lower())
            offset += 1 + message[offset]
        kind = {1: "A", 28: "AAAA"}.get(struct.unpack(">H", message[offset + 1 : offset + 3])[0])
        name = ".".join(labels)
        number = sum(1 for entry in self.asked if entry == (name, kind))
        self.asked.append((name, kind))
        host = name.removesuffix("." + ZONE)
        if host == name or host not in NAMES:
            return message[:2] + b"\x81\x83" + message[4:6] + bytes(6) + message[12 : offset + 5]
        records = NAMES[host]
        if records is None:
            return None
        answers = b""
        owner = b"\xc0\x0c"
        count = 0
        if "CNAME" in records:
            target = records["CNAME"]
            encoded = b"".join(
                bytes([len(label)]) + label.encode() for label in (target, *ZONE.split("."))
            ) + b"\x00"
            answers += owner + struct.pack(">HHIH", 5, 1, 0, len(encoded)) + encoded
            owner, records, count = encoded, NAMES[target], 1
        script = records.get(kind, [[]])
        for address in script[min(number, len(script) - 1)]:
            family = socket.AF_INET6 if kind == "AAAA" else socket.AF_INET
            data = socket.inet_pton(family, address)
            code = 28 if kind == "AAAA" else 1
            answers += owner + struct.pack(">HHIH", code, 1, 0, len(data)) + data
            count += 1
        header = message[:2] + b"\x81\x80" + struct.pack(">HHHH", 1, count, 0, 0)
        return header + message[12 : offset + 5] + answers


class Publisher:
    """A TLS server on port 443 of every address."""

    def __init__(self, certificate, key):
        self.reached = []
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        context.sni_callback = lambda session, name, _: setattr(session, "named", name)
        for address in ("0.0.0.0", "::"):
            family = socket.AF_INET6 if ":" in address else socket.AF_INET
            listener = socket.create_server((address, 443), family=family)
            threading.Thread(target=self._accept, args=(listener, context), daemon=True).start()

    def _accept(self, listener, context):
        while True:
            plain, _ = listener.accept()
            threading.Thread(target=self._serve, args=(plain, context), daemon=True).start()

    def _serve(self, plain, context):
        address = plain.getsockname()[0]
        try:
            with context.wrap_socket(plain, server_side=True) as connection:
                head = b""
                while b"\r\n\r\n" not in head:
                    head += connection.recv(4096)
                lines = head.decode().split("\r\n")
                fields = dict(line.split(": ", 1) for line in lines[1:] if ": " in line)
                self.reached.append([address, connection.named, lines[0], fields])
                connection.sendall(self._answer(fields["Host"], lines[0].split(" ")[1]))
        except (OSError, KeyError):
            self.reached.append([address, None, None, None])

    @staticmethod
    def _answer(host, path):
        if host.startswith("redirecting."):
            return b"HTTP/1.1 302 Found\r\nLocation: https://n1.client.example/\r\n\r\n"
        document = json.dumps({
            "client_id": f"https://{host}{path}",
            "client_name": "A client from outside",
            "redirect_uris": ["http://127.0.0.1/callback"],
            "token_endpoint_auth_method": "none",
        }).encode()
        head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nCache-Control: no-store\r\n"
        return f"{head}Content-Length: {len(document)}\r\n\r\n".encode() + document


class Watch:
    """Notes where every TCP connection of this network wants to go."""

    def __init__(self):
        self.attempts = set()
        self._socket = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
        threading.Thread(target=self._watch, daemon=True).start()

    def _watch(self):
        while True:
            frame = self._socket.recv(2048)[14:]
            if frame[0] >> 4 == 4 and frame[9] == 6:
                address, segment = socket.inet_ntop(socket.AF_INET, frame[16:20]), frame[20:]
            elif frame[0] >> 4 == 6 and frame[6] == 6:
                address, segment = socket.inet_ntop(socket.AF_INET6, frame[24:40]), frame[40:]
            else:
                continue
            if segment[13] & 0x12 == 0x02:
                self.attempts.add((address, struct.unpack(">H", segment[2:4])[0]))


def prepare(folder):
    """Makes all addresses local, this process's resolver ours, and a certificate for the zone."""
    resolver = folder / "resolv.conf"
    # The search domain and ndots would turn every name into another, were they obeyed.
    resolver.write_text(f"nameserver {RESOLVER}\nsearch searched.example\noptions ndots:9\n")
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    for command in (
        ["ip", "link", "set", "lo", "up"],
        ["ip", "route", "add", "local", "0.0.0.0/0", "dev", "lo"],
        ["ip", "-6", "route", "add", "local", "::/0", "dev", "lo"],
        ["mount", "--bind", str(resolver), "/etc/resolv.conf"],
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
         "-nodes", "-days", "2", "-subj", "/CN=test", "-addext", f"subjectAltName=DNS:*.{ZONE}",
         "-keyout", str(key), "-out", str(certificate)],
    ):
        subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
    os.environ["SSL_CERT_FILE"] = str(certificate)
    # What a proxy would be told, were such variables obeyed.
    os.environ |= dict.fromkeys(("https_proxy", "HTTPS_PROXY", "ALL_PROXY"), "http://10.9.9.9:3128")
    return certificate, key


def open_request(person, demo, client):
    """A signed-in person follows the link of `client`."""
    begun = time.monotonic()
    query = urlencode({
        "response_type": "code", "client_id": client, "redirect_uri": "http://127.0.0.1/callback",
        "state": "s", "code_challenge": "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
        "code_challenge_method": "S256", "resource": demo.resource, "scope": "workspace:read",
    })
    place, answer = person.visit(f"{demo.issuer}/authorize?{query}")
    return {
        "place": place, "status": answer.status, "page": answer.text,
        "retry_after": answer.headers["Retry-After"], "seconds": time.monotonic() - begun,
    }


def descriptors(demo):
    return len(os.listdir(f"/proc/{demo.child.pid}/fd"))


def run(folder):
    certificate, key = prepare(folder)
    names, publisher, watch = NameServer(), Publisher(certificate, key), Watch()
    demo = Demo(folder / "data", Vault())
    people = [RawPerson(demo, email) for email in ("ada@example.com", "grace@example.com")]
    answers, before = {}, None
    # The known-good client first, so that what is open afterwards is compared with a warm server.
    for number, host in enumerate(["good", *(name for name in NAMES if name != "good"), "rebinding"]):
        label = "rebound" if host in answers else host
        client = f"https://{host}.{ZONE}/client.json"
        answers[label] = open_request(people[number % 2], demo, client)
        before = before or descriptors(demo)
    for number, address in enumerate(FORBIDDEN):
        literal = f"[{address}]" if ":" in address else address
        answers[f"literal {address}"] = open_request(people[0], demo, f"https://{literal}/a.json")
    deadline = time.monotonic() + 10
    while descriptors(demo) > before and time.monotonic() < deadline:
        time.sleep(0.05)
    report = {
        "answers": answers, "asked": names.asked, "reached": list(publisher.reached),
        "attempts": sorted(watch.attempts), "port": demo.port, "issuer": demo.issuer,
        "descriptors": [before, descriptors(demo)],
    }
    report["exit"] = demo.stop()
    # The watch is worth nothing unless it sees such a connection when there is one.
    socket.create_connection(("169.254.169.254", 443), 5).close()
    deadline = time.monotonic() + 5
    while ("169.254.169.254", 443) not in watch.attempts and time.monotonic() < deadline:
        time.sleep(0.02)
    report["seen"] = sorted(watch.attempts - set(map(tuple, report["attempts"])))
    report["log"] = demo.request_log
    return report


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        (Path(place) / "data").mkdir()
        json.dump(run(Path(place)), sys.stdout)
