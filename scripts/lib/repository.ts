import path from 'node:path';

/** The repository's folder, wherever a script is started from. */
export const root = path.resolve(import.meta.dirname, '../..');

/** For every sandbox that runs this repository, whatever its state: what one of them has read and compiled. */
export const sandboxCache = path.join(root, 'node_modules', '.cache', 'sandbox');

/** The workspaces under services/. */
export const services = ['users', 'media', 'thumbnails', 'notifications'] as const;
export type Service = (typeof services)[number];
