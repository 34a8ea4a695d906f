/** The metrics that count an event of this service. */
export function photoMetrics({ detailType }: { detailType: string }): readonly string[] {
  switch (detailType) {
    case 'MediaUploaded':
      return ['PhotosUploaded'];
    case 'MediaPublished':
      return ['PhotosPublished'];
    case 'MediaRejected':
      return ['PhotosRejected'];
    default:
      return [];
  }
}
