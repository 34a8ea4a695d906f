import { createContext } from 'preact';

/** Why fields of the form around are wrong, by the field's name. */
export const FieldErrors = createContext<Readonly<Record<string, string>>>({});
