import { createContext } from 'preact';
import { useContext } from 'preact/hooks';

export interface Unread {
  /** 100 stands for a hundred or more. */
  count: number;
  set(count: number): void;
}

export const UnreadContext = createContext<Unread>({ count: 0, set: () => {} });
export const useUnread = (): Unread => useContext(UnreadContext);
