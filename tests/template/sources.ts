import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSync } from '@swc/core';
import * as z from 'zod';
import type { CallLimits } from '../../packages/lambda/src/aws-client.ts';
import { root } from '../../scripts/lib/repository.ts';

/** What a handler's code says that its function needs: found by reading it, without running it. */
export interface Needs {
  variables: string[];
  /** IAM actions of the AWS calls that can be reached from the handler. */
  actions: string[];
  /** What of a table the queries and scans read that can be reached: `dynamodb:Query table`, `… index/gsi1`, `… index/*` where the code chooses. */
  reads: string[];
  returnsBatchFailures: boolean;
  /** It does something else where an object in S3 is not there. */
  knowsAbsence: boolean;
  /** Keys of the objects that its own file writes down. */
  keys: string[];
  /** What it fails at is counted. */
  watched: boolean;
  clients: Client[];
}

/** An AWS client that some file makes. */
interface Client {
  /** Name of its class. */
  name: string;
  /** What it gives to `clientSettings`; undefined when it is made without. */
  limits: Partial<CallLimits> | undefined;
}

/** Actions behind the SDK's commands, where the names differ; CopyObject reads and writes. */
const actionsOf: Record<string, string[]> = {
  GetCommand: ['dynamodb:GetItem'],
  PutCommand: ['dynamodb:PutItem'],
  UpdateCommand: ['dynamodb:UpdateItem'],
  DeleteCommand: ['dynamodb:DeleteItem'],
  QueryCommand: ['dynamodb:Query'],
  ScanCommand: ['dynamodb:Scan'],
  BatchGetCommand: ['dynamodb:BatchGetItem'],
  BatchWriteCommand: ['dynamodb:BatchWriteItem'],
  // Its items say which; see `transacted`.
  TransactWriteCommand: [],
  GetObjectCommand: ['s3:GetObject'],
  PutObjectCommand: ['s3:PutObject'],
  CopyObjectCommand: ['s3:GetObject', 's3:PutObject'],
  DeleteObjectCommand: ['s3:DeleteObject'],
  ListObjectVersionsCommand: ['s3:ListBucketVersions'],
  ChangeMessageVisibilityCommand: ['sqs:ChangeMessageVisibility'],
  GetQueueAttributesCommand: ['sqs:GetQueueAttributes'],
  SendMessageCommand: ['sqs:SendMessage'],
  SendMessageBatchCommand: ['sqs:SendMessage'],
  PutEventsCommand: ['events:PutEvents'],
  SendEmailCommand: ['ses:SendEmail'],
  GetParameterCommand: ['ssm:GetParameter'],
  AdminGetUserCommand: ['cognito-idp:AdminGetUser'],
  AdminDeleteUserCommand: ['cognito-idp:AdminDeleteUser'],
  ListUsersCommand: ['cognito-idp:ListUsers'],
  AdminUpdateUserAttributesCommand: ['cognito-idp:AdminUpdateUserAttributes'],
  AdminUserGlobalSignOutCommand: ['cognito-idp:AdminUserGlobalSignOut'],
  InvokeCommand: ['lambda:InvokeFunction'],
  GetDurableExecutionCommand: ['lambda:GetDurableExecution'],
  SendDurableExecutionCallbackSuccessCommand: ['lambda:SendDurableExecutionCallbackSuccess'],
  // Not a command, but what the SDK of durable executions calls for each.
  withDurableExecution: ['lambda:CheckpointDurableExecution', 'lambda:GetDurableExecutionState'],
  PutLifecycleEventHookExecutionStatusCommand: ['codedeploy:PutLifecycleEventHookExecutionStatus'],
  ListDeploymentTargetsCommand: ['codedeploy:ListDeploymentTargets'],
  BatchGetDeploymentTargetsCommand: ['codedeploy:BatchGetDeploymentTargets'],
  DescribeAlarmsCommand: ['cloudwatch:DescribeAlarms'],
  // Not a command, but all pages of one.
  paginateQuery: ['dynamodb:Query'],
  paginateListObjectsV2: ['s3:ListBucket'],
  // Not a command, but all those of an upload in parts.
  Upload: ['s3:PutObject', 's3:AbortMultipartUpload'],
  // Not a command, but a form that the client then posts.
  createPresignedPost: ['s3:PutObject'],
};
const transacted: Record<string, string> = {
  Put: 'dynamodb:PutItem',
  Update: 'dynamodb:UpdateItem',
  Delete: 'dynamodb:DeleteItem',
  ConditionCheck: 'dynamodb:ConditionCheckItem',
};

