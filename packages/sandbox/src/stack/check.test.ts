import { notesOf } from './check.ts';

describe('notesOf', () => {
  it('says once what holds for several places, and in one line what has no effect', () => {
    const notes = notesOf({
      warnings: ['t.yaml:3: the key A stands twice.'],
      soonRefused: new Map([
        ['is nodejs14.x; take a newer one', ['Resources.A.Runtime', 'Resources.B.Runtime']],
      ]),
      withoutEffect: new Map([
        ['nobody watches it here', ['Board']],
        ['nothing costs anything here', ['Budget', 'Other', 'Budget']],
      ]),
    });
    expect(notes).toEqual([
      't.yaml:3: the key A stands twice.',
      'Resources.A.Runtime, Resources.B.Runtime: is nodejs14.x; take a newer one.',
      'Without effect here: Board (nobody watches it here); Budget, Other (nothing costs anything here).',
    ]);
  });
});
