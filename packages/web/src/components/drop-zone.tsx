import { takenFormats } from '@shutterbus/contracts/uploads/taken-formats';
import { useId, useRef, useState } from 'preact/hooks';
import { Icon } from './icon.tsx';

/**
 * What the picker offers; what a file is, its bytes decide. The endings are for systems that know no type for them. With
 * HEIC named, an iPhone gives the photo as it is, instead of a JPEG made from it.
 */
const offered =
  'image/jpeg,image/png,image/webp,image/gif,image/avif,image/heic,image/heif,.jfif,.jpe,.avif,.heic,.heif,.hif';

interface Props {
  onFiles(files: File[]): void;
  /** One file, to take another one's place. Default: as many as are chosen. */
  single?: boolean;
}

/** Files by picker or by drag and drop. */
export function DropZone({ onFiles, single = false }: Props) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is the mouse's short cut; the input inside serves everybody
    <div
      class={over ? 'drop-zone is-over' : 'drop-zone'}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        const files = [...(event.dataTransfer?.files ?? [])];
        if (files.length > 0) onFiles(files);
      }}
    >
      <Icon name="pictures" />
      <p>
        <label class="button" for={id}>
          {single ? 'Choose a photo' : 'Choose photos'}
        </label>
        <input
          ref={input}
          id={id}
          class="visually-hidden drop-zone-input"
          type="file"
          multiple={!single}
          accept={offered}
          onChange={() => {
            onFiles([...(input.current?.files ?? [])]);
            if (input.current) input.current.value = '';
          }}
        />
        <span class="drop-zone-or"> or drop {single ? 'it' : 'them'} here</span>
      </p>
      <p class="field-hint">
        {takenFormats}, up to 25 MB each. Where a photo was taken is never shown to anybody.
      </p>
    </div>
  );
}
