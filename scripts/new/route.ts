import type { Service } from '../lib/repository.ts';
import { addImport, type Draft, insertLine } from './draft.ts';
import { addFunction, yamlWidth } from './function.ts';
import { camelCase, pascalCase, refuseTakenId, sentence } from './names.ts';

interface NewRoute {
  service: Service;
  method: string;
  path: string;
  /** Of handler, use case and test. */
  name: string;
  summary: string | undefined;
}

/** Whom the input is about, as in every other one. */
const userId = '0b5f6c1e-7a53-4d0c-9b6b-2f1f3a8f7c11';
const at = '2026-11-28T10:00:00.000Z';

/** A part of a path: the field of the contracts that bounds it, and a value. */
const parts: Record<string, { field: string; value: string }> = {
  handle: { field: 'handleField', value: 'sample-anna' },
  userId: { field: 'userIdField', value: userId },
};
const anyId = { field: 'ulidField', value: '01KAJ7Q2M8Z4X6T0V5R3N1B9CD' };

/** Every place of a route, in the order of CONTRIBUTING.md. */
export function addRoute(draft: Draft, route: NewRoute): void {
  const { service, name, method, path } = route;
  const [id, functionId] = [camelCase(name), pascalCase(name)];
  refuseTakenId(draft, functionId, 'Choose another verb or noun.');
  const params = [...path.matchAll(/\{(\w+)\}/g)].map(([, param = '']) => ({
    param,
    ...(parts[param] ?? anyId),
  }));
  const summary = route.summary ?? `${sentence(name)}.`;
  const contracts = `packages/contracts/src/routes/${service}.ts`;
  draft.edit(contracts, (text) => {
    const fields = ['timestampField', 'userIdField', ...params.map(({ field }) => field)];
    return fields.reduce(
      (all, field) => addImport(all, field, '../fields.ts'),
      addLimit(`${text.trimEnd()}\n\n${contractOf(route, id, summary, params)}`, route),
    );
  });
  draft.edit('packages/contracts/src/api.ts', (text) =>
    text.replace(
      new RegExp(`(\\n {2}${service}: \\[[^\\]]*?),?\\s*\\]`),
      (_, list) => `${list}, ${service}.${id}]`,
    ),
  );
  const folder = `services/${service}/src`;
  draft.create(`${folder}/use-cases/${name}.ts`, useCaseOf(name, summary, params));
  draft.create(`${folder}/use-cases/${name}.test.ts`, testOf(service, name, params));
  draft.create(`${folder}/handlers/${name}.ts`, handlerOf(route, summary, params.length > 0));
  const values = Object.fromEntries(params.map(({ param, value }) => [param, value]));
  const asked = params.length > 0 ? `, params: ${JSON.stringify(values)}` : '';
  addFunction(draft, {
    service,
    id: functionId,
    handler: name,
    resource: resourceOf(route, functionId, draft.read(`services/${service}/template.yaml`)),
    calledBy: 'HttpApi',
    probe: `answersWith(${id}, { userId: randomUUID()${asked} }, 200, ${id}Shape)`,
    probeImports: [
      ['randomUUID', 'node:crypto'],
      ['answersWith', '@shutterbus/lambda/probes'],
      [id, `@shutterbus/contracts/routes/${service}`],
      [`${id}Shape`, `@shutterbus/contracts/routes/${service}`],
    ],
    event: eventOf(method, path, values),
    seen: '`"statusCode": 200`, `"answeredAt":`: whom it was asked by, and when',
  });
  draft.edit(`services/${service}/README.md`, (text) => {
    const heading = /^\| route +\| (\w+)/m.exec(text)?.[1];
    const row = `| \`${method} ${path}\` | ${heading === 'function' ? `\`${functionId}\`: ` : ''}${summary} |`;
    return insertLine(
      text,
      row,
      { after: /^\| `(GET|POST|PUT|PATCH|DELETE)/ },
      'table of routes in the card',
    );
  });
}

const writes = ({ method }: NewRoute): boolean => method !== 'GET';
const addLimit = (text: string, route: NewRoute): string =>
  writes(route) ? addImport(text, 'perPerson', '../route.ts') : text;

type Param = (typeof parts)[string] & { param: string };

const contractOf = (route: NewRoute, id: string, summary: string, params: Param[]): string => {
  const { method, path } = route;
  const fields = params.map(({ param, field }) => `${param}: ${field}`).join(', ');
  return `export const ${id}Shape = z.object({ userId: userIdField${fields && `, ${fields}`}, answeredAt: timestampField });

export const ${id} = defineRoute({
  id: '${id}',
  method: '${method}',
  path: '${path}',
  summary: ${JSON.stringify(summary)},
${writes(route) ? '  limit: perPerson,\n' : ''}${params.length > 0 ? `  params: z.object({ ${fields} }),\n` : ''}  responses: { 200: ${id}Shape },
});
`;
};

