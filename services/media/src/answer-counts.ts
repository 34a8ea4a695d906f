/** What people made of a photo, in numbers. */
export interface AnswerCounts {
  likes: number;
  comments: number;
}

export const noAnswers: AnswerCounts = { likes: 0, comments: 0 };
