/**
 * The engine writes ARNs with a region and account of its own. This turns them into those of the sandbox and back,
 * so that policies, mappings and people see one name.
 */
export interface ArnNames {
  toSandbox(text: string): string;
  toEngine(text: string): string;
  /** An item operation's body, in which `TableName` may be a table's ARN; the engine takes names only. */
  byTableName(body: Buffer): Buffer;
}

const engineArn = /arn:aws:dynamodb:[^:"\\]*:\d{12}:/g;

export function makeArnNames(region: string, accountId: string): ArnNames {
  const own = `arn:aws:dynamodb:${region}:${accountId}:`;
  const ownTable = `${own}table/`;
  /** The value of a member `TableName`: items hold no text there, since their values are objects. */
  const tableByArn = new RegExp(`("TableName"\\s*:\\s*)"${ownTable}([^"/]+)"`, 'g');
  /** dynoxide's until another engine's first answer shows its own. */
  let engine = 'arn:aws:dynamodb:dynoxide:000000000000:';
  return {
    toSandbox: (text) =>
      text.replace(engineArn, (found) => {
        engine = found;
        return own;
      }),
    toEngine: (text) => text.replaceAll(own, engine),
    byTableName: (body) =>
      body.includes(ownTable) ? Buffer.from(body.toString('utf8').replace(tableByArn, '$1"$2"')) : body,
  };
}