/** One named function, method or constant of a file: what it uses directly. */
interface Unit {
  name: string;
  file: string;
  /** Others can only reach what is exported, or a method of something that is. */
  local: boolean;
  uses: Set<string>;
  /** Those of them that stand behind a dot: a function of the same file is not meant. */
  members: Set<string>;
  actions: Set<string>;
  reads: Set<string>;
}

interface Source {
  keys: string[];
  units: Unit[];
  imports: string[];
  variables: string[];
  clients: Client[];
}

type Node = Record<string, unknown> & { type?: string };
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;

const sources = new Map<string, Source>();

/** Reads the needs of services/<service>/src/handlers/<handler>.ts with all that it imports of this repository. */
export function needsOf(service: string, handler: string): Needs {
  const entry = path.join(root, 'services', service, 'src/handlers', `${handler}.ts`);
  const files = new Map<string, Source>();
  const visit = (file: string): void => {
    if (files.has(file)) return;
    const source = readSource(file);
    files.set(file, source);
    for (const name of source.imports) {
      const found = resolve(name, file);
      if (found !== undefined) visit(found);
    }
  };
  visit(entry);
  const units = [...files.values()].flatMap((source) => source.units);
  const reached = new Set<Unit>();
  const names = [...(files.get(entry)?.units ?? [])];
  for (let unit = names.pop(); unit; unit = names.pop()) {
    if (reached.has(unit)) continue;
    reached.add(unit);
    names.push(...meantBy(unit, units).filter((other) => !reached.has(other)));
  }
  const used = new Set([...reached].flatMap(({ uses }) => [...uses]));
  return {
    variables: files.get(entry)?.variables ?? [],
    actions: [...new Set([...reached].flatMap(({ actions }) => [...actions]))].sort(),
    reads: [...new Set([...reached].flatMap(({ reads }) => [...reads]))].sort(),
    clients: [...files.values()].flatMap(({ clients }) => clients),
    keys: files.get(entry)?.keys ?? [],
    watched: used.has('watched'),
    knowsAbsence: ['NoSuchKey', 'NotFound'].some((name) => used.has(name)),
    returnsBatchFailures: ['batchHandler', 'tallyHandler', 'relayOutbox'].some((name) => used.has(name)),
  };
}

/** Units of these names that a unit can mean: one that its own file declares hides the others, unless it is asked for behind a dot. */
function meantBy({ uses, members, file }: Unit, units: readonly Unit[]): Unit[] {
  const own = new Set(units.filter((unit) => unit.local && unit.file === file).map(({ name }) => name));
  return units.filter(
    ({ name, local, file: other }) =>
      uses.has(name) && (local ? other === file : !own.has(name) || members.has(name)),
  );
}

function resolve(name: string, from: string): string | undefined {
  // The contracts are data: nothing in them calls anybody.
  const own = /^@shutterbus\/(lambda)\/(.+)$/.exec(name);
  const file = own
    ? path.join(root, 'packages', own[1] ?? '', 'src', `${own[2]}.ts`)
    : name.startsWith('.')
      ? path.resolve(path.dirname(from), name)
      : undefined;
  return file !== undefined && existsSync(file) ? file : undefined;
}

function readSource(file: string): Source {
  const known = sources.get(file);
  if (known) return known;
  const module = parseSync(readFileSync(file, 'utf8'), { syntax: 'typescript', target: 'es2024' });
  const source: Source = { keys: [], units: [], imports: [], variables: [], clients: [] };
  const top = unitOf(`file ${file}`, file, true);
  source.units.push(top);
  walk(module, top, source);
  sources.set(file, source);
  return source;
}

