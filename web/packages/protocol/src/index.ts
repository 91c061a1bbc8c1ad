export * from './backoff.ts';
export * from './client.ts';
export * from './events.ts';
