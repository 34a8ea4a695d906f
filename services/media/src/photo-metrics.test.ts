import { photoMetrics } from './photo-metrics.ts';

describe('photoMetrics', () => {
  it.each([
    ['MediaUploaded', { visibility: 'public' }, ['PhotosUploaded', 'PublicPhotosUploaded']],
    ['MediaUploaded', { visibility: 'private' }, ['PhotosUploaded']],
    ['MediaPublished', {}, ['PhotosPublished']],
    ['MediaRejected', {}, ['PhotosRejected']],
    ['MediaDeleted', {}, []],
  ])('counts %s %j as %j', (detailType, data, names) => {
    expect(photoMetrics({ detailType, data })).toEqual(names);
  });
});
