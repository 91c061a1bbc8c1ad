import { describe, expect, it } from 'vitest';
import { type Draft, faultsOf, wishOf } from '../src/answer/callback.ts';
import { ADULT, ELDER, WARD, selfDeclared, settled } from '../src/company.ts';
import { Leaving } from '../src/leaving.ts';
import { Stay } from '../src/stay.ts';
import { wishesOf } from '../src/wishes.ts';

const EMPTY: Draft = { phone: '', name: '', note: '', contactName: '', contactPhone: '', consent: false };
const FULL: Draft = { ...EMPTY, phone: '138-0000 0000', name: ' 王女士 ', note: '', consent: true };

describe('a call-back', () => {
  it('needs a telephone number and consent', () => {
    expect(faultsOf('callback', EMPTY)).toEqual({ phone: 'form.fault.phone', consent: 'form.fault.consent' });
    expect(faultsOf('callback', FULL)).toEqual({});
  });

  it.each(['12345', '+86 138 0000 0000', '(010) 8888-8888', '110.120'])('takes the number %s', (phone) => {
    expect(faultsOf('callback', { ...FULL, phone })).toEqual({});
  });

  it.each(['', '1234', '电话', '138000000001380000', '12345<b>', '12345;x'])('refuses the number %o', (phone) => {
    expect(faultsOf('callback', { ...FULL, phone }).phone).toBe('form.fault.phone');
  });

  it('says what was written and nothing more', () => {
    expect(wishOf('callback', FULL)).toEqual({ kind: 'callback', phone: '13800000000', name: '王女士', consent: true });
  });

  it('names somebody whole, or nobody', () => {
    expect(faultsOf('callback', { ...FULL, contactName: '李先生' }).contactPhone).toBe('form.fault.phone');
    expect(faultsOf('callback', { ...FULL, contactPhone: '13900000000' }).contactName).toBe('form.fault.contactName');
  });
});

describe('a trusted person', () => {
  const named: Draft = { ...EMPTY, contactName: '李先生', contactPhone: '139 0000 0000', consent: true };
  const contact = { name: '李先生', phone: '13900000000' };

  it('has a name and a number', () => {
    expect(Object.keys(faultsOf('contact', { ...EMPTY, consent: true }))).toEqual(['contactName', 'contactPhone']);
    expect(faultsOf('contact', named)).toEqual({});
  });

  it('is left to the desk, which knows who is there now', () => {
    expect(wishOf('contact', named)).toEqual({ kind: 'contact', contact, consent: true });
    expect(wishOf('contact', { ...named, phone: '12345' })).toEqual({ kind: 'contact', phone: '12345', contact, consent: true });
  });

  it("has the visitor's own number whole, or none", () => {
    expect(faultsOf('contact', { ...named, phone: '12' })).toEqual({ phone: 'form.fault.phone' });
  });
});

describe('a new session', () => {
  const wished = { lang: 'zh', company: ADULT, region: null, past: null } as const;

  it('is told only what is no matter of course', () => {
    expect(wishesOf(wished)).toEqual({ lang: 'zh' });
    expect(wishesOf({ ...wished, company: ELDER, region: 'HK' })).toEqual({ lang: 'zh', audience: 'elder', declared_by: 'self', region: 'HK' });
    expect(wishesOf({ ...wished, company: WARD })).toEqual({ lang: 'zh', audience: 'minor', declared_by: 'guardian' });
  });

  it('keeps what a service suspected to that service', () => {
    expect(wishesOf({ ...wished, company: { audience: 'minor', declaredBy: 'suspected' } })).toEqual({ lang: 'zh' });
  });
});

describe('company', () => {
  it('is settled by a guardian alone', () => {
    expect([ADULT, ELDER, WARD, selfDeclared('minor')].map(settled)).toEqual([false, false, true, false]);
  });
});

describe('a stay', () => {
  it('counts its last minutes down to none', () => {
    const clock = { now: 100 };
    const stay = new Stay(() => clock.now);
    expect(stay.minutes).toBeNull();
    stay.limit(90);
    expect(stay.minutes).toBe(2);
    clock.now = 131;
    expect(stay.minutes).toBe(1);
    clock.now = 500;
    expect(stay.minutes).toBe(0);
    stay.limit(null);
    expect(stay.minutes).toBeNull();
  });
});

describe('leaving', () => {
  const leave = { reason: 'visitor', why: '' } as const;

  it('waits for the last words, and for no more', () => {
    const leaving = new Leaving();
    expect(leaving.due('idle', 0)).toBeNull();
    leaving.after(leave);
    expect([leaving.due('thinking', 0), leaving.due('idle', 1), leaving.due('speaking', 1.5), leaving.due('idle', 3), leaving.due('idle', 3.5)]).toEqual([null, null, null, null, null]);
    expect(leaving.due('idle', 3.8)).toEqual(leave);
    expect(leaving.due('idle', 9)).toBeNull();
  });

  it('is given up when the visitor goes on', () => {
    const leaving = new Leaving();
    leaving.after(leave);
    leaving.due('idle', 0);
    leaving.stay();
    expect(leaving.due('idle', 5)).toBeNull();
  });
});
