/**
 * The engine writes ARNs with a region and account of its own. This turns them into those of the sandbox and back,
 * so that policies, mappings and people see one name.
 */
export interface ArnNames {
  toSandbox(text: string): string;
  toEngine(text: string): string;
}

const engineArn = /arn:aws:dynamodb:[^:"\\]*:\d{12}:/g;

export function makeArnNames(region: string, accountId: string): ArnNames {
  const own = `arn:aws:dynamodb:${region}:${accountId}:`;
  /** dynoxide's until another engine's first answer shows its own. */
  let engine = 'arn:aws:dynamodb:dynoxide:000000000000:';
  return {
    toSandbox: (text) =>
      text.replace(engineArn, (found) => {
        engine = found;
        return own;
      }),
    toEngine: (text) => text.replaceAll(own, engine),
  };
}