const useCaseOf = (name: string, summary: string, params: Param[]): string => {
  const command = ['userId', ...params.map(({ param }) => param)].map((one) => `${one}: string`).join('; ');
  return `import type { Clock } from '@shutterbus/lambda/clock';

/** ${summary} */
export function make${pascalCase(name)}({ clock }: { clock: Clock }) {
  return async (command: { ${command} }) => ({ ...command, answeredAt: clock().toISOString() });
}
`;
};

const testOf = (service: Service, name: string, params: Param[]): string => {
  const id = camelCase(name);
  const command = JSON.stringify({
    userId,
    ...Object.fromEntries(params.map(({ param, value }) => [param, value])),
  });
  return `import { ${id}Shape } from '@shutterbus/contracts/routes/${service}';
import { make${pascalCase(name)} } from './${name}.ts';

describe('${id}', () => {
  it('answers whom it was asked by, and when', async () => {
    const ${id} = make${pascalCase(name)}({ clock: () => new Date('${at}') });
    const command = ${command};
    const answer = await ${id}(command);
    expect(answer).toEqual({ ...command, answeredAt: '${at}' });
    expect(${id}Shape.safeParse(answer).success).toBe(true);
  });
});
`;
};

const handlerOf = (route: NewRoute, summary: string, hasParams: boolean): string => {
  const { service, name, method, path } = route;
  const id = camelCase(name);
  // Where a service counts what people write; each of its functions is given the name.
  const variable = `${service.toUpperCase()}_TABLE`;
  const [imports, library, env, counted] = writes(route)
    ? [
        `\nimport { readEnv } from '@shutterbus/lambda/env';`,
        `\nimport { personLimits } from '@shutterbus/lambda/person-limits';\nimport * as z from 'zod';`,
        `const env = readEnv({ ${variable}: z.string().min(1) });\n`,
        `\n  personLimits(env.${variable}),\n`,
      ]
    : ['', '', '', '\n'];
  return `import { ${id} as route } from '@shutterbus/contracts/routes/${service}';
import { systemClock } from '@shutterbus/lambda/clock';${imports}
import { httpHandler, ok } from '@shutterbus/lambda/http';${library}
import { make${pascalCase(name)} } from '../use-cases/${name}.ts';

/** ${method} ${path} — ${summary} Errors: 400 · 401${writes(route) ? ' · 429 too often' : ''}. Input: events/${service}/${name}.json */
${env}const ${id} = make${pascalCase(name)}({ clock: systemClock });

export const handler = httpHandler(route, async ({ ${hasParams ? 'params, ' : ''}userId }) =>
  ok(await ${id}({ ${hasParams ? '...params, ' : ''}userId })),${counted});
`;
};

/** A route that writes takes less than the others, as long as nobody has said how much, and counts who writes. */
const resourceOf = (route: NewRoute, id: string, template: string): string => {
  const { service, name, method, path } = route;
  const few = template.includes('&twentyASecond ')
    ? '*twentyASecond'
    : '{ ThrottlingRateLimit: 20, ThrottlingBurstLimit: 40 }';
  const limits = writes(route) ? `, RouteSettings: ${few}` : '';
  const counts = `
      Policies: [{ Version: "2012-10-17", Statement: [{ Effect: Allow, Action: dynamodb:UpdateItem, Resource: !GetAtt ${pascalCase(service)}Table.Arn }] }]`;
  const properties = `{ ApiId: !Ref Api, Method: ${method}, Path: "${path}"${limits} }`;
  const short = `      Events: { Http: { Type: HttpApi, Properties: ${properties} } }`;
  const long = `      Events:
        Http:
          Type: HttpApi
          Properties: ${properties}`;
  return `  ${id}:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: ../../dist/${service}/${name}${writes(route) ? counts : ''}
${short.length <= yamlWidth ? short : long}`;
};

function eventOf(method: string, path: string, values: Record<string, string>) {
  const rawPath = path.replaceAll(/\{(\w+)\}/g, (_, param: string) => values[param] ?? '');
  return {
    version: '2.0',
    routeKey: `${method} ${path}`,
    rawPath,
    rawQueryString: '',
    headers: { 'content-type': 'application/json', 'x-correlation-id': 'sample-correlation-1' },
    ...(Object.keys(values).length > 0 && { pathParameters: values }),
    requestContext: {
      accountId: '123456789012',
      apiId: 'api',
      domainName: 'api.example.com',
      domainPrefix: 'api',
      http: { method, path: rawPath, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'sample' },
      requestId: 'sample-request-1',
      routeKey: `${method} ${path}`,
      stage: '$default',
      time: '21/Nov/2026:09:30:00 +0000',
      timeEpoch: 1795253400000,
      authorizer: { jwt: { claims: { sub: userId, token_use: 'access', username: userId }, scopes: null } },
    },
    isBase64Encoded: false,
  };
}
