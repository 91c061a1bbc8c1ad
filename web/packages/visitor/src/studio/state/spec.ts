export type Value = boolean | number | string | null | readonly Value[] | { readonly [name: string]: Value };

/** A specification as the service gives it: who a figure is. */
export type Spec = { readonly [name: string]: Value };

/** Whether an answer of the service is a specification. */
export function isSpec(value: unknown): value is Spec {
  return typeof value === 'object' && value !== null && typeof Reflect.get(value, 'name') === 'string';
}

/** What stands at a path such as `skin.tone`; `undefined`: nothing. */
export function at(spec: Spec, path: string): Value | undefined {
  return path.split('.').reduce<Value | undefined>((inner, name) => (isTable(inner) ? inner[name] : undefined), spec);
}

/** `spec` with `value` at `path`. Tables on the way are made where they are missing. */
export function put(spec: Spec, path: string, value: Value): Spec {
  const [name = '', ...rest] = path.split('.');
  if (rest.length === 0) return { ...spec, [name]: value };
  const inner = spec[name];
  return { ...spec, [name]: put(isTable(inner) ? inner : {}, rest.join('.'), value) };
}

/** Whether two specifications look the same: a name and a room don't change a figure. */
export function looksAlike(a: Spec, b: Spec): boolean {
  return JSON.stringify(looks(a)) === JSON.stringify(looks(b));
}

function looks({ name: _name, scene: _scene, ...rest }: Spec): Spec {
  return rest;
}

export function isTable(value: unknown): value is { readonly [name: string]: Value } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
