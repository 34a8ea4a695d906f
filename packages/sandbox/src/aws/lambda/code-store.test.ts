import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeCodeStore } from './code-store.ts';

describe('makeCodeStore', () => {
  it('keeps code out of a folder that holds the state, too, without the state', () => {
    const root = mkdtempSync(join(tmpdir(), 'code-'));
    const state = join(root, '.sandbox');
    mkdirSync(state);
    mkdirSync(join(root, '.aws-sam'));
    writeFileSync(join(root, 'index.js'), 'exports.handler = 1');
    const store = makeCodeStore(join(state, 'lambda/code'), state);

    const digest = store.digest(root);
    const kept = store.keep(root, digest);

    expect(existsSync(join(kept, 'index.js'))).toBe(true);
    expect(existsSync(join(kept, '.sandbox'))).toBe(false);
    writeFileSync(join(state, 'state.sqlite'), 'grows');
    writeFileSync(join(root, '.aws-sam/build.toml'), 'changes');
    expect(store.digest(root)).toBe(digest);
    rmSync(root, { recursive: true });
  });
});
