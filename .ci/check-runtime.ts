import { globSync, readFileSync } from 'node:fs';

/**
 * Fails when the runtime of the templates has less than six months left. No dependencies, so that a scheduled job can
 * run it without an installation: node .ci/check-runtime.ts [today]
 *
 * End of support by https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html, looked up in November 2026.
 */
const endOfSupport: Record<string, string> = {
  'nodejs22.x': '2027-04-30',
  'nodejs24.x': '2028-04-30',
};
const daysNeeded = 183;

const today = new Date(process.argv[2] ?? Date.now());
const runtimes = new Set(
  globSync(['template.yaml', 'services/*/template.yaml']).flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/^\s*Runtime: (nodejs\S+)/gm)].map(([, name = '']) => name),
  ),
);
if (runtimes.size === 0) throw new Error('No template names a runtime.');
for (const runtime of runtimes) {
  const end = endOfSupport[runtime];
  const daysLeft = end === undefined ? Number.NaN : (Date.parse(end) - today.getTime()) / 86_400_000;
  console.log(
    `${runtime}: supported until ${end ?? 'an unknown day'}, ${Math.floor(daysLeft)} days from now`,
  );
  if (!(daysLeft >= daysNeeded)) {
    console.error(
      'Less than six months are left: change Runtime in Globals of each template, and this table.',
    );
    process.exitCode = 1;
  }
}
