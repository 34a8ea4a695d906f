/** What people made of a photo, in numbers. */
export interface AnswerCounts {
  likes: number;
}

export const noAnswers: AnswerCounts = { likes: 0 };