/** Collects into `unit`, or into a unit of its own for whatever has a name that others can call. */
function walk(node: unknown, unit: Unit, source: Source, exported = false): void {
  if (Array.isArray(node)) {
    for (const item of node) walk(item, unit, source, exported);
    return;
  }
  if (!isNode(node)) return;
  if (node.type === 'ImportDeclaration') {
    if (node.typeOnly !== true) source.imports.push(wordOf(node.source));
    return;
  }
  if (typeof node.type === 'string' && node.type.startsWith('Ts') && !/As|NonNull|Satisfies/.test(node.type))
    return;
  if (node.type === 'ExportDeclaration' || node.type === 'VariableDeclaration') {
    const children = node.declaration ?? node.declarations;
    walk(children, unit, source, exported || node.type === 'ExportDeclaration');
    return;
  }
  const name = declaredName(node);
  if (name !== undefined) {
    const own = unitOf(name, unit.file, !exported && /Declaration|Declarator/.test(node.type ?? ''));
    source.units.push(own);
    for (const [key, child] of Object.entries(node))
      if (key !== 'identifier' && key !== 'key') walk(child, own, source);
    return;
  }
  if (node.type === 'NewExpression' && /^[A-Z]\w+Client$/.test(wordOf(node.callee)))
    source.clients.push({ name: wordOf(node.callee), limits: limitsOf(node) });
  if (node.type === 'CallExpression' && wordOf(node.callee) === 'readEnv')
    source.variables.push(...keysOf(node));
  if (node.type === 'KeyValueProperty') source.keys.push(wordOf(node.key));
  if (node.type === 'ObjectExpression' && Array.isArray(node.properties)) {
    // Wherever it is said what is looked for: the call itself may be somewhere else.
    if (propertyOf(node, 'KeyConditionExpression')) unit.reads.add(`dynamodb:Query ${partOfTable(node)}`);
    // `{ find }` is no use of find, but another way to reach it.
    for (const property of node.properties) {
      const name = isNode(property) && property.type === 'Identifier' ? wordOf(property) : '';
      if (name === '') walk(property, unit, source);
      else source.units.push({ ...unitOf(name, unit.file, false), uses: new Set([name]) });
    }
    return;
  }
  note(node, unit);
  for (const child of Object.values(node)) walk(child, unit, source);
}

const unitOf = (name: string, file: string, local: boolean): Unit => ({
  name,
  file,
  local,
  uses: new Set(),
  members: new Set(),
  actions: new Set(),
  reads: new Set(),
});

function note(node: Node, unit: Unit): void {
  if (node.type === 'Identifier') unit.uses.add(wordOf(node));
  if (node.type === 'MemberExpression') unit.members.add(wordOf(node.property));
  if (node.type === 'NewExpression' || node.type === 'CallExpression') {
    // With a version id, S3 asks for another action.
    const version = /"value":"VersionId"/.test(JSON.stringify(node.arguments ?? null)) ? 'Version' : '';
    const name = wordOf(node.callee);
    if (name === 'ScanCommand') unit.reads.add(`dynamodb:Scan ${partOfTable(firstArgument(node))}`);
    for (const action of Object.hasOwn(actionsOf, name) ? (actionsOf[name] ?? []) : [])
      unit.actions.add(/^s3:(Get|Delete)Object$/.test(action) ? action + version : action);
  }
  const key = node.type === 'KeyValueProperty' ? wordOf(node.key) : '';
  const action = isNode(node.value) && node.value.type === 'ObjectExpression' ? transacted[key] : undefined;
  if (action !== undefined) unit.actions.add(action);
}

function declaredName(node: Node): string | undefined {
  const isFunction = (value: unknown): boolean =>
    isNode(value) && /^(ArrowFunctionExpression|FunctionExpression)$/.test(value.type ?? '');
  if (node.type === 'FunctionDeclaration') return wordOf(node.identifier);
  if (node.type === 'MethodProperty') return wordOf(node.key);
  if (node.type === 'KeyValueProperty' && isFunction(node.value)) return wordOf(node.key);
  if (node.type === 'VariableDeclarator' && isFunction(node.init)) return wordOf(node.id);
  return undefined;
}

const wordOf = (node: unknown): string => (isNode(node) && typeof node.value === 'string' ? node.value : '');

function keysOf(call: Node): string[] {
  return propertiesOf(firstArgument(call)).map((property) => wordOf(property.key));
}

/** The numbers in `new XClient(clientSettings({ … }))`. */
function limitsOf(client: Node): Partial<CallLimits> | undefined {
  const settings = firstArgument(client);
  if (!isNode(settings) || wordOf(settings.callee) !== 'clientSettings') return undefined;
  const limits = propertiesOf(firstArgument(settings)).map(({ key, value }) => [
    wordOf(key),
    isNode(value) ? value.value : undefined,
  ]);
  return z
    .partialRecord(z.enum(['requestTimeoutMs', 'withinMs', 'maxAttempts']), z.number())
    .parse(Object.fromEntries(limits));
}

function firstArgument(call: Node): unknown {
  const [first] = Array.isArray(call.arguments) ? call.arguments : [];
  return isNode(first) ? first.expression : undefined;
}

const propertiesOf = (object: unknown): Node[] =>
  isNode(object) && Array.isArray(object.properties) ? object.properties.filter(isNode) : [];

const propertyOf = (object: unknown, name: string): Node | undefined =>
  propertiesOf(object).find(({ key }) => wordOf(key) === name);

function partOfTable(query: unknown): string {
  const index = propertyOf(query, 'IndexName');
  if (!index) return 'table';
  const named = isNode(index.value) && index.value.type === 'StringLiteral';
  return named ? `index/${wordOf(index.value)}` : 'index/*';
}
