/** What can be wrong with the new version of a rehearsal. */
export const faults = [
  'throws',
  'answers-500',
  'slow',
  'silent',
  'fails-one-in-ten',
  'wrong-shape',
  'broken',
] as const;
export type Change = 'good' | (typeof faults)[number];
