import { md5OfAttributes } from './message-digest.ts';

describe('md5OfAttributes', () => {
  it('computes what SQS does', () => {
    expect(md5OfAttributes({ attribName1: { DataType: 'String', StringValue: 'attribValue 1' } })).toBe(
      '19e27d4e946b072f3f58da80d94fd778',
    );
    expect(
      md5OfAttributes({
        customNumberTypeAttrib: {
          DataType: 'Number.float',
          StringValue: '4563442423554324324264524243.32543234',
        },
      }),
    ).toBe('9fe1b90bbd9965bdf77bac517c7d2495');
    expect(
      md5OfAttributes({
        binaryAttribute: {
          DataType: 'Binary',
          BinaryValue: Buffer.from('Hello binary world!').toString('base64'),
        },
      }),
    ).toBe('31a92b15d92f8db860eda32aceb656c3');
  });

  it('gives none without attributes', () => {
    expect(md5OfAttributes({})).toBeUndefined();
  });
});
