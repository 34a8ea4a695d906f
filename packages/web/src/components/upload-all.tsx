import { useState } from 'preact/hooks';
import { plural } from '../format/sizes.ts';
import { descriptionMaxLength } from '../limits.ts';
import { announce } from '../page/announce.ts';
import type { Upload } from '../uploads/upload-queue.ts';
import { uploads } from '../uploads/uploads.ts';
import { publicHint, withWords } from '../uploads/words-for-all.ts';
import { AreaField } from './field.tsx';
import { SelectAll } from './select-all.tsx';
import { Switch } from './switch.tsx';

interface Props {
  drafts: readonly Upload[];
  chosen: readonly Upload[];
  onChooseAll(all: boolean): void;
}

/** What many photos have in common, said once. All are chosen until one is taken out. */
export function UploadAll({ drafts, chosen, onChooseAll }: Props) {
  const [words, setWords] = useState('');
  const ids = new Set(chosen.map(({ id }) => id));
  const publicCount = chosen.filter(({ isPublic }) => isPublic).length;
  const none = chosen.length === 0;
  const add = () => {
    const changed = chosen.filter(({ description }) => withWords(description, words) !== description);
    uploads.editAll(ids, ({ description }) => ({ description: withWords(description, words) }));
    announce(`Added to ${plural(changed.length, 'photo')}.`);
    setWords('');
  };
  return (
    <section class="panel upload-all" aria-label="For the chosen photos">
      <SelectAll chosen={chosen.length} count={drafts.length} onChange={onChooseAll} />
      <Switch
        label="Public"
        hint={none ? 'No photo is chosen.' : publicHint(publicCount, chosen.length)}
        checked={!none && publicCount === chosen.length}
        busy={none}
        onChange={(isPublic) => uploads.editAll(ids, () => ({ isPublic }))}
      />
      <AreaField
        name="words-for-all"
        label="Description for them"
        hint="Words with # become tags."
        rows={2}
        value={words}
        maxLength={descriptionMaxLength}
        onInput={({ currentTarget }) => setWords(currentTarget.value)}
      />
      <div class="button-row">
        <button
          type="button"
          class="button"
          aria-disabled={none || words.trim() === ''}
          onClick={() => !none && words.trim() !== '' && add()}
        >
          Add to {plural(chosen.length, 'photo')}
        </button>
      </div>
    </section>
  );
}
