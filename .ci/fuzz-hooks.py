"""What schemathesis cannot know from docs/openapi.yaml. .ci/check-api.ts hands over by SITE whom and what there is."""

import json
import os
import re
import zlib

import requests
import schemathesis
from hypothesis import strategies as st

site = json.loads(os.environ["SITE"])

# One line with something to see in it: the rule is written in properties of Unicode (packages/contracts/src/text-rules.ts),
# so a letter that is seen stands first, and nothing follows that ends the line or turns it.
seen = st.sampled_from("aZ9éßжע中😀")
turning = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
behind = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters=turning), max_size=20)
visible = st.builds(lambda first, rest: (first + rest).strip(), seen, behind)
for kind in ("visible-line", "visible-text"):
    schemathesis.openapi.format(kind, visible)
schemathesis.openapi.format("tag", st.sampled_from(["snow", "Snow", "2026_snow", "雪", "ﬁne"]))


def token_of(email):
    answer = requests.post(
        site["cognito"],
        headers={
            "content-type": "application/x-amz-json-1.1",
            "x-amz-target": "AWSCognitoIdentityProviderService.InitiateAuth",
        },
        json={
            "AuthFlow": "USER_PASSWORD_AUTH",
            "ClientId": site["client"],
            "AuthParameters": {"USERNAME": email, "PASSWORD": site["password"]},
        },
        timeout=10,
    )
    return answer.json()["AuthenticationResult"]["AccessToken"]


@schemathesis.auth(refresh_interval=600)
class SignIn:
    """An access token of the person who calls; a new one before it ends."""

    def get(self, case, context):
        return token_of(site["email"])

    def set(self, case, data, context):
        case.headers["Authorization"] = f"Bearer {data}"


def operation_id(case):
    return case.operation.definition.raw.get("operationId")


# Ids that an answer gave: whoever asks for one of these means it.
created = set()


@schemathesis.hook
def after_call(context, case, response):
    if response.status_code in (201, 202):
        created.update(re.findall(r"\b[0-9A-HJKMNP-TV-Z]{26}\b", response.text))


def known(value, pattern, there):
    """Every other value that is well-formed becomes one that exists; what is malformed, or was just created, stays as it is."""
    if not there or not isinstance(value, str) or value in created or not re.fullmatch(pattern, value):
        return value
    number = zlib.crc32(value.encode())
    return there[(number // 2) % len(there)] if number % 2 else value


leavers = []


@schemathesis.hook
def before_call(context, case, kwargs):
    # Somebody else leaves and comes back: whoever is leaving may do little of the rest.
    headers = case.headers or {}
    if operation_id(case) in ("leaveMe", "comeBack") and headers.get("Authorization", "").startswith("Bearer ey"):
        if not leavers:
            leavers.append(token_of(site["leaver"]))
        headers["Authorization"] = f"Bearer {leavers[0]}"
    path = case.path_parameters or {}
    for name, pattern, there in (
        ("handle", r"(?=.{3,20}$)[a-z0-9]+(-[a-z0-9]+)*", site["handles"]),
        ("id", r"[0-9A-HJKMNP-TV-Z]{26}", site["photos"]),
    ):
        if name in path:
            path[name] = known(path[name], pattern, there)
    # A cursor is what an answer gave. A made-up one is refused, as it should be, and no document can tell the two apart.
    query = case.query or {}
    if isinstance(query.get("cursor"), str) and re.fullmatch(r"[\w-]{1,2000}", query["cursor"], re.A):
        given = site["cursors"].get(operation_id(case))
        if given is None:
            del query["cursor"]
        else:
            query["cursor"] = given
