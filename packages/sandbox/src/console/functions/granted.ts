import { type GrantUse, isTold } from '../../aws/iam/grant-uses.ts';
import type { Policy, Statement } from '../../core/policy.ts';
import { type Html, html } from '../html.ts';
import { clockTime } from '../parts.ts';

/** A statement of a role, and what it was used for since the start. */
export interface Grant {
  statement: Statement;
  uses: readonly GrantUse[];
}

/** How often one of a statement's actions or resources was used; undefined where nobody can tell. */
interface Used {
  times: number;
  lastAt: number;
}

const unusual = ({ effect, actions, resources }: Statement): boolean =>
  effect === 'Deny' || actions.except || resources.except;

function usedAction({ statement, uses }: Grant, action: string): Used | undefined {
  if (unusual(statement) || !isTold(action)) return undefined;
  return sum(uses.filter((use) => use.action === action));
}

function usedResource({ statement, uses }: Grant, resource: string): Used | undefined {
  if (unusual(statement) || !statement.actions.patterns.some(isTold)) return undefined;
  return sum(uses.filter((use) => use.resource === resource));
}

const sum = (uses: readonly GrantUse[]): Used => ({
  times: uses.reduce((all, { times }) => all + times, 0),
  lastAt: Math.max(0, ...uses.map(({ lastAt }) => lastAt)),
});

/** A grant as programs read it. `unused` are those that no call has needed, `untold` actions that nobody counts here. */
export function toldGrant(grant: Grant): Record<string, unknown> {
  const { effect, sid, actions, resources, conditions } = grant.statement;
  return {
    ...{ effect, sid, actions, resources, conditions, uses: grant.uses },
    unused: {
      actions: actions.patterns.filter((action) => usedAction(grant, action)?.times === 0),
      resources: resources.patterns.filter((resource) => usedResource(grant, resource)?.times === 0),
    },
    untold: actions.patterns.filter((action) => usedAction(grant, action) === undefined),
  };
}

/** What a role may do, and what of it was used. */
export function grantsTable(grants: readonly Grant[]): Html {
  if (grants.length === 0) return html`<p class="muted">Nothing.</p>`;
  const granted = grants.flatMap((grant) =>
    grant.statement.actions.patterns.flatMap((action) => usedAction(grant, action) ?? []),
  );
  const unused = granted.filter(({ times }) => times === 0).length;
  return html`<p class="muted">${granted.length - unused} of ${granted.length} granted actions were used since the start. What was not may still be needed: for what has not happened yet, or by AWS alone.</p>
<div class="scroll" tabindex="0" role="region" aria-label="Statements"><table class="dense many">
<thead><tr><th>Effect</th><th>Actions</th><th>Resources</th><th>If</th></tr></thead><tbody>${grants.map(row)}</tbody></table></div>`;
}

function row(grant: Grant): Html {
  const { effect, actions, resources, conditions } = grant.statement;
  return html`<tr><td>${effect}</td><td>${matching(actions, (action) => usedAction(grant, action))}</td>
<td>${matching(resources, (resource) => usedResource(grant, resource))}</td>
<td>${conditions.map(({ operator, key, values }) => html`${operator} ${key}: ${values.join(', ')}<br>`)}</td></tr>`;
}

const matching = (
  { except, patterns }: Policy['statements'][number]['actions'],
  used: (pattern: string) => Used | undefined,
): Html =>
  html`${except ? 'all but ' : undefined}${patterns.map((pattern) => html`<code>${pattern}</code> ${mark(used(pattern))}<br>`)}`;

function mark(used: Used | undefined): Html {
  if (used === undefined) return html`<span class="muted">not counted</span>`;
  return used.times === 0
    ? html`<span class="badge">never used</span>`
    : html`<span class="muted">${used.times} ×, last ${clockTime(used.lastAt)}</span>`;
}
