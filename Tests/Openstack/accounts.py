"""Users of the sites: a project of their own at each, every way to log in, and clouds.yaml."""
import json
import os
import secrets

import yaml

DOMAIN, PROVIDER, PROTOCOL = "chameleon", "chameleon", "openid"
CLIENT = {"uc": "keystone-uc-prod", "tacc": "keystone-tacc-prod"}  # the testbed's


def federate(place, issuer):
    """Lets a site trust the provider: whoever logs in there is in the group of federated users."""
    identity = place.operator().identity
    domain = identity.find_domain(DOMAIN)
    group = identity.create_group(name="federated", domain_id=domain.id)
    identity.create_mapping(id="provider", rules=[{
        "local": [{"user": {"name": "{0}", "email": "{1}"}, "group": {"id": group.id}}],
        "remote": [{"type": "HTTP_OIDC_PREFERRED_USERNAME"}, {"type": "HTTP_OIDC_EMAIL"}]}])
    provider = identity.create_identity_provider(
        id=PROVIDER, remote_ids=[issuer], is_enabled=True)
    identity.create_federation_protocol(provider, id=PROTOCOL, mapping_id="provider")


class Account:
    """One user with the project CHI-<name> at every site and the same password at the provider.

    `credentials` has each site's application credentials by name: "restricted", "unrestricted".
    """

    def __init__(self, name, places, provider, users):
        self.name, self.user, self.project = name, f"user-{name}", f"CHI-{name}"
        self.places, self.provider = places, provider
        self.password, self.provider_password = secrets.token_hex(12), secrets.token_hex(12)
        self.project_ids, self.user_ids, self.credentials = {}, {}, {}
        for place in places:
            self.add_to(place)
        self.add_to_provider(users)

    def add_to(self, place):
        identity = place.operator().identity
        domain, member = identity.find_domain(DOMAIN), identity.find_role("member")
        project = identity.create_project(name=self.project, domain_id=domain.id)
        user = identity.create_user(
            name=self.user, password=self.password, domain_id=domain.id,
            default_project_id=project.id)
        identity.assign_project_role_to_user(project, user, member)
        group = identity.find_group("federated", domain_id=domain.id)
        identity.assign_project_role_to_group(project, group, member)
        self.project_ids[place.uid], self.user_ids[place.uid] = project.id, user.id
        own = self.connect(place).identity
        self.credentials[place.uid] = {
            kind: own.create_application_credential(
                user.id, f"of-{self.name}-{kind}", unrestricted=kind == "unrestricted")
            for kind in ("restricted", "unrestricted")}

    def add_to_provider(self, users):
        with open(users) as file:
            passwords = json.load(file)
        passwords[self.user] = self.provider_password
        with open(f"{users}.new", "w") as file:
            json.dump(passwords, file)
        os.replace(f"{users}.new", users)

    def connect(self, place):
        return place.connect(**self.by_password())

    def by_password(self):
        return {"username": self.user, "password": self.password, "user_domain_name": DOMAIN,
                "project_name": self.project, "project_domain_name": DOMAIN}

    def cloud(self, place, kind="password", **more):
        """An entry of clouds.yaml that logs in by password or application credential."""
        auth = {"auth_url": f"{place.url}/v3"}
        entry = {"region_name": place.name, "identity_api_version": 3, "auth": auth}
        if kind == "password":
            auth |= self.by_password()
        else:
            credential = self.credentials[place.uid][kind]
            entry["auth_type"] = "v3applicationcredential"
            auth |= {"application_credential_id": credential.id,
                     "application_credential_secret": credential.secret}
        return entry | more

    def federated_cloud(self, place, auth_type, **auth):
        """An entry that logs in at the provider: by the testbed's CLI password, a token, ccauth."""
        known = {
            "auth_url": f"{place.url}/v3", "identity_provider": PROVIDER, "protocol": PROTOCOL,
            "project_id": self.project_ids[place.uid]}
        if auth_type != "v3oidcaccesstoken":
            known |= {"client_id": CLIENT[place.uid], "discovery_endpoint": self.discovery()}
        if auth_type == "v3oidcpassword":
            known["client_secret"] = "none"  # as the testbed's openrc has it; the client is public
        return {"region_name": place.name, "auth_type": auth_type, "auth": known | auth}

    def discovery(self):
        return f"{self.provider}/.well-known/openid-configuration"

    def write_clouds(self, path, **entries):
        """Writes clouds.yaml: `uc` and `tacc` with a password, and what else is named."""
        clouds = {place.uid: self.cloud(place) for place in self.places} | entries
        with open(path, "w") as file:
            yaml.safe_dump({"clouds": clouds}, file, sort_keys=False)
        os.chmod(path, 0o600)
