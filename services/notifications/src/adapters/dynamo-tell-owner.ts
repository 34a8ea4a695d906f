import { systemClock } from '@shutterbus/lambda/clock';
import { makeNotify } from '../notify.ts';
import { makeTellOwner } from '../tell-owner.ts';
import { dynamoAnswers } from './dynamo-answers.ts';
import { dynamoNotices } from './dynamo-notices.ts';
import { dynamoPeople } from './dynamo-people.ts';
import { dynamoPictures } from './dynamo-pictures.ts';
import { sqsMailQueue } from './sqs-mail-queue.ts';

/** Tells owners by NotificationsTable and the queue of mails; needs dynamodb:GetItem, BatchGetItem, Query, PutItem, UpdateItem, DeleteItem and sqs:SendMessage. */
export function dynamoTellOwner(tableName: string, mailQueueUrl: string) {
  const notices = dynamoNotices(tableName, systemClock);
  const people = dynamoPeople(tableName);
  const notify = makeNotify({ people, notices, mailQueue: sqsMailQueue(mailQueueUrl) });
  return makeTellOwner({
    answers: dynamoAnswers(tableName),
    pictures: dynamoPictures(tableName, systemClock),
    ...{ people, notices, notify },
  });
}
