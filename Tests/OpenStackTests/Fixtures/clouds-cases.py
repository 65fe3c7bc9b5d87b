"""What openstacksdk makes of awkward clouds.yaml files.

    python Tests/OpenStackTests/Fixtures/clouds-cases.py > Tests/OpenStackTests/Fixtures/clouds-cases.json

needs openstacksdk; the versions are in the output.
"""

import json
import os
import pathlib
import tempfile
import warnings
from datetime import date
from importlib.metadata import version

warnings.simplefilter("ignore")

CASES = [
    ("plain", {"clouds.yaml": """
clouds:
  uc:
    auth:
      auth_url: https://chi.uc.chameleoncloud.org:5000/v3
      username: alice
      password: pw
      project_name: CH-1
      user_domain_name: Default
      project_domain_name: Default
    region_name: CHI@UC
"""}, {}),
    ("dashes", {"clouds.yaml": """
clouds:
  uc:
    auth:
      auth-url: https://k/v3
      username: alice
      password: pw
      project-name: CH-1
      user-domain-name: Users
      project-domain-id: d1
    region-name: CHI@UC
"""}, {}),
    ("domains said once, tenants", {"clouds.yaml": """
clouds:
  a:
    auth: {auth_url: 'https://k', username: u, password: p, tenant_name: T, domain_name: D}
  b:
    auth: {auth_url: 'https://k', username: u, password: p, project-id: P, domain_id: d9}
    tenant_id: Q
"""}, {}),
    ("beside auth", {"clouds.yaml": """
clouds:
  a:
    auth_url: https://k
    username: u
    password: p
    project_id: "0123"
    user_domain_id: default
"""}, {}),
    ("anchors and merge keys", {"clouds.yaml": """
common: &common
  auth: &auth
    username: alice
    password: 'p#w: x'
    project_id: abc
    user_domain_id: default
  interface: internal
clouds:
  uc:
    <<: *common
    region_name: CHI@UC
    auth:
      <<: *auth
      auth_url: https://uc/v3
  tacc:
    region_name: CHI@TACC
    auth:
      <<: [{project_id: first}, *auth]
      auth_url: https://tacc/v3
"""}, {}),
    ("numbers and truths", {"clouds.yaml": """
clouds:
  a:
    auth:
      auth_url: https://k
      username: 0123
      password: 1_000
      project_id: 12345678901234567890123456789012
      user_domain_id: 0x1F
  b:
    auth: {auth_url: https://k, username: 1.50, password: yes, project_name: !!str 0777, user_domain_name: 190:20:30}
  c:
    auth: {auth_url: https://k, username: 'on', password: 1e3, project_name: 1.e+3, user_domain_name: "~"}
"""}, {}),
    ("quotes and blocks", {"clouds.yaml": """
clouds:
  a:
    auth:
      auth_url: https://k
      username: 'it''s'
      password: "a\\tb\\x41\\u00e9 \\"q\\" \\\\"
      project_name: >-
        one
        two
      user_domain_name: |-
        line
  b:
    auth:
      auth_url: https://k
      username: plain
        goes on
      password: "{{ braces }} ${x}"   # a comment
      project_name: a#b
      user_domain_name: "folded
        text"
"""}, {}),
    ("regions", {"clouds.yaml": """
clouds:
  chameleon:
    auth: {auth_url: "https://{region_name}/v3", username: u, password: p, project_id: x, user_domain_id: default}
    regions:
    - CHI@UC
    - name: CHI@TACC
      values:
        interface: admin
        auth: {project_id: y}
"""}, {}),
    ("list of regions in region_name", {"clouds.yaml": """
clouds:
  chameleon:
    auth: {auth_url: https://k, username: u, password: p, project_id: x, user_domain_id: default}
    region_name: one,two
"""}, {}),
    ("secure file", {"clouds.yaml": """
clouds:
  uc:
    auth: {auth_url: https://k, username: alice, password: overlaid, project_id: x, user_domain_id: default}
    region_name: R
""", "secure.yaml": """
clouds:
  uc:
    auth:
      password: s3cure
"""}, {}),
    ("profile", {"clouds.yaml": """
clouds:
  uc:
    profile: chameleon
    auth: {username: u, password: p, project_id: x, user_domain_id: default}
""", "clouds-public.yaml": """
public-clouds:
  chameleon:
    auth: {auth_url: https://from.profile/v3, username: other}
    region_name: FROM
    interface: internal
"""}, {}),
    ("JSON", {"clouds.json": """
{"clouds": {"j": {"auth": {"auth_url": "https://k", "username": "u", "password": "p",
  "project_id": 17, "user_domain_id": "default"}, "region_name": "R"}}}
"""}, {}),
    ("yml before json", {"clouds.json": '{"clouds": {"j": {"auth": {}}}}', "clouds.yml": """
clouds:
  y:
    auth: {auth_url: https://k, username: u, password: p, project_id: x, user_domain_id: default}
"""}, {}),
    ("endpoint type and verify", {"clouds.yaml": """
clouds:
  a:
    auth: {auth_url: https://k, username: u, password: p, project_id: x, user_domain_id: default}
    endpoint_type: adminURL
    verify: false
    cacert: ~/ca.pem
    image_endpoint_override: https://images
"""}, {}),
    ("application credential", {"clouds.yaml": """
clouds:
  openstack:
    auth:
      auth_url: https://chi.tacc.chameleoncloud.org:5000
      application_credential_id: "id"
      application_credential_secret: "secret"
    region_name: "CHI@TACC"
    interface: "public"
    identity_api_version: 3
    auth_type: "v3applicationcredential"
"""}, {}),
    ("OIDC password", {"clouds.yaml": """
clouds:
  uc:
    auth_type: v3oidcpassword
    auth:
      auth_url: https://chi.uc.chameleoncloud.org:5000/v3
      username: alice
      password: pw
      project_id: p
      identity_provider: chameleon
      protocol: openid
      client_id: keystone-uc-prod
      client_secret: none
      access_token_type: access_token
      discovery_endpoint: https://auth.chameleoncloud.org/.well-known/openid-configuration
    region_name: CHI@UC
"""}, {}),
    ("variables beside a file", {"clouds.yaml": """
clouds:
  uc:
    auth: {auth_url: https://k, username: u, password: p, project_id: x, user_domain_id: default}
"""}, {"OS_AUTH_URL": "https://env", "OS_USERNAME": "e", "OS_PASSWORD": "pw", "OS_PROJECT_NAME": "P",
       "OS_USER_DOMAIN_NAME": "Default", "OS_PROJECT_DOMAIN_NAME": "Default", "OS_REGION_NAME": "R"}),
    ("OS_CLOUD", {"clouds.yaml": """
clouds:
  one:
    auth: {auth_url: https://one, username: u, password: p, project_id: x, user_domain_id: default}
  two:
    auth: {auth_url: https://two, username: u, password: p, project_id: x, user_domain_id: default}
"""}, {"OS_CLOUD": "two"}),
    ("old names of variables", {}, {
        "OS_AUTH_URL": "https://env", "OS_USERNAME": "e", "OS_PASSWORD": "pw", "OS_TENANT_NAME": "T",
        "OS_DOMAIN_NAME": "D", "OS_ENDPOINT_TYPE": "internalURL"}),
    ("byte order mark and CRLF", {"clouds.yaml": "\ufeffclouds:\r\n  a:\r\n    auth: {auth_url: 'https://k', username: u,\r\n      password: p, project_id: x, user_domain_id: default}\r\n"}, {}),
    ("duplicate keys", {"clouds.yaml": """
clouds:
  a:
    auth: {auth_url: https://first, username: u, password: p, project_id: x, user_domain_id: default}
  a:
    auth: {auth_url: https://second, username: u, password: p, project_id: x, user_domain_id: default}
"""}, {}),
    ("a port in a flow mapping", {"clouds.yaml": """
clouds: {a: {auth: {auth_url: http://127.0.0.1:5000/v3, username: u, password: p@ss, project_id: x, user_domain_id: default}}}
"""}, {}),
]

