import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { clientSettings } from '@shutterbus/lambda/aws-client';

/** Two seconds in all: a trigger has five for ending sessions, here and in Cognito, and for leaving word when that fails. */
export const quickDocuments = DynamoDBDocumentClient.from(
  new DynamoDBClient(clientSettings({ requestTimeoutMs: 1_500, withinMs: 2_000, maxAttempts: 3 })),
  { marshallOptions: { removeUndefinedValues: true } },
);
