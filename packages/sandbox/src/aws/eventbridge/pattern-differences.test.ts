import { patternDifferences } from './pattern-differences.ts';

const event = { source: 'shop', 'detail-type': 'Paid', detail: { amount: 5, card: { kind: 'debit' } } };

describe('patternDifferences', () => {
  it('names each field that differs, with what is wanted and what is there', () => {
    const pattern = {
      source: ['shop'],
      'detail-type': ['Refunded', 'Paid back'],
      detail: { amount: [{ numeric: ['>', 10] }], card: { kind: ['debit'] }, note: [{ exists: true }] },
    };
    expect(patternDifferences(pattern, event)).toEqual([
      { path: 'detail-type', wanted: ['Refunded', 'Paid back'], found: 'Paid' },
      { path: 'detail.amount', wanted: [{ numeric: ['>', 10] }], found: 5 },
      { path: 'detail.note', wanted: [{ exists: true }] },
    ]);
  });

  it('names nothing of an event that matches', () => {
    expect(patternDifferences({ source: ['shop'], detail: { note: [{ exists: false }] } }, event)).toEqual(
      [],
    );
  });

  it('takes alternatives as one', () => {
    const either = [{ amount: [1] }, { amount: [5] }];
    const neither = [{ amount: [1] }, { card: { kind: ['credit'] } }];
    expect(patternDifferences({ detail: { $or: either } }, event)).toEqual([]);
    expect(patternDifferences({ detail: { $or: neither } }, event)).toEqual([
      { path: 'detail.$or', wanted: neither },
    ]);
  });
});
