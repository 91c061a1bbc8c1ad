/** Whom the figure speaks with, as the service names them. */
export const AUDIENCES = ['adult', 'elder', 'minor'] as const;
export type Audience = (typeof AUDIENCES)[number];

/** Whom the figure speaks with, and who said so. `suspected`: the service, from what was said. */
export interface Company {
  readonly audience: Audience;
  readonly declaredBy: '' | 'guardian' | 'self' | 'suspected';
}

export const ADULT: Company = { audience: 'adult', declaredBy: '' };
export const ELDER: Company = { audience: 'elder', declaredBy: 'self' };
/** A child sits here, as whoever looks after it says: nothing takes that back during the visit. */
export const WARD: Company = { audience: 'minor', declaredBy: 'guardian' };

/** What a visitor says of themselves. */
export function selfDeclared(audience: Audience): Company {
  return audience === 'adult' ? ADULT : { audience, declaredBy: 'self' };
}

/** Whether the visitor may still say otherwise. */
export function settled({ declaredBy }: Company): boolean {
  return declaredBy === 'guardian';
}
