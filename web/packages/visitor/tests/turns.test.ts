import { describe, expect, it } from 'vitest';
import { Turns } from '../src/turns.ts';

const here = { connected: true, audible: false, canSound: true };

describe('turns', () => {
  it('go from thinking over speaking to idle', () => {
    const turns = new Turns();
    expect(turns.state(here)).toBe('idle');
    turns.ask();
    expect(turns.state(here)).toBe('thinking');
    turns.created('r1');
    expect(turns.state({ ...here, audible: true })).toBe('speaking');
    turns.done('r1');
    expect(turns.state(here)).toBe('idle');
  });

  it('drop a running response after a stop, and stay stopped', () => {
    const turns = new Turns();
    turns.ask();
    turns.created('r1');
    turns.stop(true);
    expect(turns.wanted('r1')).toBe(false);
    expect(turns.state({ ...here, audible: true })).toBe('stopped');
  });

  it('drop a response that was asked for but had not begun at the stop', () => {
    const turns = new Turns();
    turns.ask();
    turns.stop(true);
    turns.ask();
    turns.created('r1');
    turns.created('r2');
    expect(turns.wanted('r1')).toBe(false);
    expect(turns.wanted('r2')).toBe(true);
  });

  it('are over when the server refuses', () => {
    const turns = new Turns();
    turns.ask();
    expect(turns.refused()).toBe(true);
    expect(turns.refused()).toBe(false);
    expect(turns.state(here)).toBe('idle');
  });

  it('think no longer once text has come where no sound can be heard', () => {
    const turns = new Turns();
    turns.ask();
    turns.created('r1');
    turns.progress();
    expect(turns.state({ ...here, canSound: false })).toBe('idle');
    expect(turns.state(here)).toBe('thinking');
  });

  it('are offline without a connection, whatever else happens', () => {
    const turns = new Turns();
    turns.ask();
    expect(turns.state({ ...here, connected: false, audible: true })).toBe('offline');
  });
});
