import { memoryUploadQuota } from './memory-upload-quota.ts';
import { behavesAsUploadQuota } from './upload-quota.suite.ts';

describe('memoryUploadQuota', () => {
  behavesAsUploadQuota(async (limits) => memoryUploadQuota(limits));
});
