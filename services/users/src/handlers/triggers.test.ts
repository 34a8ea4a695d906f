import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
  AdminUserGlobalSignOutCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { DynamoDBDocumentClient, GetCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { lambdaContext } from '@shutterbus/lambda/api-event.fixture';
import { metrics } from '@shutterbus/lambda/metrics';
import type {
  CustomMessageTriggerEvent,
  PostConfirmationTriggerEvent,
  PreSignUpTriggerEvent,
} from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';

const read = <Event>(name: string): Event =>
  JSON.parse(readFileSync(path.join(import.meta.dirname, `../../../../events/users/${name}.json`), 'utf8'));
const context = lambdaContext();
const documents = mockClient(DynamoDBDocumentClient);
const parameters = mockClient(SSMClient);

let preSignUp: typeof import('./pre-sign-up.ts').handler;
let customMessage: typeof import('./custom-message.ts').handler;
let postConfirmation: typeof import('./post-confirmation.ts').handler;

beforeAll(async () => {
  Object.assign(process.env, {
    USERS_TABLE: 'users',
    AWS_REGION: 'us-east-1',
    WEB_ORIGIN_PARAMETER: '/shutterbus/web-origin',
  });
  ({ handler: preSignUp } = await import('./pre-sign-up.ts'));
  ({ handler: customMessage } = await import('./custom-message.ts'));
  ({ handler: postConfirmation } = await import('./post-confirmation.ts'));
});
beforeEach(() => {
  documents.reset();
  parameters.reset();
});

describe('pre-sign-up', () => {
  const event = read<PreSignUpTriggerEvent>('pre-sign-up');

  it('answers with the event itself when the handle is free, and confirms nobody by itself', async () => {
    documents.on(GetCommand).resolves({});
    expect(await preSignUp(event, context)).toEqual(event);
  });

  it('refuses a taken handle with a sentence, which is no fault: anybody can ask for one', async () => {
    documents.on(GetCommand).resolves({ Item: { userId: 'somebody' } });
    const faults = jest.spyOn(metrics, 'singleMetric');
    await expect(preSignUp(event, context)).rejects.toThrow(
      'This handle is taken, please choose another one',
    );
    expect(faults).not.toHaveBeenCalled();
    faults.mockRestore();
  });

  it('lets an account pass that an administrator makes', async () => {
    const { 'custom:handle': _, ...userAttributes } = event.request.userAttributes;
    const made = { ...event, triggerSource: 'PreSignUp_AdminCreateUser', request: { userAttributes } };
    await expect(preSignUp(made, context)).resolves.toEqual(made);
    expect(documents.calls()).toHaveLength(0);
  });
});

describe('custom-message', () => {
  const event = read<CustomMessageTriggerEvent>('custom-message');

  it.each([
    ['CustomMessage_SignUp', 'Your Shutterbus code'],
    ['CustomMessage_ResendCode', 'Your Shutterbus code'],
    ['CustomMessage_ForgotPassword', 'Choose a new Shutterbus password'],
    ['CustomMessage_UpdateUserAttribute', 'Confirm your e-mail address for Shutterbus'],
    ['CustomMessage_VerifyUserAttribute', 'Confirm your e-mail address for Shutterbus'],
  ])('words %s', async (triggerSource, emailSubject) => {
    const { response } = await customMessage({ ...event, triggerSource }, context);
    expect(response).toMatchObject({ emailSubject, emailMessage: expect.stringContaining('{####}') });
  });

  it('links to the web app where its address is known, and sends the code all the same where it is not', async () => {
    const mail = async () => (await customMessage(event, context)).response.emailMessage;
    parameters.on(GetParameterCommand).rejects(new Error('the store is down'));
    expect(await mail()).not.toContain('href');
    parameters.on(GetParameterCommand).resolves({ Parameter: { Value: 'https://photos.example.com' } });
    expect(await mail()).toContain('href="https://photos.example.com/join/confirm?');
    expect(parameters.commandCalls(GetParameterCommand)[0]?.args[0].input).toEqual({
      Name: '/shutterbus/web-origin',
    });
  });

  it('leaves other mails to Cognito', async () => {
    const other = { ...event, triggerSource: 'CustomMessage_Authentication' };
    expect(await customMessage(other, context)).toEqual(other);
  });
});

describe('post-confirmation', () => {
  const event = read<PostConfirmationTriggerEvent>('post-confirmation');

  it('writes profile, handle and event in one transaction', async () => {
    documents.on(TransactWriteCommand).resolves({});
    expect(await postConfirmation(event, context)).toEqual(event);
    const [call] = documents.commandCalls(TransactWriteCommand);
    const items = call?.args[0].input.TransactItems?.flatMap(({ Put }) => Put?.Item ?? []);
    expect(items).toMatchObject([
      { type: 'PROFILE', id: event.request.userAttributes.sub, handle: 'sample-anna' },
      { type: 'HANDLE', pk: 'HANDLE#sample-anna' },
      { type: 'FOUND', entry: 'anna' },
      { type: 'FOUND', entry: 'sample-anna' },
      { type: 'OUTBOX', detailType: 'UserRegistered' },
    ]);
  });

  describe('when a forgotten password was replaced', () => {
    const reset = { ...event, triggerSource: 'PostConfirmation_ConfirmForgotPassword' };
    const cognito = mockClient(CognitoIdentityProviderClient);
    beforeEach(() => cognito.reset());

    it('ends the sessions from before in the pool that calls, and in the list, and tells nothing', async () => {
      cognito.on(AdminUserGlobalSignOutCommand).resolves({});
      expect(await postConfirmation(reset, context)).toEqual(reset);
      expect(cognito.commandCalls(AdminUserGlobalSignOutCommand)[0]?.args[0].input).toEqual({
        UserPoolId: event.userPoolId,
        Username: event.request.userAttributes.sub,
      });
      expect(documents.calls().map(({ args }) => args[0].input)).toMatchObject([
        { Item: { pk: `USER#${event.request.userAttributes.sub}`, type: 'SESSIONS' } },
      ]);
    });

    it('leaves it to an event when Cognito refuses, and never throws', async () => {
      cognito.on(AdminUserGlobalSignOutCommand).rejects(new Error('throttled'));
      documents.on(TransactWriteCommand).resolves({});
      expect(await postConfirmation(reset, context)).toEqual(reset);
      const [call] = documents.commandCalls(TransactWriteCommand);
      expect(call?.args[0].input.TransactItems).toMatchObject([
        { Put: { Item: { detailType: 'UserSignOutFailed' } } },
      ]);
    });

    it('counts a fault when neither works, and still does not throw', async () => {
      cognito.on(AdminUserGlobalSignOutCommand).rejects(new Error('throttled'));
      documents.on(TransactWriteCommand).rejects(new Error('table is busy'));
      const faults = jest.spyOn(metrics, 'singleMetric');
      expect(await postConfirmation(reset, context)).toEqual(reset);
      expect(faults).toHaveBeenCalledTimes(1);
      faults.mockRestore();
    });
  });

  it('throws when the profile cannot be written, so that Cognito tries again', async () => {
    documents.on(TransactWriteCommand).rejects(new Error('table is busy'));
    await expect(postConfirmation(event, context)).rejects.toThrow('table is busy');
  });
});
