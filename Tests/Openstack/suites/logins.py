"""Every way to log in, against real Keystones: the catalogue, Blazar's hosts, what is refused."""
import json
import re
import shutil
import urllib.parse
import urllib.request

import fault_proxy
import yaml
from suite import check, expect


def clouds(suite, **entries):
    """A clouds.yaml with these entries alone."""
    path = suite.folder / "other-clouds.yaml"
    path.write_text(yaml.safe_dump({"clouds": entries}, sort_keys=False))
    path.chmod(0o600)
    return {"OS_CLIENT_CONFIG_FILE": path}


def both(suite, entry):
    return clouds(suite, **{place.uid: entry(place) for place in (suite.uc, suite.tacc)})


def look(suite, environment, code=0, says=()):
    return suite.run("sites", "--check", "--no-outages", code=code, says=says, **environment)


def works(suite, entry, **more):
    """What `sites --check` says when an entry for each site works."""
    result = look(suite, both(suite, entry) | more)
    for place in (suite.uc, suite.tacc):
        for service in ("token", "image", "reservation", "object-store"):
            check(re.search(rf"^{place.uid} .*{service} +works", result.text, re.MULTILINE),
                  f"{service} of {place.uid} is not said to work: {result}")
    hide(suite, result)
    return result


def hide(suite, result):
    kinds = suite.account.credentials.values()
    credentials = [each.secret for kind in kinds for each in kind.values()]
    for secret in [suite.account.password, suite.account.provider_password, *credentials]:
        check(secret not in result.text, "a secret was shown")


def tokens(suite):
    """An access and a refresh token of the provider, as a browser's login would leave them."""
    form = urllib.parse.urlencode({
        "grant_type": "password", "client_id": "chi-cli-device-token", "scope": "openid",
        "username": suite.account.user, "password": suite.account.provider_password}).encode()
    url = f"{suite.pair.provider}/protocol/openid-connect/token"
    with urllib.request.urlopen(url, form, timeout=10) as answer:
        return json.load(answer)


def password(suite):
    works(suite, suite.account.cloud)


def application_credentials(suite):
    for kind in ("restricted", "unrestricted"):
        works(suite, lambda place: suite.account.cloud(place, kind))


def token(suite):
    def entry(place):
        return {"region_name": place.name, "auth_type": "v3token", "auth": {
            "auth_url": f"{place.url}/v3", "token": suite.at[place.uid].auth_token,
            "project_name": suite.account.project, "project_domain_name": "chameleon"}}
    works(suite, entry)


def cli_password(suite):
    """The testbed's: a password at its OpenID provider."""
    works(suite, lambda place: suite.account.federated_cloud(
        place, "v3oidcpassword", username=suite.account.user,
        password=suite.account.provider_password))


def access_token(suite):
    given = tokens(suite)["access_token"]
    works(suite, lambda place: suite.account.federated_cloud(
        place, "v3oidcaccesstoken", access_token=given))


def refresh_token_of_ccauth(suite):
    """Read where ccauth keeps it, and replaced there: the provider takes each of them once."""
    cache = suite.folder / "ccauth"
    cache.mkdir()
    path = cache / "refresh_token.json"
    path.write_text(json.dumps({"refresh_token": tokens(suite)["refresh_token"], "cached_at": 1.0}))
    path.chmod(0o600)
    before = path.read_text()
    for _ in range(3):
        works(suite, lambda place: suite.account.federated_cloud(place, "v3chameleonoidc"),
              CC_LOGIN_STATE=cache)
    check(path.read_text() != before, "the next refresh token was not kept")
    expect("mode of the refresh token", oct(path.stat().st_mode & 0o777), oct(0o600))


def environment_variables(suite):
    """As an openrc has them, without clouds.yaml."""
    environment = {
        f"OS_{name.upper()}": value for name, value in suite.account.by_password().items()}
    environment |= {"OS_AUTH_URL": f"{suite.uc.url}/v3", "OS_REGION_NAME": "CHI@UC",
                    "OS_IDENTITY_API_VERSION": "3"} | clouds(suite)
    result = look(suite, environment, says="works")
    hide(suite, result)


def secure_yaml(suite):
    """A password beside clouds.yaml, as openstacksdk merges it."""
    entry = suite.account.cloud(suite.uc)
    secret = entry["auth"].pop("password")
    folder = suite.home / ".config/openstack"
    folder.mkdir(parents=True)
    (folder / "clouds.yaml").write_text(yaml.safe_dump({"clouds": {"uc": entry}}))
    (folder / "secure.yaml").write_text(
        yaml.safe_dump({"clouds": {"uc": {"auth": {"password": secret}}}}))
    try:
        look(suite, {"OS_CLIENT_CONFIG_FILE": ""}, says="works")
    finally:
        shutil.rmtree(folder)


def refused(suite):
    """What is wrong is told for each site, and the other's answer stays."""
    def entry(place):
        cloud = suite.account.cloud(place)
        if place.uid == "uc":
            cloud["auth"]["password"] = "not-the-password"
        return cloud
    result = look(suite, both(suite, entry), code=(1, 2), says=["401", "works"])
    check("not-the-password" not in result.text, "a password was shown")
    return f"exit code {result.code}"


def an_ended_token_is_renewed(suite):
    """One request with a token is answered with 401, as when it has expired."""
    environment = suite.proxies.environment
    for port in (9292, 1234, 8080):
        with suite.proxies as proxies:
            proxies.uc.forget(fault_proxy.Rule(port=port, status=401))
            look(suite, environment)
            if proxies.uc.rules[0].times == 0:
                check(proxies.uc.count("POST", "/auth/tokens") >= 2, "no second token is asked for")
                return f"after a 401 on port {port}"
    raise AssertionError("nothing was asked with a token")


def an_expired_access_token(suite):
    result = look(suite, both(suite, lambda place: suite.account.federated_cloud(
        place, "v3oidcaccesstoken", access_token="of-yesterday")), code=(1, 2), says="401")
    check("of-yesterday" not in result.text, "a token was shown")


def hosts_of_blazar(suite):
    """What selectors are really matched against, read into the catalogue."""
    catalog = suite.folder / "catalogue.sqlite"
    result = suite.run("harvest", "--blazar", "--site", "uc", "--catalog", catalog, code=(0, 1))
    return result.text.strip().splitlines()[-1]


CASES = [
    password, application_credentials, token, cli_password, access_token, refresh_token_of_ccauth,
    environment_variables, secure_yaml, refused, an_expired_access_token,
    an_ended_token_is_renewed, hosts_of_blazar]
