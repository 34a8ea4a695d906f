import { commentField, timestampField, ulidField, userIdField } from '@shutterbus/contracts/fields';
import * as z from 'zod';

/** What one person said about a photo. */
export const commentSchema = z.object({
  commentId: ulidField,
  mediaId: ulidField,
  authorId: userIdField,
  text: commentField,
  createdAt: timestampField,
});
export type Comment = z.infer<typeof commentSchema>;
export type CommentKey = Pick<Comment, 'mediaId' | 'commentId'>;

/** What a person's key stands for: a comment, and a digest of what was asked for. */
export const commentClaimSchema = z.object({
  authorId: userIdField,
  key: z.string(),
  mediaId: ulidField,
  commentId: ulidField,
  asked: z.string(),
});
export type CommentClaim = z.infer<typeof commentClaimSchema>;
