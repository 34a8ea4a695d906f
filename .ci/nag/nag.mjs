/**
 * cdk-nag's AwsSolutions rules on the expanded templates: node nag.mjs <folder of expand-template.py>.
 * A finding fails unless it stands in suppressions.json, with the reason; a suppression without a finding fails too.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include';
import { AwsSolutionsChecks } from 'cdk-nag';

const [folder] = process.argv.slice(2);
const suppressions = JSON.parse(readFileSync(new URL('suppressions.json', import.meta.url), 'utf8'));
const used = new Set();
const findings = [];

for (const file of readdirSync(folder)) {
  const app = new App();
  const stack = new Stack(app, path.parse(file).name);
  new CfnInclude(stack, 'Template', { templateFile: path.join(folder, file) });
  const { violations } = new AwsSolutionsChecks(app).validateScope(app);
  for (const { ruleName, description, violatingResources } of violations) {
    // The pack names rules and properties, not the resources of an included template.
    for (const _ of violatingResources) {
      findings.push({
        rule: ruleName.replace('AwsSolutions-', ''),
        resource: path.parse(file).name,
        description,
      });
    }
  }
}

const open = findings.filter(({ rule, resource }) => {
  const found = suppressions.find(
    (one) => new RegExp(`^(${one.rule})$`).test(rule) && new RegExp(`^(${one.resource})$`).test(resource),
  );
  if (found) used.add(found);
  return !found;
});
for (const { rule, resource, description } of open) console.log(`${rule} ${resource}: ${description}`);
const idle = suppressions.filter((one) => !used.has(one));
for (const { rule, resource } of idle) console.log(`suppression without a finding: ${rule} ${resource}`);
console.log(`${findings.length} findings, ${findings.length - open.length} of them suppressed with a reason`);
process.exit(open.length + idle.length > 0 ? 1 : 0);
