"""Stands for the testbed's OpenID provider: a realm of Keycloak, as far as its clients ask it.

    oidc_provider.py ADDRESS PORT USERS

USERS is a JSON object of passwords by name, read again for each login. A refresh token is good for
one use, as in a realm with "Revoke Refresh Token": who does not keep the next one is locked out.
"""
import base64
import http.server
import json
import secrets
import sys
import threading
import urllib.parse

REALM = "/auth/realms/chameleon"
CLIENTS = ("keystone-uc-prod", "keystone-tacc-prod", "chi-cli-device-token")
SECONDS = 300  # for which an access token is good


class Refused(Exception):
    def __init__(self, status, error):
        super().__init__(error)
        self.status, self.error = status, error


class Realm:
    """Which tokens belong to whom."""

    def __init__(self, users):
        self.users, self.lock = users, threading.Lock()
        self.access, self.refresh = {}, {}

    def token(self, form):
        if form.get("client_id") not in CLIENTS:
            raise Refused(401, "invalid_client")
        grant = form.get("grant_type")
        if grant == "password":
            name = self.log_in(form)
        elif grant == "refresh_token":
            with self.lock:
                name = self.refresh.pop(form.get("refresh_token"), None)
            if name is None:
                raise Refused(400, "invalid_grant")
        else:
            raise Refused(400, "unsupported_grant_type")
        return self.issue(name)

    def log_in(self, form):
        with open(self.users) as file:
            password = json.load(file).get(form.get("username"))
        if password is None or password != form.get("password"):
            raise Refused(401, "invalid_grant")
        return form["username"]

    def issue(self, name):
        access, refresh = secrets.token_urlsafe(48), secrets.token_urlsafe(48)
        with self.lock:
            self.access[access], self.refresh[refresh] = name, name
        return {
            "access_token": access, "expires_in": SECONDS, "refresh_token": refresh,
            "refresh_expires_in": 1800, "token_type": "Bearer", "scope": "openid"}


class Provider(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        base = f"{self.server.url}{REALM}"
        if self.path != f"{REALM}/.well-known/openid-configuration":
            return self.answer(404, {"error": "not found"})
        endpoints = f"{base}/protocol/openid-connect"
        self.answer(200, {
            "issuer": base, "token_endpoint": f"{endpoints}/token",
            "introspection_endpoint": f"{endpoints}/token/introspect",
            "authorization_endpoint": f"{endpoints}/auth",
            "device_authorization_endpoint": f"{endpoints}/auth/device",
            "grant_types_supported": ["password", "refresh_token"]})

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        form = dict(urllib.parse.parse_qsl(body)) | self.client()
        try:
            if self.path == f"{REALM}/protocol/openid-connect/token":
                return self.answer(200, self.server.realm.token(form))
            if self.path == f"{REALM}/protocol/openid-connect/token/introspect":
                return self.answer(200, self.claims(form.get("token")))
            raise Refused(404, "not found")
        except Refused as refused:
            self.answer(refused.status, {"error": refused.error})

    def client(self):
        """A client that says who it is in a header; both ways are allowed."""
        scheme, _, encoded = self.headers.get("Authorization", "").partition(" ")
        if scheme != "Basic":
            return {}
        return {"client_id": base64.b64decode(encoded).decode().partition(":")[0]}

    def claims(self, token):
        name = self.server.realm.access.get(token)
        if name is None:
            return {"active": False}
        return {"active": True, "iss": f"{self.server.url}{REALM}", "username": name,
                "email": f"{name}@example.org"}

    def answer(self, status, value):
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format, *arguments):
        print(format % arguments, flush=True)


if __name__ == "__main__":
    address, port, users = sys.argv[1:]
    server = http.server.ThreadingHTTPServer((address, int(port)), Provider)
    server.url, server.realm = f"http://{address}:{port}", Realm(users)
    server.serve_forever()
