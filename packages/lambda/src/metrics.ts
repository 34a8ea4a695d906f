import { Metrics } from '@aws-lambda-powertools/metrics';

/**
 * Business metrics, written into the log in Embedded Metric Format: no call to CloudWatch, no waiting.
 * Namespace and service come from POWERTOOLS_METRICS_NAMESPACE and POWERTOOLS_SERVICE_NAME.
 */
export const metrics = new Metrics();
