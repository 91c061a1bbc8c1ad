import type { Lang, Past } from '@qingzhi/protocol';
import type { Company } from './company.ts';

/** Our own part of `session.update`. */
export interface Wishes {
  readonly lang?: Lang;
  readonly audience?: Company['audience'];
  readonly declared_by?: '' | 'guardian' | 'self';
  readonly region?: string;
  readonly past?: Past;
}

export interface Wished {
  readonly lang: Lang;
  readonly company: Company;
  /** `null`: the service's own. */
  readonly region: string | null;
  /** `null`: this browser counts no visits. */
  readonly past: Past | null;
}

/** What a new session is told: only what is not a matter of course. */
export function wishesOf({ lang, company, region, past }: Wished): Wishes {
  const { audience, declaredBy } = company;
  const declared = audience === 'adult' || declaredBy === 'suspected' ? {} : { audience, declared_by: declaredBy };
  return { lang, ...declared, ...(region === null ? {} : { region }), ...(past === null ? {} : { past }) };
}
