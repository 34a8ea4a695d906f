const { PublishCommand, SNSClient } = require('@aws-sdk/client-sns');

const topics = new SNSClient({});

exports.tell = async ({ detail }) => {
  await topics.send(
    new PublishCommand({ TopicArn: process.env.BIG_ORDERS_TOPIC, Message: JSON.stringify(detail) }),
  );
};
