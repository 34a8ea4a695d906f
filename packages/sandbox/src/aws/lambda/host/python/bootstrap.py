"""Runs a Python function as Lambda's own runtime does: loads the handler, then asks the Runtime API for one
invocation after the other. Needs nothing but Python's standard library.

Not handled: log lines in JSON (AWS_LAMBDA_LOG_FORMAT), streamed responses, SnapStart's hooks.
"""

import decimal
import http.client
import importlib
import json
import logging
import os
import sys
import time
import traceback
from types import SimpleNamespace

API = "/2018-06-01/runtime"
connection = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])


class Fault(Exception):
    """What Lambda's runtime itself says of the code."""

    def __init__(self, kind, message):
        super().__init__(message)
        self.kind = kind


class Context:
    def __init__(self, headers):
        self.aws_request_id = headers["lambda-runtime-aws-request-id"]
        self.invoked_function_arn = headers["lambda-runtime-invoked-function-arn"]
        self.function_name = os.environ["AWS_LAMBDA_FUNCTION_NAME"]
        self.function_version = os.environ["AWS_LAMBDA_FUNCTION_VERSION"]
        self.memory_limit_in_mb = os.environ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]
        self.log_group_name = os.environ["AWS_LAMBDA_LOG_GROUP_NAME"]
        self.log_stream_name = os.environ["AWS_LAMBDA_LOG_STREAM_NAME"]
        self.client_context = client_context(headers.get("lambda-runtime-client-context"))
        self.identity = SimpleNamespace(cognito_identity_id=None, cognito_identity_pool_id=None)
        self._deadline_ms = int(headers["lambda-runtime-deadline-ms"])

    def get_remaining_time_in_millis(self):
        return max(0, self._deadline_ms - int(time.time() * 1000))

    def log(self, message):
        sys.stdout.write(str(message))


def client_context(text):
    if text is None:
        return None
    told = json.loads(text)
    return SimpleNamespace(
        custom=told.get("custom"), env=told.get("env"), client=SimpleNamespace(**told.get("client") or {})
    )


class LogHandler(logging.Handler):
    """Lambda's format; one log event for each record, so inner line ends become carriage returns."""

    request_id = ""

    def emit(self, record):
        moment = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
        text = self.format(record).replace("\n", "\r")
        print(f"[{record.levelname}]\t{moment}.{int(record.msecs):03d}Z\t{self.request_id}\t{text}")


def load(name):
    try:
        module_name, function_name = name.rsplit(".", 1)
    except ValueError as error:
        raise Fault("Runtime.MalformedHandlerName", f"Bad handler '{name}': {error}") from None
    try:
        module = importlib.import_module(module_name.replace("/", "."))
    except ImportError as error:
        raise Fault("Runtime.ImportModuleError", f"Unable to import module '{module_name}': {error}") from None
    except SyntaxError as error:
        raise Fault("Runtime.UserCodeSyntaxError", f"Syntax error in module '{module_name}': {error}") from None
    try:
        return getattr(module, function_name)
    except AttributeError:
        raise Fault(
            "Runtime.HandlerNotFound", f"Handler '{function_name}' missing on module '{module_name}'"
        ) from None


def plain(value):
    """Numbers as DynamoDB's library has them; Lambda keeps all their digits."""
    if isinstance(value, decimal.Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    raise TypeError(f"Object of type {type(value).__name__} is not JSON serializable")


def answer_of(result):
    try:
        return json.dumps(result, default=plain, ensure_ascii=False)
    except Exception as error:
        raise Fault("Runtime.MarshalError", f"Unable to marshal response: {error}") from None


def document_of(error, request_id):
    kind = error.kind if isinstance(error, Fault) else type(error).__name__
    frames = [] if isinstance(error, Fault) else traceback.extract_tb(error.__traceback__)
    # What this file does is nobody's business.
    stack = traceback.format_list([frame for frame in frames if frame.filename != __file__])
    text = f"[ERROR] {kind}: {error}\n" + ("Traceback (most recent call last):\n" + "".join(stack) if stack else "")
    print(text.rstrip("\n").replace("\n", "\r"))
    document = {"errorMessage": str(error), "errorType": kind, "requestId": request_id, "stackTrace": stack}
    return kind, json.dumps(document)


def ask(method, path, body=None, headers=None):
    connection.request(method, API + path, body=body and body.encode(), headers=headers or {})
    response = connection.getresponse()
    return response.headers, response.read()


def fail(path, error, request_id):
    kind, document = document_of(error, request_id)
    ask("POST", path, document, {"Lambda-Runtime-Function-Error-Type": kind})


def serve():
    logs = LogHandler()
    logging.getLogger().addHandler(logs)
    # In the place of this file's own folder.
    sys.path[0] = os.environ["LAMBDA_TASK_ROOT"]
    try:
        handler = load(os.environ["_HANDLER"])
    except Exception as error:
        fail("/init/error", error, "")
        sys.exit(1)
    while True:
        headers, event = ask("GET", "/invocation/next")
        context = Context(headers)
        request_id = logs.request_id = context.aws_request_id
        os.environ["_X_AMZN_TRACE_ID"] = headers["lambda-runtime-trace-id"]
        try:
            answer = answer_of(handler(json.loads(event), context))
        except Exception as error:
            fail(f"/invocation/{request_id}/error", error, request_id)
        else:
            ask("POST", f"/invocation/{request_id}/response", answer)


serve()
