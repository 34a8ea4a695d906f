/** A kind of event that the application knows. */
export interface CatalogueEntry {
  name: string;
  summary: string;
  source: string;
  detailType: string;
  /** A valid `detail` that nobody has sent yet. */
  sample(): unknown;
  /** What is wrong with a `detail`, by field; none when it is valid. */
  faults(detail: unknown): { path: string; message: string }[];
}

/** What the application tells the console of itself; without it, the console shows what it sees. */
export interface Guide {
  /** Name of the field that carries the correlation id, dotted, in an event; in logs it stands by its last part. */
  correlation?: string;
  /** Fields that tell whom an event is about, dotted; the first that is there. */
  subject?: readonly string[];
  /** What the fields of an event mean, by their dotted names. */
  meanings?: Readonly<Record<string, string>>;
  catalogue?: readonly CatalogueEntry[];
  /** The bus that samples are sent to, by its logical id or name; the first that is not `default` unless told. */
  bus?: string;
  /** What the application says to do when an alarm rings, by the alarm's description. */
  runbook?(description: string): string | undefined;
  /** So that the console is one design with the application's own pages. */
  look?: Look;
}

export interface Look {
  /** Comes after the console's own style sheet, which takes its type from `--font`. */
  css: string;
  /** Fonts and pictures that it names, each at `/_sandbox/look/<name>`. */
  files: ReadonlyMap<string, { type: string; bytes: Buffer }>;
}

/** What lies at a dotted name. */
export function fieldAt(value: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
      value,
    );
}

/** Text at the first of these names that has some. */
export function textAt(value: unknown, paths: readonly string[]): string | undefined {
  for (const path of paths) {
    const found = fieldAt(value, path);
    if (typeof found === 'string' && found !== '') return found;
  }
  return undefined;
}
