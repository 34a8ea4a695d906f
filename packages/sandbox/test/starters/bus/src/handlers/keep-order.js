const { DynamoDBClient } = require('@aws-sdk/client-dynamodb');
const { DynamoDBDocumentClient, PutCommand } = require('@aws-sdk/lib-dynamodb');

const documents = DynamoDBDocumentClient.from(new DynamoDBClient({}));

exports.keep = async ({ detail }) => {
  await documents.send(new PutCommand({ TableName: process.env.ORDERS_TABLE, Item: detail }));
};
