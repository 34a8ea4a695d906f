import { faultIdOf, messageOf, readProblem } from './problem-error.ts';

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

describe('faultIdOf', () => {
  const headers = new Headers({ 'x-correlation-id': 'ours', 'apigw-requestid': 'theirs' });

  it('is the correlation id of a fault, from the problem document before the headers', () => {
    expect(faultIdOf(readProblem(500, { correlationId: 'request-1' }, headers))).toBe('request-1');
    expect(faultIdOf(readProblem(502, undefined, headers))).toBe('ours');
  });

  it('is what API Gateway or CloudFront call the request when no function has answered', () => {
    const gateways = new Headers({ 'apigw-requestid': 'theirs' });
    expect(faultIdOf(readProblem(503, { message: 'Service Unavailable' }, gateways))).toBe('theirs');
    expect(faultIdOf(readProblem(504, undefined, new Headers({ 'x-amz-cf-id': 'edge' })))).toBe('edge');
  });

  it('is nothing for what people can put right themselves, or what nobody has answered', () => {
    expect(faultIdOf(readProblem(409, { correlationId: 'request-1' }, headers))).toBeUndefined();
    expect(faultIdOf(readProblem(500, undefined))).toBeUndefined();
    expect(faultIdOf(new TypeError('odd'))).toBeUndefined();
  });
});

describe('messageOf', () => {
  it('has a sentence for whatever was thrown', () => {
    expect(messageOf(new Error('No network.'))).toBe('No network.');
    expect(messageOf('odd')).toMatch(/went wrong/);
  });
});
