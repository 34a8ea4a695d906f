import '../styles/answers.css';
import type { Photo } from '../api/media.ts';
import { Comments } from './comments.tsx';
import { LikeButton } from './like-button.tsx';

/** What people make of a photo. */
export function Answers({ photo }: { photo: Photo }) {
  return (
    <>
      <LikeButton key={photo.id} photo={photo} />
      <Comments key={`${photo.id} comments`} photo={photo} />
    </>
  );
}
