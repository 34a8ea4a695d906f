/**
 * Stands in for the SDK's default credential chain in every bundle (scripts/lib/build-functions.ts). Lambda gives a
 * function its credentials in the environment; the chain's other sources (profiles, SSO, instance metadata) would
 * only be a third of the bundle, loaded at each cold start.
 */
export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';
