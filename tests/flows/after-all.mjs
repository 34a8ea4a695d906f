/** Ends what before-all.mjs has begun. */
export default () => globalThis.endSharedApp();
