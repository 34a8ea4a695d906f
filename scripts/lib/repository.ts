import path from 'node:path';

/** The repository's folder, wherever a script is started from. */
export const root = path.resolve(import.meta.dirname, '../..');

/** The workspaces under services/. */
export const services = ['users', 'media', 'thumbnails', 'notifications'] as const;
export type Service = (typeof services)[number];
