import type { Photo } from '../api/media.ts';
import { PageTitle } from './page-title.tsx';
import { PhotoImage } from './photo-image.tsx';

/** So many pictures greet a visitor; their places are there before they are. */
const places = [0, 1, 2, 3, 4];

/** What a visitor sees first: pictures, and in few words what they are doing here. */
export function Welcome({ photos }: { photos: readonly Photo[] }) {
  return (
    <section class="welcome">
      {/* biome-ignore lint/a11y/noRedundantRoles: Safari forgets that a list without bullets is one */}
      <ul class="welcome-wall" role="list" aria-label="Some of the latest photos">
        {places.map((place) => {
          const photo = photos[place];
          return (
            <li key={place}>
              {photo && (
                <a class="tile-picture" href={`/photos/${photo.id}`} aria-label={photo.title}>
                  <PhotoImage
                    key={photo.id}
                    photo={photo}
                    sizes={place === 0 ? '(max-width: 48rem) 92vw, 50rem' : '(max-width: 48rem) 46vw, 25rem'}
                    main
                  />
                </a>
              )}
            </li>
          );
        })}
      </ul>
      <div class="welcome-words">
        <PageTitle title="Shutterbus">Your photos, on their way to the people who follow you.</PageTitle>
        <p class="lead">Free of charge, adverts and trackers.</p>
        <p class="button-row">
          <a class="button button-primary" href="/join">
            Join Shutterbus
          </a>
          <a class="button" href="/sign-in">
            Sign in
          </a>
        </p>
      </div>
    </section>
  );
}

/** How many photos the wall takes from a list, so that the rest of it does not show them again. */
export const wallPhotos = places.length;
