import '../styles/choices.css';
import { useEffect, useRef } from 'preact/hooks';
import { plural } from '../format/sizes.ts';

interface Props {
  chosen: number;
  count: number;
  onChange(all: boolean): void;
}

/** One box for all of them, half filled while some are chosen. */
export function SelectAll({ chosen, count, onChange }: Props) {
  const box = useRef<HTMLInputElement>(null);
  const some = chosen > 0 && chosen < count;
  useEffect(() => {
    if (box.current) box.current.indeterminate = some;
  }, [some]);
  return (
    <label class="check">
      <input
        ref={box}
        type="checkbox"
        checked={chosen === count}
        // Of some, the next press makes all.
        onChange={() => onChange(chosen < count)}
      />
      {chosen === count ? `All ${plural(count, 'photo')}` : `${chosen} of ${plural(count, 'photo')}`}
    </label>
  );
}
