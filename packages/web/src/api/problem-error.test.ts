import { readProblem, reasonOf } from './problem-error.ts';

describe('readProblem', () => {
  it('takes detail, code and the reason for each field', () => {
    const problem = readProblem(400, {
      title: 'Bad Request',
      detail: 'The request breaks its schema.',
      code: 'invalid-request',
      errors: [
        { field: 'body.title', message: 'is too long' },
        { field: 'query.limit', message: 'is too large' },
      ],
    });
    expect(problem).toMatchObject({
      status: 400,
      code: 'invalid-request',
      message: 'The request breaks its schema.',
      fields: { title: 'is too long', limit: 'is too large' },
    });
  });

  it('says something sensible about an answer that is no problem document', () => {
    expect(readProblem(502, undefined).message).toContain('problem');
    expect(readProblem(418, ['odd'])).toMatchObject({ code: 'status-418', fields: {} });
  });

  it('passes over malformed field errors', () => {
    const errors = [null, 'title', { field: 'body.title' }, { field: 'body.bio', message: 'is too long' }];
    expect(readProblem(400, { errors }).fields).toEqual({ bio: 'is too long' });
  });
});

describe('reasonOf', () => {
  const headers = new Headers({ 'x-correlation-id': 'ours', 'apigw-requestid': 'theirs' });

  it('names a fault by its correlation id, from the problem document before the headers', () => {
    expect(reasonOf(readProblem(500, { correlationId: 'request-1' }, headers)).faultId).toBe('request-1');
    expect(reasonOf(readProblem(502, undefined, headers)).faultId).toBe('ours');
  });

  it('names it as API Gateway or CloudFront do when no function has answered', () => {
    const gateways = new Headers({ 'apigw-requestid': 'theirs' });
    expect(reasonOf(readProblem(503, { message: 'Service Unavailable' }, gateways)).faultId).toBe('theirs');
    expect(reasonOf(readProblem(504, undefined, new Headers({ 'x-amz-cf-id': 'edge' }))).faultId).toBe(
      'edge',
    );
  });

  it('names nothing for what people can put right themselves, or what nobody has answered', () => {
    expect(reasonOf(readProblem(409, { correlationId: 'request-1' }, headers)).faultId).toBeUndefined();
    expect(reasonOf(readProblem(500, undefined)).faultId).toBeUndefined();
    expect(reasonOf(new TypeError('odd')).faultId).toBeUndefined();
  });

  it('has a sentence for whatever was thrown', () => {
    expect(reasonOf(new Error('No network.')).message).toBe('No network.');
    expect(reasonOf('odd').message).toMatch(/went wrong/);
  });
});
