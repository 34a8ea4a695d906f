/**
 * Node's HTTP. An ES import of `node:http` reads each of its exports, and one of them loads a whole second HTTP client
 * (undici): a tenth of what a start costs, in the process and in every thread.
 */
export const { Agent, createServer, get, IncomingMessage, request } = process.getBuiltinModule('node:http');
