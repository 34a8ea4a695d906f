import * as z from 'zod';

/** An action on a table or on one of its indexes. */
export interface TableAction {
  action: string;
  /** After `table/`: a table's name, or `<table>/index/<index>`. */
  resource: string;
}

/** How the parts of a transaction are called; each needs its own right, and the transaction itself none. */
const parts: Record<string, string> = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
  Get: 'GetItem',
};

const onTable = z.object({ TableName: z.string() });
const body = z.object({
  TableName: z.string().optional(),
  IndexName: z.string().optional(),
  RequestItems: z.record(z.string(), z.unknown()).optional(),
  TransactItems: z.array(z.record(z.string(), onTable)).optional(),
});

/**
 * What a caller has to be allowed for an operation; PartiQL, which names its tables in statements, is not read.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html
 */
export function requiredActions(operation: string, text: string): TableAction[] {
  const parsed = body.safeParse(json(text));
  if (!parsed.success) return [];
  const { TableName, IndexName, RequestItems = {}, TransactItems = [] } = parsed.data;
  const found = [
    ...TransactItems.flatMap((item) =>
      Object.entries(item).map(([part, { TableName: name }]) => ({ action: parts[part] ?? part, name })),
    ),
    ...Object.keys(RequestItems).map((name) => ({ action: operation, name })),
    ...(TableName === undefined ? [] : [{ action: operation, name: TableName }]),
  ];
  const index = IndexName === undefined ? '' : `/index/${IndexName}`;
  const all = found.map(({ action, name }) => [`dynamodb:${action}`, `${nameOf(name)}${index}`] as const);
  return [
    ...new Map(all.map(([action, resource]) => [`${action} ${resource}`, { action, resource }])).values(),
  ];
}

/** A table may be named by its ARN. */
const nameOf = (nameOrArn: string): string => nameOrArn.split(':table/').at(-1) ?? nameOrArn;

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
