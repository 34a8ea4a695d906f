import { covers, PolicyFault, readPolicy } from './policy.ts';

const statement = {
  Sid: 'Tell',
  Effect: 'Allow',
  Principal: { Service: 'events.amazonaws.com', AWS: ['123456789012', '*'] },
  Action: 'sqs:SendMessage',
  Resource: ['arn:aws:sqs:eu-west-1:123456789012:jobs'],
  Condition: {
    ArnLike: { 'AWS:SourceArn': 'arn:aws:events:*' },
    'ForAnyValue:StringNotEqualsIgnoreCase': { 'aws:TagKeys': ['a', 'b'] },
    Bool: { 'aws:SecureTransport': false },
  },
};

describe('readPolicy', () => {
  it('reads who may do what with what, and when, from an object and from JSON', () => {
    const document = { Version: '2012-10-17', Statement: statement };
    const policy = readPolicy(document);
    expect(policy).toEqual({
      document,
      statements: [
        {
          written: statement,
          sid: 'Tell',
          effect: 'Allow',
          principals: {
            except: false,
            patterns: [
              { kind: 'Service', name: 'events.amazonaws.com' },
              { kind: 'AWS', name: '123456789012' },
              { kind: 'AWS', name: '*' },
            ],
          },
          actions: { except: false, patterns: ['sqs:SendMessage'] },
          resources: { except: false, patterns: statement.Resource },
          conditions: [
            { operator: 'ArnLike', key: 'aws:sourcearn', values: ['arn:aws:events:*'] },
            {
              operator: 'ForAnyValue:StringNotEqualsIgnoreCase',
              key: 'aws:tagkeys',
              values: ['a', 'b'],
            },
            { operator: 'Bool', key: 'aws:securetransport', values: ['false'] },
          ],
        },
      ],
    });
    expect(readPolicy(JSON.stringify(document)).statements).toEqual(policy.statements);
  });

  it('tells what a statement is about from what it leaves out', () => {
    const { Principal, Action, Resource, ...rest } = statement;
    const written = { ...rest, NotPrincipal: Principal, NotAction: Action, NotResource: Resource };
    const [read] = readPolicy({ Statement: [written] }).statements;
    expect([read?.principals.except, read?.actions.except, read?.resources.except]).toEqual([
      true,
      true,
      true,
    ]);
  });

  it('reads the policy of a role, which names nobody', () => {
    const { Principal, ...own } = statement;
    const [read] = readPolicy({ Statement: own }, 'role').statements;
    expect(read?.principals.patterns).toEqual([]);
    expect(() => readPolicy({ Statement: { ...own, Principal } }, 'role')).toThrow(
      expect.objectContaining({ kind: 'unknown', what: 'Principal' }),
    );
  });

  const changed = (change: object) => ({ Statement: [{ ...statement, ...change }] });
  it.each<[string, unknown, Partial<PolicyFault>]>([
    ['no object', '[]', { kind: 'no-object' }],
    ['no JSON', '{', { kind: 'no-json' }],
    ['another version', { Version: '2020-01-01', Statement: statement }, { kind: 'version' }],
    ['no statement', {}, { kind: 'missing', what: 'Statement' }],
    ['an empty list of statements', { Statement: [] }, { kind: 'empty' }],
    ['a statement that is none', { Statement: ['x'] }, { kind: 'no-object' }],
    ['a misspelt element', changed({ Ressource: '*' }), { kind: 'unknown', what: 'Ressource' }],
    ['no effect', changed({ Effect: undefined }), { kind: 'missing', what: 'Effect' }],
    ['another effect', changed({ Effect: 'allow' }), { kind: 'effect', what: 'allow' }],
    ['no principal', changed({ Principal: undefined }), { kind: 'missing', what: 'Principal' }],
    ['a principal of an unknown kind', changed({ Principal: { User: 'x' } }), { kind: 'principal' }],
    ['a service that is none', changed({ Principal: { Service: 's3' } }), { kind: 'principal', what: 's3' }],
    ['an account that is none', changed({ Principal: { AWS: '12' } }), { kind: 'principal', what: '12' }],
    ['an ARN of no identity', changed({ Principal: { AWS: 'arn:aws:sqs:::q' } }), { kind: 'principal' }],
    ['no action', changed({ Action: undefined }), { kind: 'missing', what: 'Action' }],
    ['an action without service', changed({ Action: ['SendMessage'] }), { kind: 'action' }],
    ['no resource', changed({ Resource: undefined }), { kind: 'missing', what: 'Resource' }],
    ['a resource that is no ARN', changed({ Resource: 'jobs' }), { kind: 'resource', what: 'jobs' }],
    ['an unknown operator', changed({ Condition: { Equals: {} } }), { kind: 'condition', what: 'Equals' }],
    ['a condition without key', changed({ Condition: { Bool: true } }), { kind: 'condition' }],
  ])('refuses %s', (_, given, fault) => {
    expect(() => readPolicy(given)).toThrow(expect.objectContaining(fault));
    expect(() => readPolicy(given)).toThrow(PolicyFault);
  });
});

describe('covers', () => {
  it.each([
    ['s3:Get*', 's3:GetObject', true],
    ['arn:aws:s3:::b/*', 'arn:aws:s3:::b/a/b\nc', true],
    ['arn:aws:s3:::b/?', 'arn:aws:s3:::b/ab', false],
    ['a.c', 'abc', false],
    ['*', '', true],
  ])('%s covers %s: %s', (pattern, text, expected) => {
    expect(covers(pattern, text)).toBe(expected);
  });
});
