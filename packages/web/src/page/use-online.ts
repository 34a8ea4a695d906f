import { useLayoutEffect, useState } from 'preact/hooks';

/** Whether there is a network at all; what lies behind it only an answer tells. */
export function useOnline(): boolean {
  const [online, setOnline] = useState(navigator.onLine);
  useLayoutEffect(() => {
    const look = () => setOnline(navigator.onLine);
    addEventListener('online', look);
    addEventListener('offline', look);
    look();
    return () => {
      removeEventListener('online', look);
      removeEventListener('offline', look);
    };
  }, []);
  return online;
}
