/** When somebody last looked. */
export const pricesAsOf = '2026-11-28';

/**
 * On demand, in dollars, without free tiers and rebates, for eu-west-1 and viewers in Europe and North America.
 * https://aws.amazon.com/lambda/pricing/ (arm64), https://aws.amazon.com/cloudfront/pricing/ (the first 10 TB of a month),
 * https://aws.amazon.com/s3/pricing/ (Standard)
 */
export const onDemandPrices = { lambdaGbSecond: 0.0000133334, cloudFrontGb: 0.085, s3GbMonth: 0.023 };
