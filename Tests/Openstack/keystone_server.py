"""Serves the Keystone that OS_KEYSTONE_CONFIG_DIR configures on port 5000 of one address.

    keystone_server.py ADDRESS [INTROSPECTION-URL]

With the URL, the paths of federated logins are behind what Apache's mod_auth_openidc does at the
testbed: it asks the provider whose access token a request bears and tells Keystone the claims.
"""
import json
import re
import sys
import urllib.parse
import urllib.request

import wsgi_server


class Federation:
    protected = re.compile(r"/v3/OS-FEDERATION/identity_providers/[^/]+/protocols/[^/]+/auth$")

    def __init__(self, application, introspection):
        self.application, self.introspection = application, introspection

    def __call__(self, environment, start_response):
        for name in [name for name in environment if name.startswith("HTTP_OIDC_")]:
            del environment[name]  # claims that a client makes up
        if self.protected.match(environment["PATH_INFO"]):
            claims = self.claims(environment.get("HTTP_AUTHORIZATION", ""))
            if not claims.get("active"):
                start_response("401 Unauthorized", [("WWW-Authenticate", "Bearer")])
                return [b""]
            environment |= {
                "HTTP_OIDC_ISS": claims["iss"], "HTTP_OIDC_EMAIL": claims["email"],
                "HTTP_OIDC_PREFERRED_USERNAME": claims["username"]}
        return self.application(environment, start_response)

    def claims(self, authorization):
        scheme, _, token = authorization.partition(" ")
        if scheme != "Bearer":
            return {}
        body = urllib.parse.urlencode({"token": token}).encode()
        with urllib.request.urlopen(self.introspection, body, timeout=10) as answer:
            return json.load(answer)


if __name__ == "__main__":
    address, *introspection = sys.argv[1:]
    del sys.argv[1:]
    from keystone.wsgi.api import application

    if introspection:
        application = Federation(application, introspection[0])
    wsgi_server.serve(application, address, 5000)
