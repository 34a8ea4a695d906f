"""Expands the templates as CloudFormation's SAM transform does, with aws-sam-translator: <out>/<name>.json for each.

The translator takes code and nested templates from S3 only, so local folders become addresses there; the last part of
each stays what it was.
"""

import json
import pathlib
import sys

from samcli.yamlhelper import yaml_parse
from samtranslator.translator.transform import transform

GIVEN = {"Stage": "prod", "ReserveConcurrency": "true", "EventLake": "true", "AlarmEmail": "alarms@example.com"}


class NoPolicies:
    """Managed policies by name; the translator would ask IAM for what it does not know."""

    def load(self):
        names = ["service-role/AWSLambdaBasicExecutionRole", "AWSXrayWriteOnlyAccess", "AWSCodeDeployRoleForLambdaLimited"]
        return {name.split("/")[-1]: f"arn:aws:iam::aws:policy/{name}" for name in names}


def expand(source: pathlib.Path) -> dict:
    template = yaml_parse(source.read_text())
    for resource in template["Resources"].values():
        properties = resource.get("Properties", {})
        if resource["Type"] == "AWS::Serverless::Function":
            properties["CodeUri"] = "s3://artifacts/" + properties["CodeUri"].replace("../", "")
        if resource["Type"] == "AWS::Serverless::Application":
            properties["Location"] = "https://s3.amazonaws.com/artifacts/" + properties["Location"]
    return transform(template, {k: v for k, v in GIVEN.items() if k in template["Parameters"]}, NoPolicies())


out = pathlib.Path(sys.argv[1])
out.mkdir(parents=True, exist_ok=True)
root = pathlib.Path(__file__).resolve().parent.parent
for name in ["root", "users", "media", "thumbnails", "notifications"]:
    file = root / ("template.yaml" if name == "root" else f"services/{name}/template.yaml")
    expanded = expand(file)
    (out / f"{name}.json").write_text(json.dumps(expanded, indent=1))
    print(f"{name}: {len(expanded['Resources'])} resources")
