import { contractSlimmings } from './contracts.ts';
import { refusing } from './slimming.ts';

/** Runs what stands in for a module, and gives what it exports. */
function run(code: string): Record<string, new () => unknown> {
  const exported = {};
  new Function('exported', code.replaceAll(/export \{ refuse as (\w+) \};/g, 'exported.$1 = refuse;'))(
    exported,
  );
  return exported;
}

describe('refusing', () => {
  it('stands in for functions and classes, and says what is missing when one is used', () => {
    const source = 'export const read = () => 1;\nexport async function write() {}\nexport class Stream {}\n';
    const standIns = Object.entries(run(refusing('Reading files')(source)));
    expect(standIns.map(([name]) => name)).toEqual(['read', 'write', 'Stream']);
    const complaint = 'Reading files: left out of this bundle, see scripts/lib/slimmings';
    for (const [, StandIn] of standIns) {
      expect(() => new StandIn()).toThrow(complaint);
      expect(StandIn).toThrow(complaint);
    }
  });
});

describe('contractSlimmings', () => {
  const source = `
const shape = z.object({ id: z.string() });

export const getThing = defineRoute({
  id: 'getThing',
  summary:
    'A thing, and \`all\` of it.',
  params: shape,
  responses: {
    200: shape.extend({ more: z.string() }),
  },
});
`;
  const [definitions] = contractSlimmings;

  it('leave of a route what a handler checks, and let the bundler drop a route that nobody uses', () => {
    expect(definitions?.replace(source, new Set(), '')).toBe(`
const shape = /* @__PURE__ */ (() => z.object({ id: z.string() }))();

export const getThing = /* @__PURE__ */ (() => defineRoute({
  id: 'getThing',
  params: shape,
}))();
`);
  });

  it('refuse to be used when a function reads what they leave out', () => {
    expect(() => definitions?.replace(source, new Set(['.summary']), '')).toThrow(
      /a function reads \.summary/,
    );
  });
});
