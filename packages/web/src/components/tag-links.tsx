/** The tags of a photo, each leading to its page. */
export function TagLinks({ tags }: { tags: readonly string[] }) {
  if (tags.length === 0) return null;
  return (
    // biome-ignore lint/a11y/noRedundantRoles: Safari forgets that a list without bullets is one
    <ul class="button-row" role="list" aria-label="Tags">
      {tags.map((tag) => (
        <li key={tag}>
          <a class="tag" href={`/tags/${encodeURIComponent(tag)}`}>
            #<bdi>{tag}</bdi>
          </a>
        </li>
      ))}
    </ul>
  );
}
