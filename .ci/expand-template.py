"""Expands a SAM template from standard input as CloudFormation's transform does, and prints the result as JSON.

Needs aws-sam-translator, which comes with the SAM CLI. It takes code and nested templates from S3 only, so local folders become
addresses there, whose last parts stay what they were. Functions are written with statements of their own, so the map of
managed policies holds the few that SAM adds by itself; the translator would ask IAM for what it does not know.
"""

import json
import os
import sys

os.environ.setdefault("AWS_DEFAULT_REGION", "eu-west-1")

from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse

GIVEN = {"Stage": "prod", "ReserveConcurrency": "true", "EventLake": "true", "AlarmEmail": "alarms@example.com"}
# By type of resource: the property that holds an address, and where that of something local is pretended to be.
PLACES = {
    "AWS::Serverless::Function": ("CodeUri", "s3://artifacts/"),
    "AWS::Serverless::Application": ("Location", "https://s3.amazonaws.com/artifacts/"),
}


class ManagedPolicies:
    def load(self):
        names = ["service-role/AWSLambdaBasicExecutionRole", "AWSXrayWriteOnlyAccess"]
        return {name.split("/")[-1]: f"arn:aws:iam::aws:policy/{name}" for name in names}


# Anchors are written out, as the SAM CLI does in what it builds: the transform changes what it is given in place.
template = json.loads(json.dumps(yaml_parse(sys.stdin.read())))
for resource in template["Resources"].values():
    place, prefix = PLACES.get(resource["Type"], (None, ""))
    if place and "://" not in resource["Properties"][place]:
        resource["Properties"][place] = prefix + resource["Properties"][place].replace("../", "")
given = {name: value for name, value in GIVEN.items() if name in template["Parameters"]}
json.dump(transform(template, given, ManagedPolicies()), sys.stdout, indent=1)
