import { Logger } from '@aws-lambda-powertools/logger';

/**
 * One JSON line per call. Service name and level come from POWERTOOLS_SERVICE_NAME and POWERTOOLS_LOG_LEVEL.
 * Never log a payload, a token or an address: ids and codes say enough.
 */
export const logger = new Logger();
