import { photoMetrics } from './photo-metrics.ts';

describe('photoMetrics', () => {
  it.each([
    ['MediaUploaded', ['PhotosUploaded']],
    ['MediaPublished', ['PhotosPublished']],
    ['MediaRejected', ['PhotosRejected']],
    ['MediaDeleted', []],
  ])('counts %s as %j', (detailType, names) => {
    expect(photoMetrics({ detailType })).toEqual(names);
  });
});
