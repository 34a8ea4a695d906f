import type { FactRing } from '../../facts/fact-ring.ts';
import type { Services } from '../../services.ts';

/** A function, and how it has done. */
export interface FunctionLook {
  name: string;
  arn: string;
  handler: string;
  roleArn: string;
  memoryMb: number;
  timeoutSeconds: number;
  /** Of the template; those that Lambda adds are not among them. */
  variables: Readonly<Record<string, string>>;
  invocations: number;
  errors: number;
  throttles: number;
  meanMs?: number | undefined;
  p99Ms?: number | undefined;
  /** Of an event or a batch, as far as facts are kept. */
  lastFailure?: { at: number; text: string } | undefined;
}

export function functionLooks(
  {
    lambda,
    cloudWatch,
  }: {
    lambda: Pick<Services['lambda'], 'functions'>;
    cloudWatch: Pick<Services['cloudWatch'], 'statistics'>;
  },
  facts: FactRing,
): FunctionLook[] {
  const failures = new Map<string, { at: number; text: string }>();
  for (const { fact } of facts.from())
    if (fact.fact === 'failed')
      failures.set(withoutAlias(fact.target), {
        at: fact.at,
        text: `${fact.error.code}: ${fact.error.message}`,
      });
  return lambda.functions().map(({ name, arn, handler, roleArn, memoryMb, timeoutSeconds, variables }) => {
    const of = (metric: string, statistic: string) =>
      cloudWatch.statistics.read(
        { namespace: 'AWS/Lambda', name: metric, dimensions: { FunctionName: name } },
        statistic,
        0,
        Number.POSITIVE_INFINITY,
      );
    return {
      ...{ name, arn, handler, roleArn, memoryMb, timeoutSeconds, variables },
      invocations: of('Invocations', 'Sum') ?? 0,
      errors: of('Errors', 'Sum') ?? 0,
      throttles: of('Throttles', 'Sum') ?? 0,
      ...{ meanMs: of('Duration', 'Average'), p99Ms: of('Duration', 'p99') },
      lastFailure: failures.get(arn),
    };
  });
}

const withoutAlias = (arn: string): string => arn.replace(/(:function:[^:]+):.*$/, '$1');