KEYS = ["auth_url", "username", "password", "project_id", "project_name", "user_domain_id",
        "user_domain_name", "project_domain_id", "project_domain_name", "application_credential_id",
        "application_credential_secret", "identity_provider", "protocol", "client_id", "client_secret",
        "discovery_endpoint", "access_token_type"]
TOP = ["region_name", "interface", "verify", "cacert", "image_endpoint_override"]


def answer(files, environment):
    for name in [n for n in os.environ if n.startswith("OS_")]:
        del os.environ[name]
    os.environ.update(environment)
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            pathlib.Path(folder, name).write_bytes(text.encode())
        paths = lambda stem: [f"{folder}/{stem}{s}" for s in (".yaml", ".yml", ".json")]
        from openstack.config import loader
        config = loader.OpenStackConfig(
            config_files=paths("clouds"), secure_files=paths("secure"),
            vendor_files=paths("clouds-public"))
        clouds = []
        for name in config.get_cloud_names():
            for region in config._get_regions(name):
                one = config.get_one(name, region_name=region["name"] or "", validate=False).config
                auth = {k: one["auth"][k] for k in KEYS if one["auth"].get(k) is not None}
                for key in KEYS:
                    if key not in auth and one.get(key) is not None:
                        auth[key] = one[key]
                auth = {k: str(v) for k, v in auth.items()}
                top = {k: one[k] for k in TOP if one.get(k) not in (None, "")}
                clouds.append({"name": name, "auth": auth, "top": top})
        return {"clouds": clouds, "default": config.default_cloud}


if __name__ == "__main__":
    print(json.dumps({
        "source": f"openstacksdk {version('openstacksdk')}, keystoneauth1 {version('keystoneauth1')}, "
                  f"PyYAML {version('PyYAML')}",
        "date": str(date.today()),
        "cases": [{"name": name, "files": files, "environment": environment,
                   **answer(files, environment)} for name, files, environment in CASES],
    }, indent=1, ensure_ascii=False))
