import { replacedBy } from './replacement.ts';

describe('replacedBy', () => {
  it.each([
    ['AWS::SSM::Parameter', { Name: '/a' }, { Name: '/b' }, 'Name'],
    ['AWS::SSM::Parameter', { Name: '/a', Value: '1' }, { Name: '/a', Value: '2' }, undefined],
    ['AWS::Events::Rule', { EventBusName: 'a' }, { EventBusName: 'b' }, 'EventBusName'],
  ])('says of %s from %j to %j: %s', (type, before, after, property) => {
    expect(replacedBy(type, before, after)).toBe(property);
  });
});
