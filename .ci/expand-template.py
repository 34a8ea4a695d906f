"""Expands a SAM template from standard input as CloudFormation does, and prints the result as JSON.

Needs aws-sam-translator, which comes with the SAM CLI. Functions are written with statements of their own, so the map
of managed policies holds the few that SAM adds by itself.
"""

import json
import os
import sys

os.environ.setdefault("AWS_DEFAULT_REGION", "eu-west-1")

from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse


class ManagedPolicies:
    def load(self):
        service_role = "arn:aws:iam::aws:policy/service-role/"
        names = [
            "AWSLambdaBasicExecutionRole",
            "AWSLambdaDynamoDBExecutionRole",
            "AWSLambdaSQSQueueExecutionRole",
            "AWSLambdaVPCAccessExecutionRole",
        ]
        return {name: service_role + name for name in names} | {
            "AWSXrayWriteOnlyAccess": "arn:aws:iam::aws:policy/AWSXrayWriteOnlyAccess",
            "AWSXRayDaemonWriteAccess": "arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess",
        }


json.dump(transform(yaml_parse(sys.stdin.read()), {}, ManagedPolicies()), sys.stdout)
